import { filledText, oneOf, orNull, refuse, shape, text, type Place } from '../reading/reading.ts';
import type { ApiKeyConfig } from './vocabulary.ts';
import { placedCredential, readSecret, withSecretKeys, type AuthKind } from './auth.ts';
import { secretOf } from './secret-of.ts';

/** A key in a header, the query or a cookie; with `format`, as a part of a longer value (5.3, L2). */
export const apiKey: AuthKind<ApiKeyConfig> = {
  read: (value, place) => readKeys(withSecretKeys(value, ['api_key']), place),
  build(config) {
    const secret = secretOf(config.api_key);
    const location = config.location === 'param' ? 'query' : (config.location ?? 'header');
    const [before = '', after = ''] = (config.format ?? '{api_key}').split(hole);
    return placedCredential(
      { location, name: config.name ?? 'Authorization' },
      (tell) => before + tell(secret) + after,
    );
  },
};

const hole = /\{[^{}]*\}/;

const readKeys = shape<ApiKeyConfig>({
  type: () => 'api_key' as const,
  api_key: readSecret('api_key'),
  name: filledText,
  location: oneOf(['header', 'query', 'param', 'cookie']),
  format: orNull(readFormat),
});

function readFormat(value: unknown, place: Place): string | undefined {
  const format = text(value, place);
  if (format === undefined || format.split(hole).length === 2) return format;
  return refuse(place, {
    message: 'must have one placeholder for the key',
    found: value,
    hint: 'Write it as Token {api_key}',
  });
}
