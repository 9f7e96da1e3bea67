import { shape } from '../reading/reading.ts';
import type { BearerConfig } from './vocabulary.ts';
import { placedCredential, readSecret, withSecretKeys, type AuthKind } from './auth.ts';
import { secretOf } from './secret-of.ts';

/** `Authorization: Bearer <token>` (5.2, RFC 6750). */
export const bearer: AuthKind<BearerConfig> = {
  read: (value, place) => readKeys(withSecretKeys(value, ['token']), place),
  build({ token }) {
    const secret = secretOf(token);
    return placedCredential({ location: 'header', name: 'Authorization' }, (tell) => `Bearer ${tell(secret)}`);
  },
};

const readKeys = shape<BearerConfig>({ type: () => 'bearer' as const, token: readSecret('token') });
