import type { ActionCode, ResponseActionConfig } from '../../sources/rest-api/vocabulary.ts';

/** The status in the envelope; its quotes are never those of a text, where they would be escaped. */
const failedEnvelope = /"status"\s*:\s*\{[^{}]*"is_success"\s*:\s*false[^{}]*\}/;

/**
 * The envelope has a status of its own, and where it says that something failed that counts, whatever HTTP says: such an
 * answer has no rows and must not be read as an empty list.
 * @see vendors reference, section 2.1
 */
export const believeEnvelope: ActionCode = ({ status, body }) => {
  if (status >= 300) return undefined;
  const [envelope] = failedEnvelope.exec(body) ?? [];
  if (envelope === undefined) return undefined;
  const code = Number(/"code"\s*:\s*(\d{3})\b/.exec(envelope)?.[1] ?? 0);
  return { status: code >= 400 ? code : 502 };
};

/** Every list: what cannot be read is an error. */
export const allMustAnswer: readonly ResponseActionConfig[] = [believeEnvelope];

/** Lists that depend on plan, permission and age of the account: 404 is said for what the token may not see, too. */
export const mayBeRefused: readonly ResponseActionConfig[] = [
  believeEnvelope,
  { status_code: 403, action: 'ignore' },
  { status_code: 404, action: 'ignore' },
];

/** Only some plans have audit logs; others are told so with 400. */
export const mayBeOff: readonly ResponseActionConfig[] = [
  ...mayBeRefused,
  { status_code: 400, content: 'not enabled', action: 'ignore' },
];
