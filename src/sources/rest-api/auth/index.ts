import { nearest } from '../../../core/nearest.ts';
import { didYouMean } from '../../../config/problem.ts';
import { isPlain, keyOf, refuse, type Place, type Read } from '../reading/reading.ts';
import type { AuthObject } from './vocabulary.ts';
import { apiKey } from './api-key.ts';
import type { Auth, AuthKind } from './auth.ts';
import { bearer } from './bearer.ts';
import { httpBasic } from './http-basic.ts';

/** Every `type` an auth can have. A new one is a file and a line here. */
const authKinds: { readonly [T in AuthObject['type']]: AuthKind<Extract<AuthObject, { type: T }>> } = {
  bearer,
  api_key: apiKey,
  http_basic: httpBasic,
};

interface AnyKind {
  readonly read: Read<AuthObject>;
  build(config: never): Auth;
}

const notYet: readonly string[] = ['oauth2_client_credentials'];
// Indexed by a text from outside: a map has no prototype to fall into.
const kinds: ReadonlyMap<string, AnyKind> = new Map<string, AnyKind>(Object.entries(authKinds));

/** An alias, whose secrets are all looked up, or an object; without a type it is `bearer` (5.1). */
export function readAuth(value: unknown, place: Place): AuthObject | undefined {
  if (typeof value !== 'string' && !isPlain(value)) {
    return refuse(place, { message: 'must be the name of an auth or an object with its type' });
  }
  const at = typeof value === 'string' ? place : keyOf(place, 'type');
  const type = typeof value === 'string' ? value : (value['type'] ?? 'bearer');
  if (typeof type === 'string' && notYet.includes(type))
    return refuse(at, { message: `"${type}" is not supported yet` });
  const kind = typeof type === 'string' ? kinds.get(type) : undefined;
  if (kind !== undefined) return kind.read(typeof value === 'string' ? { type } : { ...value, type }, place);
  const near = typeof type === 'string' ? nearest(type, kinds.keys()) : undefined;
  const message = `must be one of ${[...kinds.keys()].join(', ')}`;
  // A text in place of the whole may be the secret itself.
  return refuse(at, { message, hint: didYouMean(near), ...(typeof value === 'string' ? {} : { found: type }) });
}

/** @param config as it was read */
export function buildAuth(config: AuthObject): Auth {
  const kind = kinds.get(config.type) ?? bearer;
  // The kind was chosen by the type of this very object, so the object has the shape that the kind builds from.
  return kind.build(config as never);
}
