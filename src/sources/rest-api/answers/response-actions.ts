import { isPlain, oneOf, orNull, refuse, shape, text, wholeNumber, type Place } from '../reading/reading.ts';
import type { ResponseActionConfig } from '../vocabulary.ts';

/** The part of an answer that actions look at. */
export interface AnswerFacts {
  readonly status: number;
  readonly body: Uint8Array;
}

/** In words, for the report; undefined where no action ignores the answer (section 6). */
export function ignoredBecause(actions: readonly ResponseActionConfig[], answer: AnswerFacts): string | undefined {
  const matching = actions.find((action) => matches(action, answer));
  if (matching === undefined) return undefined;
  return `the API answered with status ${answer.status}, which response_actions ignore`;
}

function matches({ status_code: status, content }: ResponseActionConfig, answer: AnswerFacts): boolean {
  if (typeof status === 'number' && status !== answer.status) return false;
  return typeof content !== 'string' || Buffer.from(answer.body).toString('utf8').includes(content);
}

const readShape = shape<ResponseActionConfig>(
  { status_code: orNull(readStatus), content: orNull(text), action: readAction },
  { required: ['action'] },
);

/** One element of `response_actions`; one that could never match, or would always, is a mistake (W39). */
export function readResponseAction(value: unknown, place: Place): ResponseActionConfig | undefined {
  if (typeof value === 'function') return refuse(place, { message: 'is a function, which is not supported yet' });
  const action = readShape(value, place);
  if (!isPlain(value) || action === undefined) return undefined;
  const isBlind = [value['status_code'], value['content']].every((given) => given === undefined || given === null);
  return isBlind ? refuse(place, { message: 'must have status_code, content or both' }) : action;
}

/** Digits in a text are a status too. */
function readStatus(value: unknown, place: Place): number | undefined {
  return wholeNumber(typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value, place);
}

function readAction(value: unknown, place: Place): 'ignore' | undefined {
  const isCode = typeof value === 'function' || Array.isArray(value);
  if (isCode) return refuse(place, { message: 'with a function is not supported yet' });
  return oneOf(['ignore'])(value, place);
}
