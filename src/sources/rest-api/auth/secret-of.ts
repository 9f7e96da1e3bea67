import { Secret } from '../../../config/secret.ts';
import type { SecretText } from './vocabulary.ts';

/** The secret of a configuration that was read, where each is there and wrapped. */
export function secretOf(value: SecretText): Secret {
  return value instanceof Secret ? value : new Secret(value ?? '');
}
