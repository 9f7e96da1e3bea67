import { nearest } from '../../../core/nearest.ts';
import { didYouMean } from '../../../config/problem.ts';
import { isPlain, keyOf, refuse, type Place, type Read } from '../reading/reading.ts';
import type { AuthObject } from './vocabulary.ts';
import { apiKey } from './api-key.ts';
import type { Auth, AuthClient, AuthKind, CustomAuth } from './auth.ts';
import { bearer } from './bearer.ts';
import { customAuth, isCustom } from './custom.ts';
import { httpBasic } from './http-basic.ts';
import { clientCredentials } from './oauth2/client-credentials.ts';
import { refreshToken } from './oauth2/refresh-token.ts';
import { session } from './session/session.ts';

/** Every `type` an auth can have. A new one is a file and a line here. */
const authKinds: { readonly [T in AuthObject['type']]: AuthKind<Extract<AuthObject, { type: T }>> } = {
  bearer,
  api_key: apiKey,
  http_basic: httpBasic,
  oauth2_client_credentials: clientCredentials,
  oauth2_refresh_token: refreshToken,
  session,
};

interface AnyKind {
  readonly read: Read<AuthObject>;
  build(config: never, client: AuthClient): Auth;
}

// Indexed by a text from outside: a map has no prototype to fall into.
const kinds: ReadonlyMap<string, AnyKind> = new Map<string, AnyKind>(Object.entries(authKinds));

/** An alias, whose secrets are all looked up, an object (without a type it is `bearer`, 5.1), or an auth in code. */
export function readAuth(value: unknown, place: Place): AuthObject | CustomAuth | undefined {
  if (isCustom(value)) return value;
  if (typeof value !== 'string' && !isPlain(value)) {
    return refuse(place, { message: 'must be the name of an auth, an object with its type, or one with open()' });
  }
  const at = typeof value === 'string' ? place : keyOf(place, 'type');
  const type = typeof value === 'string' ? value : (value['type'] ?? 'bearer');
  const kind = typeof type === 'string' ? kinds.get(type) : undefined;
  if (kind !== undefined) return kind.read(typeof value === 'string' ? { type } : { ...value, type }, place);
  const near = typeof type === 'string' ? nearest(type, kinds.keys()) : undefined;
  const message = `must be one of ${[...kinds.keys()].join(', ')}`;
  // A text in place of the whole may be the secret itself.
  return refuse(at, { message, hint: didYouMean(near), ...(typeof value === 'string' ? {} : { found: type }) });
}

/** @param config as it was read */
export function buildAuth(config: AuthObject | CustomAuth, client: AuthClient): Auth {
  if (isCustom(config)) return customAuth(config);
  const kind = kinds.get(config.type) ?? bearer;
  // The kind was chosen by the type of this very object, so the object has the shape that the kind builds from.
  return kind.build(config as never, client);
}
