import { resolve } from 'node:path';
import type { Destination } from './destination.ts';

/** What a destination is opened with, by the names of its own options. */
export type KindOptions = { readonly [option: string]: string | number | boolean | undefined };

/** A kind of destination: how it is written, what may be set about it, and how it is opened. */
export interface DestinationKind {
  /** Its folder, its section in the configuration, and how dlt calls it. */
  readonly name: string;
  /** For people. */
  readonly written: string;
  /** The options that a text such as `duckdb:data.duckdb` means; undefined for the text of another kind. */
  fromText(text: string, workingFolder: string): KindOptions | undefined;
  /**
   * The names that dlt has for settings, and the option that each becomes. The first alone says where it is, and comes
   * before all others: they fill what it leaves open.
   */
  readonly settings: { readonly [path: string]: Setting };
  /** Imports the destination; only the one that is named. Absent: it is not in this version. */
  readonly open?: (options: KindOptions) => Promise<Destination>;
}

export type Setting = readonly [option: string, type?: 'text' | 'number' | 'flag' | 'path'];

/** A new destination is one entry here and one folder. */
export const destinationKinds: readonly DestinationKind[] = [
  {
    name: 'duckdb',
    written: 'duckdb:<file>',
    fromText: (text, workingFolder) => {
      const path = afterScheme(text, ['duckdb']) ?? (isDatabaseFile(text) ? text : undefined);
      return path === undefined ? undefined : { path: fileIn(workingFolder, path) };
    },
    settings: { credentials: ['path', 'path'], 'credentials.database': ['path', 'path'] },
    // `fromText` and `settings` name these options.
    open: async (options) => {
      const { path } = options as unknown as { path: string };
      // A command ends, and what is in memory with it.
      if (path.startsWith(':')) throw (await import('./duckdb/errors.ts')).memoryDatabase(path);
      return (await import('./duckdb/index.ts')).duckdb(path);
    },
  },
  {
    name: 'postgres',
    written: 'postgresql://<user>@<host>/<database>',
    fromText: (text) => {
      const isUrl = /^postgres(?:ql)?(?:\+[a-z0-9]+)?:\/\//i.test(text);
      const connectionString = isUrl ? text : afterScheme(text, ['postgres']);
      return connectionString === undefined ? undefined : { connectionString };
    },
    settings: {
      credentials: ['connectionString'],
      'credentials.host': ['host'],
      'credentials.port': ['port', 'number'],
      'credentials.database': ['database'],
      'credentials.username': ['user'],
      'credentials.password': ['password'],
      'credentials.sslmode': ['tls'],
      create_indexes: ['createIndexes', 'flag'],
    },
    async open(options) {
      const { filledOptions } = await import('./postgres/connection.ts');
      return (await import('./postgres/index.ts')).postgres(filledOptions(options));
    },
  },
  {
    name: 'filesystem',
    written: 'filesystem:<folder> or s3://<bucket>/<prefix>',
    fromText: (text, workingFolder) => {
      const url = /^s3:\/\//i.test(text) ? text : folderIn(text);
      return url === undefined ? undefined : { url: fileIn(workingFolder, url) };
    },
    settings: {
      bucket_url: ['url', 'path'],
      'credentials.aws_access_key_id': ['accessKeyId'],
      'credentials.aws_secret_access_key': ['secretAccessKey'],
      'credentials.aws_session_token': ['sessionToken'],
      'credentials.region_name': ['region'],
      'credentials.endpoint_url': ['endpoint'],
      'credentials.profile_name': ['profile'],
    },
    // `fromText` and `settings` name these options.
    open: async (options) => (await import('./filesystem/index.ts')).filesystem(options as unknown as { url: string }),
  },
  {
    name: 'sqlite',
    written: 'sqlite:<file>',
    fromText: (text, workingFolder) => {
      const path = afterScheme(text, ['sqlite']);
      return path === undefined ? undefined : { path: fileIn(workingFolder, path) };
    },
    settings: { credentials: ['path', 'path'], 'credentials.database': ['path', 'path'] },
    // `fromText` and `settings` name these options.
    open: async (options) => (await import('./sqlite/index.ts')).sqlite(options as unknown as { path: string }),
  },
  {
    name: 'motherduck',
    written: 'md:<database>',
    fromText: (text) => {
      const database = afterScheme(text.replace(/^motherduck:(?=md:)/, ''), ['md', 'motherduck']);
      return database === undefined ? undefined : { database };
    },
    settings: {
      credentials: ['database'],
      'credentials.database': ['database'],
      'credentials.password': ['token'],
    },
    async open(options) {
      // `fromText` and `settings` name these options.
      const { database, token } = options as { readonly database?: string; readonly token?: string };
      const { namedDatabase } = await import('./motherduck/database-text.ts');
      const said = database === undefined ? undefined : namedDatabase(database).token;
      return (await import('./motherduck/index.ts')).motherduck({ database, token: said ?? token });
    },
  },
  {
    name: 'clickhouse',
    written: 'clickhouse://<user>@<host>/<database>',
    fromText: (text) => {
      const url = /^clickhouse(?:\+[a-z]+)?:\/\//i.test(text) ? text : afterScheme(text, ['clickhouse']);
      return url === undefined ? undefined : { url };
    },
    settings: {
      credentials: ['url'],
      'credentials.host': ['host'],
      'credentials.http_port': ['port', 'number'],
      'credentials.database': ['database'],
      'credentials.username': ['user'],
      'credentials.password': ['password'],
      'credentials.secure': ['tls', 'flag'],
    },
    async open(options) {
      const { filledOptions } = await import('./clickhouse/address.ts');
      return (await import('./clickhouse/index.ts')).clickhouse(filledOptions(options));
    },
  },
];

/** What follows `<scheme>:` or, as in a URL of SQLAlchemy, `<scheme>:///`; undefined for another scheme or nothing. */
export function afterScheme(text: string, schemes: readonly string[]): string | undefined {
  const [, scheme = '', rest] = /^([a-z0-9]+):(?:\/\/\/)?(.+)$/is.exec(text) ?? [];
  return schemes.includes(scheme.toLowerCase()) ? rest : undefined;
}

/** `filesystem:<folder>`, or a file URL, whose third slash is the root. */
export function folderIn(text: string): string | undefined {
  return /^(?:filesystem:(?:file:\/\/)?|file:(?:\/\/)?)(.+)$/is.exec(text)?.[1];
}

/** A path from the working folder; URLs and databases in memory stay what they are. */
export function fileIn(workingFolder: string, path: string): string {
  return path.startsWith(':') || /^[a-z][a-z0-9+]+:\/\//i.test(path) ? path : resolve(workingFolder, path);
}

function isDatabaseFile(text: string): boolean {
  return /\.(?:duckdb|db)$/.test(text) && !/^[a-z][a-z0-9+]+:/.test(text);
}
