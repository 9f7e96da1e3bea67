/** What the adversarial tests stand on: a scripted API on the loopback, and a source or a whole run that asks it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { PipelineEvent } from '../../src/core/event.ts';
import type { Runtime } from '../../src/core/runtime.ts';
import { duckdb } from '../../src/destinations/duckdb/index.ts';
import { pipeline, type Dataset } from '../../src/pipeline/pipeline.ts';
import type { PipelineStatus, RunReport } from '../../src/pipeline/report.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { restApi } from '../../src/sources/rest-api/index.ts';
import type { RestApiConfig } from '../../src/sources/rest-api/vocabulary.ts';
import { askDuckdb } from '../read-duckdb.ts';
import { walkAll, type Walked } from '../recording-api.ts';

/** A request as the API sees it. */
export interface Question {
  readonly path: string;
  readonly target: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** How many requests for the same path and query came before it. */
  readonly earlier: number;
  /** How many requests came before it. */
  readonly index: number;
}

/** A body that is no text and no bytes is sent as JSON. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Answers with a reply, now or later, or writes the response itself and returns undefined. */
export type Script = (question: Question, response: ServerResponse) => Reply | undefined | Promise<Reply>;

export interface HostileApi {
  readonly url: string;
  readonly asked: readonly Question[];
  /** Path and query of each request, in order. */
  targets(): readonly string[];
  /** Requests that are on their way to an answer. */
  inFlight(): number;
}

/** Closed when the test ends. */
export async function hostileApi(script: Script): Promise<HostileApi> {
  const asked: Question[] = [];
  const times = new Map<string, number>();
  let inFlight = 0;
  const server = createServer((incoming, response) => {
    const target = incoming.url ?? '';
    const { pathname, searchParams } = new URL(target, 'http://api');
    const earlier = times.get(target) ?? 0;
    times.set(target, earlier + 1);
    const question = { path: pathname, target, query: searchParams, headers: incoming.headers, earlier };
    const numbered = { ...question, index: asked.length };
    asked.push(numbered);
    inFlight += 1;
    response.on('close', () => (inFlight -= 1));
    incoming.resume();
    void Promise.resolve(script(numbered, response)).then((reply) => reply && send(response, reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    targets: () => asked.map(({ target }) => target),
    inFlight: () => inFlight,
  };
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Reply): void {
  const isReady = typeof body === 'string' || Buffer.isBuffer(body) || body === undefined;
  const bytes = isReady ? (body ?? '') : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(bytes);
}

export type Resources = RestApiConfig['resources'];

/** One resource `items` at `/items`. */
export function items(
  endpoint: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): Resources {
  return [{ name: 'items', endpoint: { path: 'items', ...endpoint }, ...more }];
}

/** Walks all resources of an API with waits that take no time. */
export function walk(
  api: HostileApi,
  resources: Resources,
  client: Omit<RestApiConfig['client'], 'base_url'> = {},
): Promise<Walked> {
  return walkAll(restApi({ client: { ...client, base_url: api.url }, resources }));
}

export interface Loaded {
  readonly report: RunReport;
  readonly events: readonly PipelineEvent[];
}

/** A pipeline into a DuckDB file in a folder that is gone after the test. */
export interface Loading {
  /** @param resources of the API, asked by a run of the pipeline */
  run(api: HostileApi, resources: Resources, client?: Omit<RestApiConfig['client'], 'base_url'>): Promise<Loaded>;
  /** What the newest run said, also where it failed. */
  readonly events: readonly PipelineEvent[];
  status(): Promise<PipelineStatus>;
  dataset(): Promise<Dataset>;
  /** Rows of a query over the tables of the dataset, asked without sluice. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>;
}

interface LoadingOptions {
  /** Of the runtime; waits take no time unless it says otherwise. */
  readonly change?: (runtime: Runtime) => Runtime;
  /** Of DuckDB. */
  readonly memoryLimit?: string;
}

export async function loading({ change = withoutWaits, memoryLimit }: LoadingOptions = {}): Promise<Loading> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-adversarial-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'data.duckdb');
  const runtime = change(nodeRuntime());
  const line = pipeline({
    name: 'hostile',
    dataset: 'd',
    destination: duckdb({ path, memoryLimit }),
    pipelinesFolder: join(folder, 'pipelines'),
    runtime,
  });
  const events: PipelineEvent[] = [];
  return {
    events,
    run: async (api, resources, client = {}) => {
      events.length = 0;
      const source = restApi({ client: { ...client, base_url: api.url }, resources });
      const report = await line.run(source, { emit: (event) => void events.push(event) });
      return { report, events };
    },
    status: () => line.status(),
    dataset: () => line.dataset(),
    rows: async (sql) => (await askDuckdb(path, [`use d`, sql]))[1] ?? [],
  };
}

/** Waits take no time, and the clock goes on by them. */
export function withoutWaits(runtime: Runtime): Runtime {
  let sleptMs = 0;
  const sleep = (durationMs: number): Promise<void> => {
    sleptMs += durationMs;
    return Promise.resolve();
  };
  const monotonicMs = (): number => runtime.clock.monotonicMs() + sleptMs;
  return { ...runtime, clock: { ...runtime.clock, sleep, monotonicMs } };
}

/** What the promise is rejected with. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => {
      throw new Error(`It did not fail: ${JSON.stringify(value).slice(0, 500)}`);
    },
    (error: unknown) => error,
  );
}

/** Of events, those of a kind. */
export function ofKind<Kind extends PipelineEvent['kind']>(
  events: readonly PipelineEvent[],
  kind: Kind,
): readonly Extract<PipelineEvent, { kind: Kind }>[] {
  return events.filter((event): event is Extract<PipelineEvent, { kind: Kind }> => event.kind === kind);
}
