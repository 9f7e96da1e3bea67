/**
 * Local APIs that behave as the real ones do, mistakes and limits included. An API here is a pure answer to a request;
 * this file puts one on a loopback port, writes down what was asked, and strikes with faults on demand. All rows are
 * made from a seed and all dates are fixed: two starts give the same bytes.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { formerPages, garbled, shuffled, type FormerPages } from './broken-answers.ts';
import { mockPortTaken, sessionsMissing } from './errors.ts';
import { faultPlan, type FaultCounts, type FaultPlan, type Faults, type Strike } from './faults.ts';
import { seededRandom } from './random.ts';

export interface MockApi {
  readonly name: string;
  readonly description: string;
  /** What the connector of this API needs to be let in, by the names of its keys. */
  readonly keys?: Readonly<Record<string, string>> | undefined;
  /** Where to look first: paths with their query, each beginning with a slash. */
  readonly paths: readonly string[];
  handle(request: MockRequest): MockResponse;
  /** One moment further: rows have come, changed and gone, the same ones for the same seed. @default nothing changes */
  advance?(): void;
  /** Ends all sessions that logins opened. @default there are none */
  endSessions?(): void;
}

export interface MockRequest {
  readonly method: string;
  /** As it was sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Scheme and host to build links with, without a slash at the end. */
  readonly origin: string;
}

export interface MockResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body: string;
}

export interface MockOptions {
  /** @default 0, for one that is free */
  readonly port?: number | undefined;
  readonly faults?: Faults | undefined;
  /** How often it advances before it is served. @default 0 */
  readonly moment?: number | undefined;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** As it was sent, without the question mark. */
  readonly query: string;
  /** Position among all requests of this mock, from 1. */
  readonly at: number;
  /** What it got; 0 when the connection was cut. */
  readonly status: number;
}

export interface RunningMock {
  /** Without a slash at the end. */
  readonly url: string;
  /** The newest hundred thousand, oldest first. Credentials in headers are not kept. */
  readonly requests: readonly SeenRequest[];
  /** How often each fault struck. */
  readonly strikes: FaultCounts;
  /** As `MockApi.advance`; `POST /__advance` does the same from outside, and is neither written down nor struck. */
  advance(): void;
  /** Cuts every connection. */
  close(): Promise<void>;
}

/**
 * Serves an API on 127.0.0.1 and nowhere else, until it is closed.
 * @throws `usage` when the port is taken, and for `expireEvery` where the API has no sessions
 */
export async function startMockApi(api: MockApi, options: MockOptions = {}): Promise<RunningMock> {
  const { expireEvery, seed = 0 } = options.faults ?? {};
  if (expireEvery !== undefined && api.endSessions === undefined) throw sessionsMissing(api.name);
  const faults = faultPlan(options.faults ?? {});
  const requests: SeenRequest[] = [];
  const journal = journalInto(requests);
  for (let moment = 0; moment < (options.moment ?? 0); moment += 1) api.advance?.();
  const desk: Desk = { api, faults, journal, pages: formerPages(), random: seededRandom(seed) };
  const server = createServer((incoming, outgoing) => {
    answer(desk, incoming, outgoing).catch(() => outgoing.destroy());
  });
  const port = await listen(server, api, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    strikes: faults.counts,
    advance: () => api.advance?.(),
    async close() {
      faults.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

const mostRequestsKept = 100_000;
const mostBodyBytes = 1024 * 1024;

interface Desk {
  readonly api: MockApi;
  readonly faults: FaultPlan;
  readonly journal: (request: MockRequest, status: number) => void;
  readonly pages: FormerPages;
  readonly random: () => number;
}

function journalInto(requests: SeenRequest[]): Desk['journal'] {
  let count = 0;
  return ({ method, path, query }, status) => {
    count += 1;
    if (requests.length === mostRequestsKept) requests.shift();
    requests.push({ method, path, query: query.toString(), at: count, status });
  };
}

async function listen(server: Server, api: MockApi, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(mockPortTaken(api.name, port, cause)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

async function answer(desk: Desk, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = await readRequest(incoming);
  if (isAdvance(request)) return send(advanced(desk.api), outgoing);
  const former = desk.pages.before(request);
  const strike = desk.faults.next(former !== undefined);
  if (desk.faults.delayMs > 0) await delay(desk.faults.delayMs);
  const response = refusal(strike) ?? (strike.kind === 'repeat' ? former : undefined) ?? handled(desk, request, strike);
  desk.pages.remember(request, response);
  desk.journal(request, strike.kind === 'drop' || strike.kind === 'close' ? 0 : response.status);
  give(desk, response, { outgoing, strike });
}

/** What the API says, which strikes at its sessions come before. */
function handled({ api }: Desk, request: MockRequest, { kind }: Strike): MockResponse {
  if (kind === 'expire') api.endSessions?.();
  return api.handle(request);
}

function isAdvance({ method, path }: MockRequest): boolean {
  return method === 'POST' && path === '/__advance';
}

function advanced(api: MockApi): MockResponse {
  if (api.advance === undefined) return { status: 404, body: `nothing of ${api.name} ever changes\n` };
  api.advance();
  return { status: 204, body: '' };
}

async function readRequest(incoming: IncomingMessage): Promise<MockRequest> {
  const origin = `http://127.0.0.1:${incoming.socket.localPort ?? 0}`;
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(headers),
    body: await readBody(incoming),
    origin,
  };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let byteCount = 0;
  for await (const part of incoming) {
    // Without an encoding set, node:http gives buffers.
    const bytes = part as Buffer;
    byteCount += bytes.length;
    if (byteCount > mostBodyBytes) throw new RangeError('body');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function refusal({ kind, retryAfterSeconds = 0 }: Strike): MockResponse | undefined {
  const headers = { 'content-type': 'text/plain' };
  const waiting = { ...headers, 'retry-after': String(retryAfterSeconds) };
  if (kind === 'fail') return { status: 503, headers: waiting, body: 'struck by --fail-every\n' };
  if (kind === 'limit') return { status: 429, headers: waiting, body: 'struck by --rate-limit\n' };
  return kind === 'refuse' ? { status: 429, headers, body: 'struck by --refuse-every\n' } : undefined;
}

interface Way {
  readonly outgoing: ServerResponse;
  readonly strike: Strike;
}

function give(desk: Desk, response: MockResponse, { outgoing, strike }: Way): void {
  if (strike.kind === 'close') outgoing.destroy();
  else if (strike.kind === 'drop') cut(response, outgoing);
  else if (strike.kind === 'shuffle') send(shuffled(response, desk.random), outgoing);
  else if (strike.kind === 'garble') {
    const { headers, bytes } = garbled(response, desk.faults.counts.garbled);
    outgoing.writeHead(200, { ...headers, 'content-length': String(bytes.length) }).end(bytes);
  } else send(response, outgoing);
}

function send(response: MockResponse, outgoing: ServerResponse): void {
  outgoing.writeHead(response.status, headersOf(response)).end(response.body);
}

/** A dropped answer promises its whole length and gives half of it (F2.2). */
function cut(response: MockResponse, outgoing: ServerResponse): void {
  const bytes = Buffer.from(response.body, 'utf8');
  outgoing.writeHead(response.status, headersOf(response));
  outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy());
}

function headersOf({ status, headers, body }: MockResponse): Record<string, string> {
  const length: Record<string, string> = status === 204 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return { ...headers, ...length };
}
