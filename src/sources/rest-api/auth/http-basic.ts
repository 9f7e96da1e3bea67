import { masked } from '../../../config/secret.ts';
import { shape } from '../reading/reading.ts';
import type { HttpBasicConfig } from './vocabulary.ts';
import type { AuthKind } from './auth.ts';
import { placedCredential } from './credential-place.ts';
import { readSecret, secretOf, withSecretKeys } from './read-secret.ts';

/** `Authorization: Basic`, of name and password in UTF-8 (5.4, RFC 7617). */
export const httpBasic: AuthKind<HttpBasicConfig> = {
  read: (value, place) => readKeys(withSecretKeys(value, ['username', 'password']), place),
  build(config) {
    const [username, password] = [secretOf(config.username), secretOf(config.password)];
    return placedCredential({ location: 'header', name: 'Authorization' }, (tell) => {
      const pair = `${tell(username)}:${tell(password)}`;
      return `Basic ${pair === `${masked}:${masked}` ? masked : Buffer.from(pair, 'utf8').toString('base64')}`;
    });
  },
};

const readKeys = shape<HttpBasicConfig>({
  type: () => 'http_basic' as const,
  username: readSecret('username'),
  password: readSecret('password'),
});
