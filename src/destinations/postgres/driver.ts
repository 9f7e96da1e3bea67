import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ConnectionOptions } from 'node:tls';
import type * as PgModule from 'pg';
import type { Client, ClientConfig } from 'pg';
import type * as CopyModule from 'pg-copy-streams';
import type { Files } from '../../core/runtime.ts';
import type { ConnectionSettings } from './connection.ts';
import { certificateUnreadable, driverMissing } from './errors.ts';

type Drivers = readonly [pg: typeof PgModule, copy: typeof CopyModule];

/** Both are only needed by those who load into Postgres. @throws `destination_unreachable` */
async function drivers(): Promise<Drivers> {
  try {
    return await Promise.all([import('pg'), import('pg-copy-streams')]);
  } catch (error) {
    throw driverMissing(error);
  }
}

/** A connection of the driver: everything comes as text, and nothing is taken from the environment. */
export class PostgresConnection {
  readonly #client: Client;
  readonly #copyStreams: Drivers[1];
  #isBroken = false;

  /** Throws what the driver throws. */
  static async open(settings: ConnectionSettings, files: Files): Promise<PostgresConnection> {
    const ways = await tlsWays(settings, files);
    for (const [index, ssl] of ways.entries()) {
      try {
        return await PostgresConnection.#openWith(settings, ssl);
      } catch (error) {
        if (index === ways.length - 1 || !isAboutTls(error)) throw error;
      }
    }
    throw new Error('there is always a way');
  }

  static async #openWith(settings: ConnectionSettings, ssl: false | ConnectionOptions): Promise<PostgresConnection> {
    const [pg, copyStreams] = await drivers();
    // A module of CommonJS: its names are on `default`.
    const client = new pg.default.Client(configOf(settings, ssl));
    // Without a listener the loss of an idle connection would end the process.
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    return new PostgresConnection(client, copyStreams);
  }

  private constructor(client: Client, copyStreams: Drivers[1]) {
    this.#client = client;
    this.#copyStreams = copyStreams;
    const broke = (): void => {
      this.#isBroken = true;
    };
    client.on('error', broke);
    client.on('end', broke);
  }

  /** True when it can only be closed. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** One statement, all of whose parameters are text. */
  async rows(
    text: string,
    parameters: readonly (string | null)[] = [],
  ): Promise<readonly (readonly (string | null)[])[]> {
    const result = await this.#client.query<(string | null)[]>({ text, values: [...parameters], rowMode: 'array' });
    return result.rows;
  }

  /** One statement, in the form of the protocol that has no place for a second one. */
  async only(text: string, parameters: readonly (string | null)[] = []): Promise<Fetched> {
    const query = { text, values: [...parameters], rowMode: 'array', queryMode: 'extended' } as const;
    const { fields, rows } = await this.#client.query<(string | null)[]>(query);
    return { columns: fields.map(({ name, dataTypeID: type }) => ({ name, type })), rows };
  }

  /** Several statements, without parameters. */
  async script(text: string): Promise<void> {
    await this.#client.query(text);
  }

  /** What the server says that it did, such as COMMIT. */
  async command(text: string): Promise<string> {
    return (await this.#client.query(text)).command;
  }

  /** Sends parts to a COPY … FROM STDIN, each when the one before the last has left. */
  async copy(text: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
    const stream = this.#client.query(this.#copyStreams.from(text));
    const failed = once(stream, 'never');
    failed.catch(() => undefined);
    let isRefused = false;
    stream.on('error', () => {
      isRefused = true;
    });
    try {
      for await (const part of parts) await Promise.race([write(stream, part), failed]);
      stream.end();
      await Promise.race([finished(stream), failed]);
    } catch (error) {
      // What the server has refused is over; its stream would wait for a COPY that may never have begun.
      if (!isRefused) await ended(stream, error);
      throw error;
    }
  }

  /** Asks for the end; a server that is gone is not waited for. */
  async close(): Promise<void> {
    if (this.#isBroken) return this.destroy();
    await this.#client.end().catch(() => undefined);
  }

  destroy(): void {
    this.#isBroken = true;
    // The driver has the socket there, and no other way to let go of a server that does not answer.
    (this.#client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}

export interface Fetched {
  /** With the numbers of their types. */
  readonly columns: readonly { readonly name: string; readonly type: number }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

function write(stream: Writable, part: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(part, (error) => (error ? reject(error) : resolve()));
  });
}

/** Until the server has said that the COPY is over, the connection takes no other statement. */
async function ended(stream: Writable, error: unknown): Promise<void> {
  if (stream.destroyed) return;
  const closed = once(stream, 'close').catch(() => undefined);
  stream.on('error', () => undefined);
  stream.destroy(error instanceof Error ? error : undefined);
  await closed;
}

function configOf(settings: ConnectionSettings, ssl: false | ConnectionOptions): ClientConfig {
  const { host, port, database, user, password = '', connectTimeoutMs, serverOptions, applicationName } = settings;
  return {
    host,
    port,
    database,
    user,
    password,
    ssl,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: applicationName,
    ...(serverOptions === undefined ? {} : { options: serverOptions }),
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    // Text as the server spells it: the driver rounds large integers and knows no microseconds.
    types: { getTypeParser: () => (value: unknown) => value },
  };
}

/** The ways of connecting that the mode allows, the first one first, with libpq's meaning. */
async function tlsWays(settings: ConnectionSettings, files: Files): Promise<readonly (false | ConnectionOptions)[]> {
  const { tls: mode, host } = settings;
  if (mode === 'disable' || host.startsWith('/')) return [false];
  const ca = await fileOf(files, 'sslrootcert', settings.rootCertificate);
  const [cert, key] = [
    await fileOf(files, 'sslcert', settings.certificate),
    await fileOf(files, 'sslkey', settings.key),
  ];
  const certificates = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  // With a file of authorities, `require` proves the certificate, as libpq does it.
  const proves = mode === 'verify-ca' || mode === 'verify-full' || (mode === 'require' && ca !== undefined);
  const anyHost = mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined };
  const tls = { ...certificates, ...anyHost, rejectUnauthorized: proves };
  if (mode === 'prefer') return [tls, false];
  return mode === 'allow' ? [false, tls] : [tls];
}

async function fileOf(files: Files, option: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined || path === 'system') return undefined;
  const bytes = await files.read(path);
  if (bytes === undefined) throw certificateUnreadable(option, path);
  return Buffer.from(bytes).toString('utf8');
}

/** The server speaks no TLS, or lets nobody in who comes this way. */
function isAboutTls(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === '28000' || (error instanceof Error && /does not support SSL|SSL|TLS/.test(error.message));
}
