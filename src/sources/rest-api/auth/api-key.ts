import { filledText, oneOf, orNull, shape } from '../reading/reading.ts';
import type { ApiKeyConfig } from './vocabulary.ts';
import type { AuthKind } from './auth.ts';
import { placedCredential } from './credential-place.ts';
import { formatted, readFormat } from './format.ts';
import { readSecret, secretOf, withSecretKeys } from './read-secret.ts';

/** A key in a header, the query or a cookie; with `format`, as a part of a longer value (5.3, L2). */
export const apiKey: AuthKind<ApiKeyConfig> = {
  read: (value, place) => readKeys(withSecretKeys(value, ['api_key']), place),
  build(config) {
    const secret = secretOf(config.api_key);
    const location = config.location === 'param' ? 'query' : (config.location ?? 'header');
    const format = config.format ?? '{api_key}';
    return placedCredential({ location, name: config.name ?? 'Authorization' }, (tell) =>
      formatted(format, tell(secret)),
    );
  },
};

const readKeys = shape<ApiKeyConfig>({
  type: () => 'api_key' as const,
  api_key: readSecret('api_key'),
  name: filledText,
  location: oneOf(['header', 'query', 'param', 'cookie']),
  format: orNull(readFormat),
});
