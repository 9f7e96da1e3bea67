import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Row } from '../../src/core/value.ts';
import { isSluiceError } from '../../src/core/error.ts';
import type { RefreshMode } from '../../src/core/state.ts';
import { duckdb } from '../../src/destinations/duckdb/index.ts';
import type { RunOptions } from '../../src/pipeline/options.ts';
import { pipeline } from '../../src/pipeline/pipeline.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import type { ContractSetting } from '../../src/schema/contract-setting.ts';
import type { GivenSettings } from '../../src/schema/given-settings.ts';
import type { NamingName } from '../../src/schema/naming/conventions.ts';
import type { DataType } from '../../src/schema/table.ts';
import { applyHints } from '../../src/sources/apply-hints.ts';
import { hintsOf } from '../../src/sources/rest-api/reading/read-hints.ts';
import type { Source } from '../../src/sources/source.ts';
import { restApi } from '../../src/sources/rest-api/index.ts';
import type { ResourceConfig, RestApiConfig } from '../../src/sources/rest-api/vocabulary.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const python = join(root, '.venv', 'bin', 'python');

/** Whether dlt is installed where these tests look for it. */
export const isDltThere: boolean = existsSync(python);

/** What one resource brings in one run; all but its rows are hints in dlt's words. */
export interface SpecResource {
  readonly name: string;
  /** JSON text, so that both sides read the very same characters. */
  readonly rows: string;
  /** The key of the rows that names their table, behind `ev_`. */
  readonly table_name_by?: string;
  /** What `apply_hints` is called with, one call after the other. */
  readonly apply?: readonly Readonly<Record<string, unknown>>[];
  readonly [hint: string]: unknown;
}

export interface SpecRun {
  readonly resources: readonly SpecResource[];
  readonly schema_contract?: string | Readonly<Record<string, string>>;
  readonly select?: readonly string[];
  readonly refresh?: RefreshMode;
  /** What a person writes into the file of the import before the run. */
  readonly import_schema?: string;
}

/** The same work for both engines. */
export interface Spec {
  /** Names the files of the case. */
  readonly name: string;
  readonly naming?: NamingName;
  /** True: both look into the folder `<name>_import`. */
  readonly imports?: boolean;
  /** What dlt takes from its settings, and sluice from the hints of a resource. */
  readonly replace_strategy?: string;
  readonly source?: {
    readonly max_table_nesting?: number;
    readonly root_key?: boolean;
    readonly schema_contract?: string | Readonly<Record<string, string>>;
  };
  /** True: the schema is exported to `exports/<name>` in the folder of the engine. */
  readonly exports?: boolean;
  readonly settings?: SpecSettings;
  readonly runs: readonly SpecRun[];
}

/** What the schema says of new columns, in dlt's words. */
export interface SpecSettings {
  readonly detections?: readonly string[];
  readonly preferred_types?: Readonly<Record<string, DataType>>;
  readonly default_hints?: Readonly<Record<string, readonly string[]>>;
  /** By table; sluice takes them from a stored schema only. */
  readonly filters?: Readonly<Record<string, Readonly<Record<'excludes' | 'includes', readonly string[]>>>>;
}

/** A run with the one resource `t`. */
export function runOf(rows: string, hints: Readonly<Record<string, unknown>> = {}): SpecRun {
  return { resources: [{ name: 't', rows, ...hints }] };
}

/** For each case, what went wrong in each run: the name of an exception or the code of an error. */
export type Outcomes = readonly (readonly (string | null)[])[];

export function databaseOf(folder: string, { name }: Spec): string {
  return join(folder, `${name}.duckdb`);
}

/** Where both engines look for a schema to import. */
export function importFolder(folder: string, { name }: Spec): string {
  return join(folder, `${name}_import`);
}

/** Loads all cases in one process, because starting dlt takes longer than a case. */
export async function loadWithDlt(folder: string, specs: readonly Spec[]): Promise<Outcomes> {
  const texts: string[] = [];
  const plain = JSON.stringify({ folder, cases: specs.map((spec) => plainSpec(spec, texts)) });
  const input = plain.replaceAll(placeholder, (_all, index: string) => texts[Number(index)] ?? '[]');
  await new Promise<void>((resolve, reject) => {
    const child = execFile(
      python,
      [join(root, 'test', 'dlt', 'load-cases.py')],
      { cwd: folder },
      (error, _out, text) => (error === null ? resolve() : reject(new Error(text))),
    );
    child.stdin?.end(input);
  });
  // Written by the script next to this file.
  return JSON.parse(readFileSync(join(folder, 'outcomes.json'), 'utf8')) as Outcomes;
}

const placeholder = /"rows-of-(\d+)"/g;

/** The case without its rows, which go to `texts`: they must not pass through JavaScript's numbers. */
function plainSpec(spec: Spec, texts: string[]): unknown {
  const runs = spec.runs.map((run) => ({
    ...run,
    resources: run.resources.map((resource) => ({ ...resource, rows: `rows-of-${texts.push(resource.rows) - 1}` })),
  }));
  return { ...spec, runs };
}

/** Loads all cases with sluice, from an API on this machine. */
export async function loadWithSluice(folder: string, specs: readonly Spec[]): Promise<Outcomes> {
  let bodies: ReadonlyMap<string, string> = new Map();
  const server = createServer((request, response) => void response.end(bodies.get(request.url ?? '') ?? '[]'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on a port, so the address is not a pipe's name.
  const { port } = server.address() as AddressInfo;
  try {
    const outcomes: (string | null)[][] = [];
    for (const spec of specs) {
      const mine: (string | null)[] = [];
      for (const run of spec.runs) {
        bodies = new Map(run.resources.map(({ name, rows }) => [`/${name}`, rows]));
        mine.push(await outcomeOf(() => runSpec(folder, spec, run, port)));
      }
      outcomes.push(mine);
    }
    return outcomes;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function outcomeOf(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (isSluiceError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
}

async function runSpec(folder: string, spec: Spec, run: SpecRun, port: number): Promise<void> {
  const imports = importFolder(folder, spec);
  if (run.import_schema !== undefined) {
    mkdirSync(imports, { recursive: true });
    writeFileSync(join(imports, 'judge.schema.yaml'), run.import_schema);
  }
  const resources = run.resources.map(({ name, rows: _rows, table_name_by: by, apply: _apply, ...hints }) => ({
    name,
    ...hints,
    // Rows of the cases have a text there.
    ...(by === undefined ? {} : { table_name: (row: Row) => `ev_${row[by] as string}` }),
    endpoint: { path: name, data_selector: '$', paginator: 'single_page' },
  }));
  // The hints of the cases are dlt's words, which is what the configuration speaks.
  const config = { client: { base_url: `http://127.0.0.1:${port}/` }, resources } as unknown as RestApiConfig;
  const { max_table_nesting: maxNesting, root_key: rootKeys, schema_contract: contract } = spec.source ?? {};
  const schema = { maxNesting, rootKeys, contract: settingOf(contract), ...settingsOf(spec) };
  const runtime = { ...nodeRuntime(), workingFolder: join(folder, spec.name) };
  const { select, refresh } = run;
  const options: RunOptions = { schemaContract: settingOf(run.schema_contract), select, refresh };
  const naming = spec.naming === undefined ? {} : { naming: spec.naming };
  const exportSchemaPath = spec.exports === true ? join(folder, 'exports', spec.name) : undefined;
  const destination = duckdb(databaseOf(folder, spec));
  const made = { name: 'judge', destination, dataset: 'ds', runtime, exportSchemaPath, ...naming };
  const source = restApi(config, { name: 'judge', schema });
  const importing = spec.imports === true ? { importSchemaPath: imports } : {};
  await pipeline({ ...made, ...importing }).run(run.resources.reduce(withApplied, source), options);
}

function withApplied(source: Source, { name, apply = [] }: SpecResource): Source {
  return apply.reduce((hinted, { table_name: table, ...words }) => {
    // The cases are written in the words of the configuration, and name tables by texts.
    const config = { ...words, name, columns: words['columns'] } as ResourceConfig;
    const named = table === undefined ? {} : { table: table as string };
    return applyHints(hinted, name, { ...hintsOf(config), ...named });
  }, source);
}

function settingsOf({ settings = {} }: Spec): GivenSettings {
  const { detections, preferred_types: preferredTypes, default_hints: hints } = settings;
  const camelCase = (name: string): string => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const defaultHints =
    hints && Object.fromEntries(Object.entries(hints).map(([name, patterns]) => [camelCase(name), patterns]));
  return { detections, preferredTypes, defaultHints };
}

function settingOf(setting: string | Readonly<Record<string, string>> | undefined): ContractSetting | undefined {
  if (setting === undefined || typeof setting === 'string') return setting as ContractSetting | undefined;
  const { data_type: dataType, ...rest } = setting;
  // The cases are written with the four modes.
  return { ...rest, ...(dataType === undefined ? {} : { dataType }) } as ContractSetting;
}
