/**
 * A real PostgreSQL for tests: the one of `POSTGRES_URL`, else one that is started here, also as root and on a machine
 * that has none. A server of one's own can be stopped, started and killed in the middle of a load.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { binariesOf, type Binaries } from './postgres-binaries.ts';

export interface PostgresServer {
  /** Of a role that may do everything. */
  readonly url: string;
  readonly port: number;
  /** Undefined for a server that others started. */
  readonly folder: string | undefined;
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  start(): Promise<void>;
  /** Rows of a statement, as text, in a connection of their own. */
  query(sql: string, database?: string): Promise<readonly (readonly (string | null)[])[]>;
}

/** The server of the tests of a file: begun before the first, stopped and gone after the last. */
export function useServer(version?: '15', settings: readonly string[] = []): () => PostgresServer {
  let server: PostgresServer | undefined;
  const given = version === undefined && settings.length === 0 ? process.env['POSTGRES_URL'] : undefined;
  beforeAll(async () => {
    server = given === undefined ? await ownServer(binariesOf(version), settings) : givenServer(given);
  }, 60_000);
  afterAll(async () => {
    await server?.stop('immediate');
    if (server?.folder !== undefined) rmSync(server.folder, { recursive: true, force: true });
  });
  return () => {
    if (server === undefined) throw new Error('the server is not there yet');
    return server;
  };
}

/** True when PostgreSQL of this version can be started here. */
export function hasVersion(version: '15'): boolean {
  return existsSync(`/usr/lib/postgresql/${version}/bin/postgres`);
}

function givenServer(url: string): PostgresServer {
  const refuse = (): Promise<void> => Promise.resolve();
  const port = Number(new URL(url).port || 5432);
  return {
    url,
    port,
    folder: undefined,
    stop: refuse,
    start: refuse,
    query: (sql, database) => rows(url, sql, database),
  };
}

/** With what must be escaped in a URL. */
const password = 'p@ss:w/rd%';

/** @param settings as in postgresql.conf */
export async function ownServer(binaries: Binaries, settings: readonly string[] = []): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-postgres-'));
  const port = await freePort();
  const { uid, gid } = binaries;
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  const identity = { uid, gid, cwd: folder };
  const flags = [
    '--auth-local=trust',
    '--auth-host=scram-sha-256',
    '--username=postgres',
    '--encoding=UTF8',
    '--locale=C',
  ];
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  const made = spawnSync(
    binaries.initdb,
    ['-D', join(folder, 'main'), '--no-sync', `--pwfile=${passwordFile}`, ...flags],
    { ...identity, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr || String(made.error)}`);
  const lines = [
    'fsync = off',
    "listen_addresses = '127.0.0.1'",
    `port = ${port}`,
    `unix_socket_directories = '${folder}'`,
  ];
  appendFileSync(join(folder, 'main', 'postgresql.conf'), `${[...lines, ...settings].join('\n')}\n`);
  const url = `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  let child: ChildProcess | undefined;
  const server: PostgresServer = {
    url,
    port,
    folder,
    async start() {
      const dies = existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'QUIT'] : [];
      const [command, ...parts] = [...dies, binaries.postgres, '-D', join(folder, 'main')];
      child = spawn(command, parts, { ...identity, stdio: ['ignore', 'ignore', 'pipe'] });
      await isReady(child);
    },
    async stop(mode = 'fast') {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
      await gone;
    },
    query: (sql, database) => rows(url, sql, database),
  };
  try {
    await server.start();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return server;
}

async function isReady(child: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-4000);
      if (said.includes('ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the server did not start: ${said}`)));
  });
}

async function rows(url: string, sql: string, database?: string): Promise<readonly (readonly (string | null)[])[]> {
  const target = new URL(url);
  if (database !== undefined) target.pathname = `/${encodeURIComponent(database)}`;
  const types = { getTypeParser: () => (value: unknown) => value } as unknown as pg.CustomTypesConfig;
  const client = new pg.Client({ connectionString: target.href, types });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const result = await client.query({ text: sql, rowMode: 'array' });
    // Everything comes as text.
    return (Array.isArray(result) ? result.at(-1) : result).rows as (string | null)[][];
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Listening on a port, so the address is not a pipe's name.
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
