import { configError } from '../../config/problem.ts';

/** Where an account lives. One of `host` and `accountPrefix`, or neither. */
export interface DbtCloudPlace {
  /** The access URL of the account, or its host alone: `ab123.us1.dbt.com`, `https://dbt.example.com`. */
  readonly host?: string | undefined;
  /** The first part of the access URL: `ab123`. */
  readonly accountPrefix?: string | undefined;
  /** What follows the prefix: `us1`, `us2`, `us3`, `eu1`, `eu2`, `au1`. @default us1 */
  readonly region?: string | undefined;
}

/** The host that all accounts once shared. The vendor announced its end for November 2026. */
export const sharedHost = 'cloud.getdbt.com';

/**
 * The origin that an account is reached at, with a slash at the end.
 * @throws `config_invalid` for what is no host, so that a token is never sent to where a typing mistake leads
 * @see vendors reference, section 2.1
 */
export function dbtCloudOrigin({ host, accountPrefix, region }: DbtCloudPlace): string {
  if (host !== undefined && accountPrefix !== undefined) {
    throw configError('dbt-cloud', [{ path: 'host', message: 'cannot stand beside account_prefix' }]);
  }
  if (accountPrefix === undefined && region !== undefined) {
    throw configError('dbt-cloud', [{ path: 'region', message: 'needs account_prefix' }]);
  }
  if (accountPrefix === undefined) return originOf(host ?? sharedHost);
  return `https://${label('account_prefix', accountPrefix)}.${label('region', region ?? 'us1')}.dbt.com/`;
}

/** One part of a host name, and nothing that could end it. */
function label(path: string, text: string): string {
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(text)) return text.toLowerCase();
  throw configError('dbt-cloud', [{ path, message: 'must be one part of a host name, such as ab123', found: text }]);
}

/** People paste the address that their browser shows, path and all. */
function originOf(host: string): string {
  const address = /^https?:\/\//i.test(host) ? host : `https://${host}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const hasCredentials = url !== undefined && (url.username !== '' || url.password !== '');
  if (url !== undefined && !hasCredentials) return `${url.origin}/`;
  const message = hasCredentials ? 'must not have credentials in it' : 'must be a host such as ab123.us1.dbt.com';
  throw configError('dbt-cloud', [{ path: 'host', message }]);
}
