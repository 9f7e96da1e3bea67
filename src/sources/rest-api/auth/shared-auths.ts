import { createHash } from 'node:crypto';
import { Secret } from '../../../config/secret.ts';
import { isPlain } from '../reading/reading.ts';
import type { Auth, AuthClient, CustomAuth } from './auth.ts';
import { isCustom } from './custom.ts';
import { buildAuth } from './index.ts';
import type { AuthObject } from './vocabulary.ts';

/**
 * Builds the auths of a client, the same one for configurations that say the same, so that a token is got once for all
 * resources (W32). One in code is the same where it is the same value.
 */
export function sharedAuths(client: AuthClient): (config: AuthObject | CustomAuth) => Auth {
  const built = new Map<unknown, Auth>();
  return (config) => {
    const key = isCustom(config) ? config : fingerprint(config);
    const auth = built.get(key) ?? buildAuth(config, client);
    built.set(key, auth);
    return auth;
  };
}

/** Tells configurations apart by all that they say, and does not keep what they say. */
function fingerprint(config: AuthObject): string {
  return createHash('sha256')
    .update(JSON.stringify(told(config)))
    .digest('hex');
}

/** Secrets in the clear: their wrapping hides what differs. */
function told(value: unknown): unknown {
  if (value instanceof Secret) return { secret: value.reveal() };
  if (Array.isArray(value)) return value.map(told);
  if (!isPlain(value)) return value;
  const keys = Object.keys(value).toSorted();
  return keys.map((key) => [key, told(value[key])]);
}
