import { addressInvalid } from './errors.ts';

export interface ClickhouseOptions {
  /** `clickhouse://<user>:<password>@<host>/<database>` as dlt has it, or the http or https address of the server. */
  readonly url?: string | undefined;
  readonly host?: string | undefined;
  /** Of HTTP. @default 8443, without TLS 8123 */
  readonly port?: number | undefined;
  /** It must be there. @default 'default' */
  readonly database?: string | undefined;
  /** @default 'default' */
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** @default true, except on this machine */
  readonly tls?: boolean | undefined;
  /** What `createClient()` of `@clickhouse/client` takes as `connection`: an engine in this process, such as chdb. */
  readonly connection?: unknown;
}

/** Where the server is, and as whom it is spoken to. */
export interface Address {
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly connection?: unknown;
}

/** @throws `config_invalid` */
export function addressOf(options: string | ClickhouseOptions): Address {
  const given: ClickhouseOptions = typeof options === 'string' ? { url: options } : options;
  const url = parsed(given.url ?? `clickhouse://${given.host ?? 'localhost'}`);
  const isHttp = /^https?:$/.test(url.protocol);
  const secure = url.searchParams.get('secure');
  const isLocal = /^(?:localhost|127\.|\[::1\])/.test(url.hostname);
  const tls = given.tls ?? (isHttp ? url.protocol === 'https:' : secure === null ? !isLocal : secure !== '0');
  // In a URL of dlt the port is that of another protocol, and the port of HTTP stands behind it.
  const named = given.port ?? url.searchParams.get('http_port') ?? (isHttp && url.port !== '' ? url.port : undefined);
  const port = String(named ?? (tls ? 8443 : 8123));
  const database = given.database ?? decodeURIComponent(url.pathname.replace(/^\//, ''));
  return {
    url: `${tls ? 'https' : 'http'}://${given.host ?? url.hostname}:${port}`,
    database: database === '' ? 'default' : database,
    user: given.user ?? (decodeURIComponent(url.username) || 'default'),
    password: given.password ?? decodeURIComponent(url.password),
    connection: given.connection,
  };
}

/**
 * The options without those that their URL says itself: in settings, fields fill what it leaves open, as dlt 1.26.0 has
 * it. @throws `config_invalid`
 */
export function filledOptions(options: ClickhouseOptions): ClickhouseOptions {
  if (options.url === undefined) return options;
  const url = parsed(options.url);
  const isHttp = /^https?:$/.test(url.protocol);
  const said: { readonly [option: string]: boolean } = {
    host: url.hostname !== '',
    port: url.searchParams.has('http_port') || (isHttp && url.port !== ''),
    database: url.pathname.length > 1,
    user: url.username !== '',
    password: url.password !== '',
    tls: isHttp || url.searchParams.has('secure'),
  };
  return Object.fromEntries(Object.entries(options).filter(([option]) => said[option] !== true));
}

/** For people; without the password. */
export function locationOf({ url, database, connection }: Address): string {
  return connection === undefined
    ? `clickhouse ${url.replace(/^https?:\/\//, '')}/${database}`
    : 'clickhouse in this process';
}

function parsed(text: string): URL {
  const named = /^clickhouse(?:\+[a-z]+)?:\/\//i.test(text) ? text.replace(/^[^:]+/, 'clickhouse') : text;
  if (!/^(?:clickhouse|https?):\/\//i.test(named)) throw addressInvalid('it is no URL of ClickHouse');
  try {
    return new URL(named);
  } catch {
    throw addressInvalid('it cannot be parsed');
  }
}
