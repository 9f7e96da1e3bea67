import { isSecretName } from '../core/secret-names.ts';
import type { Lookup } from '../guides/python/python-value.ts';
import type { Code } from './literals.ts';
import type { Reading, Readings } from './readings.ts';

/** What a type of auth looks up where the configuration leaves it out. */
const needed: ReadonlyMap<string, readonly string[]> = new Map([
  ['bearer', ['token']],
  ['api_key', ['api_key']],
  ['http_basic', ['username', 'password']],
  ['oauth2_client_credentials', ['access_token_url', 'client_id', 'client_secret']],
  ['oauth2_refresh_token', ['token_url', 'client_id', 'refresh_token']],
]);

const addresses: readonly string[] = ['access_token_url', 'token_url'];

/** An auth with each secret that it needs, those that are left out as look-ups; code in it stays as it is. */
export function wholeAuth(auth: unknown): unknown {
  const members = typeof auth === 'string' ? { type: auth } : auth;
  if (typeof members !== 'object' || members === null || 'kind' in members) return auth;
  const known = new Map<string, unknown>(Object.entries(members));
  const type = known.get('type') ?? 'bearer';
  const keys = typeof type === 'string' ? (needed.get(type) ?? []) : [];
  const missing = keys.filter((key) => (known.get(key) ?? null) === null);
  const absent = missing.map((key) => [key, lookupOf(key)] as const);
  const moved = addresses.flatMap((key) => {
    const address = known.get(key);
    return typeof address === 'string' ? [[key, { ...lookupOf(key), fallback: address }] as const] : [];
  });
  return { ...members, ...Object.fromEntries([...absent, ...moved]) };
}

function lookupOf(key: string): Lookup {
  return { kind: 'lookup', store: addresses.includes(key) ? 'config' : 'secrets', key, line: 0 };
}

/** The reading that a look-up is; undefined for all other values. @param path where it stands */
export function looked(value: unknown, path: readonly string[], readings: Readings): Code | undefined {
  if (!isLookup(value)) return undefined;
  const { key, store, fallback } = value;
  const isSecret = store === 'secrets' || isSecretName(key);
  const others = isLookup(fallback) ? [fallback.key] : [];
  const otherwise =
    typeof fallback === 'string' || typeof fallback === 'number' || typeof fallback === 'boolean'
      ? fallback
      : undefined;
  const type = typeOf(path.at(-1) ?? '', otherwise);
  const kind: Reading['kind'] = otherwise !== undefined ? 'optional' : isSecret ? 'secret' : 'required';
  return readings.read({ key, identity: `${store}:${key}`, kind, type, others, otherwise });
}

/** Keys of the vocabulary that are numbers, whatever text a setting is. */
const numeric: ReadonlySet<string> = new Set(
  (
    'limit maximum_limit limit_if_refused offset maximum_offset base_page page maximum_page max_table_nesting ' +
    'max_concurrency requests per_seconds attempts backoff_factor max_wait lag default_token_expiration'
  ).split(' '),
);

function typeOf(key: string, otherwise: string | number | boolean | undefined): Reading['type'] {
  if (typeof otherwise === 'boolean') return 'flag';
  return typeof otherwise === 'number' || numeric.has(key) ? 'number' : 'text';
}

function isLookup(value: unknown): value is Lookup {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'lookup' && 'store' in value;
}
