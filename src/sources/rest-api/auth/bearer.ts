import { orNull, shape } from '../reading/reading.ts';
import type { BearerConfig } from './vocabulary.ts';
import type { AuthKind } from './auth.ts';
import { placedCredential } from './credential-place.ts';
import { formatted, readFormat } from './format.ts';
import { readSecret, secretOf, withSecretKeys } from './read-secret.ts';

/** `Authorization: Bearer <token>` (5.2, RFC 6750); with `format`, spelled otherwise. */
export const bearer: AuthKind<BearerConfig> = {
  read: (value, place) => readKeys(withSecretKeys(value, ['token']), place),
  build({ token, format }) {
    const secret = secretOf(token);
    return placedCredential({ location: 'header', name: 'Authorization' }, (tell) =>
      formatted(format ?? 'Bearer {token}', tell(secret)),
    );
  },
};

const readKeys = shape<BearerConfig>({
  type: () => 'bearer' as const,
  token: readSecret('token'),
  format: orNull(readFormat),
});
