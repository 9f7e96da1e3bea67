/** Both sides of the comparison: the same cases through dlt, and through sluice. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSluiceError } from '../../../src/core/error.ts';
import { writeJson } from '../../../src/core/json-write.ts';
import type { Page } from '../../../src/core/page.ts';
import { duckdb } from '../../../src/destinations/duckdb/index.ts';
import { resourceTree } from '../../../src/extract/resource-tree.ts';
import { pipeline } from '../../../src/pipeline/pipeline.ts';
import { nodeRuntime } from '../../../src/runtime/node-runtime.ts';
import { restApi } from '../../../src/sources/rest-api/index.ts';
import type { RestApiConfig } from '../../../src/sources/rest-api/vocabulary.ts';
import type { ChildWalk, ExtractContext, ParentRow, Resource, Source } from '../../../src/sources/source.ts';
import { inOrder, walkAll } from '../../recording-api.ts';
import { caseApi, withHostsIn, type CaseApi } from './api.ts';
import { withFunctions } from './functions.ts';
import { comparableRows, grouped, type Outcome } from './outcome.ts';
import type { Failure, RestCase } from './rest-case.ts';

/** By case, then by run. */
export type Outcomes = readonly (readonly Outcome[])[];

interface Ran {
  readonly fails: Failure;
  readonly error?: string | undefined;
  readonly rows: Readonly<Record<string, readonly string[]>>;
  readonly waits: readonly number[];
}

/** All cases in one process. */
export async function askWithDlt(cases: readonly RestCase[], python: string, script: string): Promise<Outcomes> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-judge-rest-'));
  const api = await caseApi(cases);
  try {
    const configs = cases.map(({ config, runs = 1 }) => Array(runs).fill(withHostsIn(config, api.url)));
    const output = await outputOf(python, script, JSON.stringify({ folder, url: api.url, cases: configs }));
    // The script prints what its head promises.
    const { cases: ran } = JSON.parse(output) as { readonly cases: readonly (readonly Ran[])[] };
    return ran.map((runs, number) => runs.map((one, run) => outcomeOf(api, cases, { number, run }, one)));
  } finally {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function outputOf(python: string, script: string, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => output.push(piece));
    child.stderr.on('data', (piece: Buffer) => errors.push(piece));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'));
      else reject(new Error(`The judge ended with ${code}: ${Buffer.concat(errors).toString('utf8').slice(-2000)}`));
    });
    child.stdin.end(input);
  });
}

export async function askWithSluice(cases: readonly RestCase[]): Promise<Outcomes> {
  const api = await caseApi(cases);
  try {
    const outcomes: (readonly Outcome[])[] = [];
    for (const number of cases.keys()) outcomes.push(await askCase(api, cases, number));
    return outcomes;
  } finally {
    await api.close();
  }
}

async function askCase(api: CaseApi, cases: readonly RestCase[], number: number): Promise<readonly Outcome[]> {
  const runCount = cases[number]?.runs ?? 1;
  const config = withFunctions(withHostsIn(cases[number]?.config, api.url));
  const folder = mkdtempSync(join(tmpdir(), 'sluice-judge-rest-'));
  try {
    const outcomes: Outcome[] = [];
    for (let run = 0; run < runCount; run += 1) {
      api.begin(number, run);
      const ran = await askOnce(config, runCount > 1 ? folder : undefined);
      outcomes.push(outcomeOf(api, cases, { number, run }, ran));
    }
    return outcomes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param folder where a pipeline keeps what it knows for the next run; without it the source is only walked */
async function askOnce(config: unknown, folder: string | undefined): Promise<Ran> {
  const rows: Record<string, string[]> = {};
  let waits: readonly number[] = [];
  let hasSource = false;
  try {
    // restApi() checks what it is given, whatever its type says.
    const source = watched(restApi(oneByOne(config) as RestApiConfig), rows);
    hasSource = true;
    if (folder === undefined) waits = (await walkAll(source)).waits.map((waitMs) => waitMs / 1000);
    else await load(source, folder);
    return { fails: 'no', rows, waits };
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    return { fails: hasSource ? 'run' : 'build', error: `${error.code}: ${error.message}`, rows, waits };
  }
}

/** dlt asks for one thing after the other: only so can sequences be compared. */
function oneByOne(config: unknown): unknown {
  if (typeof config !== 'object' || config === null || !('client' in config)) return config;
  const { client } = config;
  return typeof client === 'object' && client !== null
    ? { ...config, client: { ...client, max_concurrency: 1 } }
    : config;
}

async function load(source: Source, folder: string): Promise<void> {
  const real = nodeRuntime();
  const clock = { ...real.clock, sleep: () => Promise.resolve() };
  const runtime = inOrder({ ...real, clock, workingFolder: folder });
  await pipeline({ name: 'judge', destination: duckdb(join(folder, 'judge.duckdb')), runtime }).run(source);
}

/** What a run would walk of the source; sees the rows as they leave it. */
function watched(source: Source, rows: Record<string, string[]>): Source {
  return { ...source, resources: resourceTree(source, {}).walked.map(watchResource) };

  function watchResource(resource: Resource): Resource {
    if (resource.kind === 'root')
      return { ...resource, pages: (context: ExtractContext) => watch(resource, resource.pages(context)) };
    const walksOf = (parent: ParentRow): readonly ChildWalk[] =>
      resource.walks(parent).map((walk) => ({ ...walk, pages: (context) => watch(resource, walk.pages(context)) }));
    return { ...resource, walks: walksOf };
  }

  async function* watch({ name, selected }: Resource, pages: AsyncIterable<Page>): AsyncGenerator<Page> {
    for await (const page of pages) {
      if (selected) (rows[name] ??= []).push(...page.rows.map(writeJson));
      yield page;
    }
  }
}

function outcomeOf(
  api: CaseApi,
  cases: readonly RestCase[],
  { number, run }: { readonly number: number; readonly run: number },
  ran: Ran,
): Outcome {
  const config = cases[number]?.config ?? {};
  const rows = ran.fails === 'no' ? comparableRows(ran.rows, config, api.url) : {};
  return { ...ran, rows, requests: grouped(api.asked(number, run), config, api.url) };
}
