/** Credentials outside of `auth`, and auth of code (L2). */
import type { GuideValue } from '../guide.ts';
import { isMembers, membersOf, type Draft, type Tell } from '../draft/draft.ts';
import { withFormatSecret } from '../draft/auth.ts';
import { authKeys, bareName, keyFor } from '../draft/names.ts';

export function settleAuth(draft: Draft, tell: Tell): void {
  const stated = draft.client.get('auth');
  if (stated !== undefined && isMembers(stated.value)) {
    const members = [...membersOf(stated.value)].map(([key, value]): readonly [string, GuideValue] => [
      known(key, stated.line, tell),
      value,
    ]);
    const auth = withFormatSecret(Object.fromEntries(members));
    draft.client.set('auth', { line: stated.line, value: auth });
    const format = membersOf(auth).get('format');
    if (typeof format === 'string') {
      tell({
        kind: 'inferred',
        line: stated.line,
        path: 'client.auth.format',
        message: `${format} is what is sent, with the secret in its place (L2)`,
      });
    }
  }
  secretHeader(draft, tell);
  if (draft.client.has('auth')) return;
  const message = 'the guide says nothing that proves who asks: requests carry no credentials';
  tell({ kind: 'inferred', line: 1, path: 'client.auth', message });
}

/** Keys of the vocabulary stay; of others only those that mean one of them. */
function known(written: string, line: number, tell: Tell): string {
  const key = keyFor(written, authKeys) ?? written;
  if (key === written) return key;
  tell({ kind: 'inferred', line, path: `client.auth.${key}`, message: `"${written}" is taken for ${key} (L1)` });
  return key;
}

/** A header with a secret in it is an auth: there it is masked, and goes to no other host. */
function secretHeader(draft: Draft, tell: Tell): void {
  const headers = draft.client.get('headers');
  if (headers === undefined || draft.client.has('auth')) return;
  const secret = [...membersOf(headers.value)].filter(
    ([name, value]) =>
      typeof value === 'object' &&
      value !== null &&
      'kind' in value &&
      (bareName(name) === 'authorization' || isSecretText(value)),
  );
  const [first] = secret;
  if (first === undefined || secret.length > 1) return;
  const [name, value] = first;
  const rest = [...membersOf(headers.value)].filter(([other]) => other !== name);
  draft.client.set('headers', { line: headers.line, value: Object.fromEntries(rest) });
  draft.client.set('auth', {
    line: headers.line,
    value: { type: 'api_key', location: 'header', name, api_key: value },
  });
  tell({
    kind: 'inferred',
    line: headers.line,
    path: 'client.auth',
    message: `the header ${name} has a secret in it, and is sent as one`,
  });
}

function isSecretText(value: object): boolean {
  if ('store' in value) return value.store === 'secrets';
  return (
    'parts' in value &&
    Array.isArray(value.parts) &&
    value.parts.some(
      (part: unknown) => typeof part === 'object' && part !== null && 'store' in part && part.store === 'secrets',
    )
  );
}
