import { jsonResponse } from './json-response.ts';
import type { MockApi, MockRequest, MockResponse } from './mock-api.ts';

/** One request and what it gets. Of several that fit a request, the one that says most of it answers. */
export interface MockAnswer {
  /** @default GET */
  readonly method?: string | undefined;
  /** As it is sent, percent-encoded. */
  readonly path: string;
  /** Parameters that a request must have; it may have others. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Members that a body of JSON must have; it may have others. */
  readonly json?: unknown;
  /** @default 200 */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON. */
  readonly body: unknown;
}

/** An API that gives the same answers again and again, and 404 for all else. */
export function answeringApi(name: string, answers: readonly MockAnswer[]): MockApi {
  return {
    name,
    description: `${answers.length} answers`,
    paths: [...new Set(answers.map(({ path }) => path))],
    handle: (request) => answerTo(request, answers),
  };
}

function answerTo(request: MockRequest, answers: readonly MockAnswer[]): MockResponse {
  const sent = jsonIn(request.body);
  const fitting = answers.filter((answer) => fits(answer, request, sent));
  const [best] = fitting.toSorted((one, other) => saidBy(other) - saidBy(one));
  if (best === undefined) return jsonResponse(404, { error: `no answer to ${request.method} ${request.path}` });
  return jsonResponse(best.status ?? 200, best.body, best.headers);
}

function fits({ method, path, query, json }: MockAnswer, request: MockRequest, sent: unknown): boolean {
  if ((method ?? 'GET') !== request.method || path !== request.path) return false;
  const asked = Object.entries(query ?? {}).every(([name, value]) => request.query.getAll(name).includes(value));
  return asked && (json === undefined || holds(sent, json));
}

function saidBy({ query, json }: MockAnswer): number {
  return Object.keys(query ?? {}).length + sizeOf(json);
}

function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return value === undefined ? 0 : 1;
  return Object.values(value).reduce((sum: number, member: unknown) => sum + sizeOf(member), 0);
}

/** True where all that is in `wanted` is in `found`. */
function holds(found: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return found === wanted;
  if (typeof found !== 'object' || found === null) return false;
  const members = new Map<string, unknown>(Object.entries(found));
  return Object.entries(wanted).every(([key, value]) => holds(members.get(key), value));
}

function jsonIn(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch {
    return undefined;
  }
}
