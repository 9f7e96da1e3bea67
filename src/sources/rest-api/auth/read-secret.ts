import { Secret } from '../../../config/secret.ts';
import { refuse, text, type Place, type Read } from '../reading/reading.ts';
import type { SecretText } from './vocabulary.ts';

/** A secret from the configuration, or else from where secrets are kept; a problem where there is none. */
export function readSecret(key: string): Read<Secret> {
  return (value, place) => {
    const found = readOptionalSecret(key)(value, place);
    if (found !== null) return found;
    return refuse(place, { message: 'is not set', hint: place.secrets.hint(key) });
  };
}

/** The same for what need not be: null where it is nowhere. */
export function readOptionalSecret(key: string): Read<Secret | null> {
  return (value, place) => {
    if (value instanceof Secret) return place.secrets.remember(value);
    if (typeof value === 'string') return place.secrets.remember(new Secret(value));
    if (value !== null && value !== undefined) return refuse(place, { message: 'must be a text' });
    const found = place.secrets.find(key);
    return found === undefined ? null : place.secrets.remember(found);
  };
}

/** An address, which is looked up like a secret where it is absent, and shown like any other text where it is not. */
export function readAddress(key: string): Read<string> {
  return (value, place) => {
    if (value !== null && value !== undefined) return absoluteAddress(value, place);
    const found = place.secrets.find(key);
    if (found !== undefined) return absoluteAddress(found.reveal(), place);
    return refuse(place, { message: 'is not set', hint: place.secrets.hint(key) });
  };
}

/** An http or https address without a user part. */
export function absoluteAddress(value: unknown, place: Place): string | undefined {
  const address = value instanceof Secret ? value.reveal() : text(value, place);
  if (address === undefined) return undefined;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return address;
  return refuse(place, {
    message: 'must be an absolute http or https address without a user name',
    hint: 'Write it as https://auth.example.com/oauth/token',
  });
}

/** The object with each of these keys present, so that absent secrets are looked up. */
export function withSecretKeys(value: unknown, keys: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const absent = keys.filter((key) => !Object.hasOwn(value, key)).map((key) => [key, null]);
  return { ...value, ...Object.fromEntries(absent) };
}

/** The secret of a configuration that was read, where each is there and wrapped. */
export function secretOf(value: SecretText): Secret {
  return optionalSecretOf(value) ?? new Secret('');
}

/** Undefined where there is none. */
export function optionalSecretOf(value: SecretText): Secret | undefined {
  return typeof value === 'string' ? new Secret(value) : (value ?? undefined);
}
