import { printable } from '../../core/printable.ts';
import { connectionInvalid } from './errors.ts';
import { parseConnectionText, type ConnectionParameters } from './connection-text.ts';

/** What libpq calls `sslmode`, with its meaning: whether TLS is tried, asked for, and what is proven. */
export type TlsMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

export interface PostgresOptions {
  /** A URL or libpq's pairs; the other options come before what it says. */
  readonly connectionString?: string | undefined;
  /** A name, an address, or the folder of a Unix socket. @default PGHOST, else localhost */
  readonly host?: string | undefined;
  /** @default PGPORT, else 5432 */
  readonly port?: number | undefined;
  /** @default PGDATABASE, else the name of the user */
  readonly database?: string | undefined;
  /** @default PGUSER, else postgres */
  readonly user?: string | undefined;
  /** @default PGPASSWORD */
  readonly password?: string | undefined;
  /** @default PGSSLMODE, else prefer */
  readonly tls?: TlsMode | undefined;
  /** File of certificates, PEM, that sign the server's. @default those that Node.js knows */
  readonly tlsRootCertificate?: string | undefined;
  /**
   * Characters that Postgres has no place for, U+0000, are refused with an error, or replaced by U+FFFD.
   * @default 'refuse'; in a connection string `nul_characters=replace`
   */
  readonly nulCharacters?: 'refuse' | 'replace' | undefined;
  /**
   * Whether columns that are hinted as unique, such as `_dlt_id`, get a UNIQUE constraint.
   * @default true, as with dlt; in a connection string `create_indexes=false`
   */
  readonly createIndexes?: boolean | undefined;
  /** How long the answer to a COMMIT is waited for before it is looked up. @default 60 000 */
  readonly commitTimeoutMs?: number | undefined;
}

/** Where to connect and how; has a password, so it is never shown. */
export interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string | undefined;
  readonly tls: TlsMode;
  readonly rootCertificate: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  readonly connectTimeoutMs: number;
  /** Settings for the server, `-c name=value`. */
  readonly serverOptions: string | undefined;
  readonly applicationName: string;
  readonly searchPath: string | undefined;
}

/** What the destination itself reads from a connection string. */
export interface LoadingSettings {
  readonly replacesNul: boolean;
  readonly createsIndexes: boolean;
}

/** The parameters that options and connection string say together. @throws `config_invalid` */
export function parametersOf(options: string | PostgresOptions): ConnectionParameters {
  if (typeof options === 'string') return checked(parseConnectionText(options));
  const { connectionString: text } = options;
  const given = Object.entries(optionNames).flatMap(([option, name]): readonly (readonly [string, string])[] => {
    // The keys of the table are names of options.
    const value = options[option as keyof PostgresOptions];
    return value === undefined ? [] : [[name, String(value)]];
  });
  return checked(new Map([...(text === undefined ? [] : parseConnectionText(text)), ...given]));
}

/**
 * The options without those that their connection string says itself: in settings, fields fill what it leaves open, as
 * dlt 1.26.0 has it. @throws `config_invalid`
 */
export function filledOptions(options: PostgresOptions): PostgresOptions {
  const { connectionString: text } = options;
  if (text === undefined) return options;
  const said = parseConnectionText(text);
  // Entries of options are options.
  return Object.fromEntries(
    Object.entries(options).filter(([option]) => !said.has(optionNames[option as keyof typeof optionNames])),
  );
}

const optionNames: {
  readonly [Option in Exclude<keyof PostgresOptions, 'connectionString' | 'commitTimeoutMs'>]: string;
} = {
  host: 'host',
  port: 'port',
  database: 'dbname',
  user: 'user',
  password: 'password',
  tls: 'sslmode',
  tlsRootCertificate: 'sslrootcert',
  nulCharacters: 'nul_characters',
  createIndexes: 'create_indexes',
};

/** What libpq and others say there, and what changes nothing for us. */
const knownNames: ReadonlySet<string> = new Set([
  ...Object.values(optionNames),
  'hostaddr',
  'sslcert',
  'sslkey',
  'connect_timeout',
  'options',
  'application_name',
  'search_path',
  'channel_binding',
  'gssencmode',
  'keepalives',
  'keepalives_idle',
  'keepalives_interval',
  'keepalives_count',
  'tcp_user_timeout',
  'client_encoding',
  'fallback_application_name',
  'target_session_attrs',
  'sslcompression',
  'sslsni',
  'pgbouncer',
  'ssl_min_protocol_version',
  'ssl_max_protocol_version',
  'sslcrl',
  'krbsrvname',
  'uselibpqcompat',
  'schema',
]);

const tlsModes: ReadonlySet<string> = new Set(['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']);

function checked(parameters: ConnectionParameters): ConnectionParameters {
  for (const name of parameters.keys()) {
    if (!knownNames.has(name)) throw connectionInvalid(`there is no parameter ${printable(name, 60)}`);
  }
  const port = Number(parameters.get('port') ?? 5432);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw connectionInvalid('its port is no number up to 65535');
  if (!tlsModes.has(parameters.get('sslmode') ?? 'prefer'))
    throw connectionInvalid(`its sslmode is none of ${[...tlsModes].join(', ')}`);
  const timeout = parameters.get('connect_timeout');
  if (timeout !== undefined && !/^-?\d+$/.test(timeout)) throw connectionInvalid('its connect_timeout is no number');
  if (!['refuse', 'replace'].includes(parameters.get('nul_characters') ?? 'refuse'))
    throw connectionInvalid('its nul_characters is neither refuse nor replace');
  return parameters;
}

/** @param environment for what is said nowhere else, by libpq's names */
export function connectionSettings(
  parameters: ConnectionParameters,
  environment: Readonly<Record<string, string | undefined>>,
): ConnectionSettings {
  const said = (name: string, variable: string): string | undefined => parameters.get(name) ?? environment[variable];
  const user = said('user', 'PGUSER') ?? 'postgres';
  const seconds = Number(said('connect_timeout', 'PGCONNECT_TIMEOUT') ?? 15);
  return {
    host: parameters.get('hostaddr') ?? said('host', 'PGHOST') ?? 'localhost',
    port: Number(said('port', 'PGPORT') ?? 5432),
    database: said('dbname', 'PGDATABASE') ?? user,
    user,
    password: said('password', 'PGPASSWORD'),
    // Checked where it comes from the connection string; anything else is the default.
    tls: (tlsModes.has(said('sslmode', 'PGSSLMODE') ?? '') ? said('sslmode', 'PGSSLMODE') : 'prefer') as TlsMode,
    rootCertificate: said('sslrootcert', 'PGSSLROOTCERT'),
    certificate: said('sslcert', 'PGSSLCERT'),
    key: said('sslkey', 'PGSSLKEY'),
    // Zero means forever, as libpq has it.
    connectTimeoutMs: seconds > 0 ? seconds * 1000 : 0,
    serverOptions: said('options', 'PGOPTIONS'),
    applicationName: said('application_name', 'PGAPPNAME') ?? 'sluice',
    searchPath: parameters.get('search_path'),
  };
}

export function loadingSettings(parameters: ConnectionParameters): LoadingSettings {
  return {
    replacesNul: parameters.get('nul_characters') === 'replace',
    createsIndexes: !/^(?:false|0|no|off)$/i.test(parameters.get('create_indexes') ?? ''),
  };
}

/** For people: without user and password. */
export function locationOf(parameters: ConnectionParameters): string {
  const host = printable(parameters.get('host') ?? parameters.get('hostaddr') ?? 'localhost', 120);
  const port = parameters.get('port') ?? '5432';
  const database = printable(parameters.get('dbname') ?? '', 120);
  return `postgresql://${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}
