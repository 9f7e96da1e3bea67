import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnswerLog, KeptAnswer } from '../src/core/answer-log.ts';
import type { PipelineEvent } from '../src/core/event.ts';
import type { Runtime } from '../src/core/runtime.ts';
import type { Row, Value } from '../src/core/value.ts';
import type { WalkEnd } from '../src/core/verdict.ts';
import { nodeRuntime } from '../src/runtime/node-runtime.ts';
import type { Secret } from '../src/config/secret.ts';
import type { TokenStore } from '../src/config/token-store.ts';
import type { Page } from '../src/core/page.ts';
import type {
  ChildResource,
  ExtractContext,
  Kept,
  ParentRow,
  Resource,
  RunContext,
  Source,
} from '../src/sources/source.ts';

/** A request as it came over the wire. */
export interface Recorded {
  readonly method: string;
  /** Path and query, byte for byte. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What the API says; a body that is no text is sent as JSON. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface RecordingApi {
  readonly url: string;
  readonly requests: readonly Recorded[];
  /** Path and query of each request, in order. */
  targets(): readonly string[];
  close(): Promise<void>;
}

/** @param answer called with each request and how many came before it */
export async function recordingApi(answer: (request: Recorded, index: number) => Answer): Promise<RecordingApi> {
  const requests: Recorded[] = [];
  const server = createServer((incoming, outgoing) => {
    void respond(incoming, outgoing);
  });
  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    requests.push(request);
    const { status = 200, headers = {}, body } = answer(request, requests.length - 1);
    const text = typeof body === 'string' || body === undefined ? (body ?? '') : JSON.stringify(body);
    outgoing.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(text);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server on a port has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    targets: () => requests.map(({ target }) => target),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<Recorded> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(Buffer.from(piece as Uint8Array));
  const target = incoming.url ?? '';
  const { pathname, searchParams } = new URL(target, 'http://127.0.0.1');
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const body = Buffer.concat(pieces).toString('utf8');
  return { method: incoming.method ?? '', target, path: pathname, query: searchParams, headers, body };
}

export interface Walked {
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  /** Of every walk, in order. */
  readonly ends: readonly WalkEnd[];
  readonly events: readonly PipelineEvent[];
  readonly positions: readonly Value[];
  readonly waits: readonly number[];
  /** What each resource keeps for the next run. */
  readonly kept: Readonly<Record<string, Kept>>;
}

export interface WalkOptions {
  readonly answers?: AnswerLog;
  readonly resumeFrom?: Value;
  readonly signal?: AbortSignal;
  readonly tokens?: TokenStore;
  /** What an earlier walk kept. */
  readonly kept?: Readonly<Record<string, Kept>>;
}

/** Walks every resource of a source as an extraction would, depth first, with waits that take no time. */
export async function walkAll(source: Source, options: WalkOptions = {}): Promise<Walked> {
  const rows: Record<string, Row[]> = {};
  const ends: WalkEnd[] = [];
  const events: PipelineEvent[] = [];
  const positions: Value[] = [];
  const waits: number[] = [];
  const run: RunContext = {
    runtime: impatient(nodeRuntime(), waits),
    signal: options.signal ?? new AbortController().signal,
    emit: (event) => events.push(event),
    answers: options.answers ?? answerLog(),
    tokens: options.tokens ?? tokenStore(),
    startedAt: '2024-06-01T00:00:00.000Z',
  };
  const kept: Record<string, Kept> = { ...options.kept };
  const done = new Set<string>();
  for (const resource of source.resources)
    if (resource.kind === 'root') await walk(resource, (context) => resource.pages(context));
  for (const { name, finish } of source.resources) {
    const after = finish?.(kept[name] ?? {}) ?? kept[name];
    if (after !== undefined && Object.keys(after).length > 0) kept[name] = after;
  }
  return { rows, ends, events, positions, waits, kept };

  async function walk(
    resource: Resource,
    pagesOf: (context: ExtractContext) => AsyncIterable<Page>,
    above?: ParentRow,
  ): Promise<void> {
    const context = { run, kept: options.kept?.[resource.name] ?? {}, resumeFrom: options.resumeFrom };
    for await (const page of pagesOf(context)) {
      if (resource.selected) (rows[resource.name] ??= []).push(...page.rows);
      if (page.end !== undefined) ends.push(page.end);
      if (page.resumeFrom !== undefined) positions.push(page.resumeFrom);
      if (page.news !== undefined && resource.remember !== undefined) {
        kept[resource.name] = resource.remember(kept[resource.name] ?? {}, page.news);
      }
      for (const child of source.resources) {
        if (child.kind !== 'child' || child.parent !== resource.name) continue;
        for (const row of page.rows) await walkChild(child, { resource: resource.name, row, parent: above });
      }
    }
  }

  async function walkChild(child: ChildResource, parent: ParentRow): Promise<void> {
    for (const childWalk of child.walks(parent)) {
      const once = childWalk.once === undefined ? undefined : `${child.name} ${childWalk.once}`;
      if (once !== undefined && done.has(once)) continue;
      if (once !== undefined) done.add(once);
      await walk(child, (context) => childWalk.pages(context), parent);
    }
  }
}

/** Keeps tokens in memory. */
export function tokenStore(): TokenStore {
  const tokens = new Map<string, Secret>();
  return {
    read: (name) => Promise.resolve(tokens.get(name)),
    write: (name, token) => Promise.resolve(void tokens.set(name, token)),
  };
}

/** Keeps answers in memory; what an earlier attempt kept can be taken once. */
export function answerLog(earlier: readonly (readonly [string, KeptAnswer])[] = []): AnswerLog & {
  readonly kept: readonly (readonly [string, KeptAnswer])[];
} {
  const waiting = [...earlier];
  const kept: (readonly [string, KeptAnswer])[] = [];
  return {
    kept,
    take: (key) => {
      const position = waiting.findIndex(([other]) => other === key);
      return Promise.resolve(position < 0 ? undefined : waiting.splice(position, 1)[0]?.[1]);
    },
    keep: (key, answer) => {
      kept.push([key, answer]);
      return Promise.resolve();
    },
    refuse: () => Promise.resolve(),
    left: () => undefined,
  };
}

/** Waits take no time, but the clock goes on by them. */
function impatient(runtime: Runtime, waits: number[]): Runtime {
  let sleptMs = 0;
  const sleep: Runtime['clock']['sleep'] = (durationMs) => {
    waits.push(durationMs);
    sleptMs += durationMs;
    return Promise.resolve();
  };
  const monotonicMs = (): number => runtime.clock.monotonicMs() + sleptMs;
  return inOrder({ ...runtime, clock: { ...runtime.clock, sleep, monotonicMs } });
}

/** Requests arrive in the order in which they were sent, also those that are under way at the same time. */
export function inOrder(runtime: Runtime): Runtime {
  let before: Promise<unknown> = Promise.resolve();
  const fetch: Runtime['fetch'] = (request, signal) => {
    const answer = before.then(() => runtime.fetch(request, signal));
    before = answer.catch(() => undefined);
    return answer;
  };
  return { ...runtime, fetch };
}
