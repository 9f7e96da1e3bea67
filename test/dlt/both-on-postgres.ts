import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isSluiceError } from '../../src/core/error.ts';
import { postgres } from '../../src/destinations/postgres/index.ts';
import { pipeline } from '../../src/pipeline/pipeline.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { restApi } from '../../src/sources/rest-api/index.ts';
import type { NamingName } from '../../src/schema/naming/conventions.ts';
import type { RestApiConfig } from '../../src/sources/rest-api/vocabulary.ts';
import type { PostgresServer } from '../servers/postgres.ts';
import type { Outcomes, SpecRun } from './both-engines.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const python = process.env['DLT_PYTHON'] ?? join(root, '.venv', 'bin', 'python');

/** Whether dlt is installed with what it needs for Postgres; says how to when it is not. */
export const isDltForPostgresThere: boolean = spawnSync(python, ['-c', 'import dlt, psycopg2']).status === 0;
if (!isDltForPostgresThere) {
  process.stderr.write(
    "SKIPPED: the comparison with dlt on Postgres. Install it with: .venv/bin/pip install 'dlt[duckdb,postgres]==1.26.0' 'duckdb<2' 'orjson<3.11.7' pyarrow\n",
  );
}

/** Runs into one dataset. */
export interface PostgresCase {
  readonly dataset: string;
  readonly naming?: NamingName | undefined;
  readonly runs: readonly SpecRun[];
}

/** Loads all cases with dlt in one process; each with a working folder of its own, as on a new machine. */
export async function loadWithDlt(folder: string, url: string, cases: readonly PostgresCase[]): Promise<Outcomes> {
  const input = `{"folder":${JSON.stringify(folder)},"url":${JSON.stringify(url)},"cases":[${cases.map(caseText).join(',')}]}`;
  await new Promise<void>((resolve, reject) => {
    const script = join(root, 'test', 'dlt', 'load-postgres.py');
    const child = execFile(python, [script], { cwd: folder }, (error, _out, text) =>
      error === null ? resolve() : reject(new Error(text)),
    );
    child.stdin?.end(input);
  });
  // Written by the script next to this file.
  return JSON.parse(readFileSync(join(folder, 'outcomes.json'), 'utf8')) as Outcomes;
}

/** Rows are JSON text already: they must not pass through JavaScript's numbers. */
function caseText({ dataset, naming, runs }: PostgresCase): string {
  const runText = ({ resources }: SpecRun): string =>
    `{"resources":[${resources.map(({ rows, ...hints }) => `{"rows":${rows},${JSON.stringify(hints).slice(1)}`).join(',')}]}`;
  return `{"dataset":${JSON.stringify(dataset)},"naming":${JSON.stringify(naming ?? null)},"runs":[${runs.map(runText).join(',')}]}`;
}

/** Loads a case with sluice, from an API on this machine. */
export async function loadWithSluice(
  folder: string,
  url: string,
  { dataset, naming, runs }: PostgresCase,
): Promise<readonly (string | null)[]> {
  let bodies: ReadonlyMap<string, string> = new Map();
  const server = createServer((request, response) => void response.end(bodies.get(request.url ?? '') ?? '[]'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on a port, so the address is not a pipe's name.
  const { port } = server.address() as AddressInfo;
  const outcomes: (string | null)[] = [];
  try {
    for (const { resources } of runs) {
      bodies = new Map(resources.map(({ name, rows }) => [`/${name}`, rows]));
      const endpoints = resources.map(({ name, rows: _rows, ...hints }) => ({
        name,
        ...hints,
        endpoint: { path: name, data_selector: '$', paginator: 'single_page' },
      }));
      // The hints of the cases are dlt's words, which is what the configuration speaks.
      const config = {
        client: { base_url: `http://127.0.0.1:${port}/` },
        resources: endpoints,
      } as unknown as RestApiConfig;
      const runtime = { ...nodeRuntime(), workingFolder: join(folder, dataset) };
      try {
        await pipeline({ name: 'judge', destination: postgres(url), dataset, naming, runtime }).run(
          restApi(config, { name: 'judge' }),
        );
        outcomes.push(null);
      } catch (error) {
        if (!isSluiceError(error)) throw error;
        outcomes.push(`${error.code}: ${error.message}`);
      }
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return outcomes;
}

export interface PostgresDataset {
  /** Columns with types, NOT NULL and UNIQUE, in order; rows without the ids that differ from load to load. */
  readonly tables: {
    readonly [table: string]: { readonly columns: readonly string[]; readonly rows: readonly string[] };
  };
  readonly versions: readonly { readonly hash: string; readonly schema: unknown }[];
  readonly loads: number;
}

/** Reads a dataset as a user of the database would. */
export async function readDataset(server: PostgresServer, dataset: string, masked: RegExp): Promise<PostgresDataset> {
  const columns = await server.query(
    `select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text, exists (select from pg_constraint u` +
      ` where u.conrelid = c.oid and u.contype = 'u' and u.conkey = array[a.attnum])::text from pg_attribute a` +
      ` join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace` +
      ` where n.nspname = '${dataset}' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum`,
  );
  const tables: Record<string, { columns: string[]; rows: readonly string[] }> = {};
  const shown = new Map<string, string[]>();
  for (const [table = '', column = '', type, isNeeded, isUnique] of columns) {
    const entry = (tables[table ?? ''] ??= { columns: [], rows: [] });
    entry.columns.push(
      `${column} ${type}${isNeeded === 'true' ? ' not null' : ''}${isUnique === 'true' ? ' unique' : ''}`,
    );
    if (!masked.test(column ?? '')) shown.set(table ?? '', [...(shown.get(table ?? '') ?? []), `"${column}"`]);
  }
  for (const [table, entry] of Object.entries(tables)) {
    if (table.startsWith('_dlt_')) continue;
    const list = shown.get(table)?.join(', ') ?? 'count(*)';
    entry.rows = (await server.query(`set timezone = 'UTC'; select ${list} from "${dataset}"."${table}"`))
      .map((row) => JSON.stringify(row))
      .toSorted();
  }
  const versions = await server.query(`select version_hash, schema from "${dataset}"._dlt_version order by version`);
  const loads = await server.query(`select load_id from "${dataset}"._dlt_loads`);
  return {
    tables,
    versions: versions.map(([hash, schema]) => ({ hash: hash ?? '', schema: JSON.parse(schema ?? 'null') as unknown })),
    loads: loads.length,
  };
}
