/** Answers as they come from servers and gateways that are out of order. */
import { parseJsonText } from '../core/json.ts';
import { writeJson } from '../core/json-write.ts';
import { isRow, type Value } from '../core/value.ts';

/** Of a request to a local API, what tells pages apart. */
interface MockRequest {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** As an API answers. */
interface MockResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body: string;
}

/** A body of bytes that no reader of JSON takes. */
export interface GarbledBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/**
 * What stands in for an answer: a page of HTML, as a gateway gives it, or the answer with the lowest bit of every
 * sixteenth byte flipped, the first one included, so that it never reads as JSON.
 * @param turn counted from 1: HTML comes on the odd ones
 */
export function garbled(response: MockResponse, turn: number): GarbledBody {
  const bytes = Buffer.from(response.body, 'utf8');
  if (turn % 2 === 1 || bytes.length === 0) {
    return {
      headers: { 'content-type': 'text/html' },
      bytes: Buffer.from('<html><head><title>502 Bad Gateway</title></head></html>'),
    };
  }
  for (let at = 0; at < bytes.length; at += 16) bytes[at] = (bytes[at] ?? 0) ^ 1;
  return { headers: { ...response.headers }, bytes };
}

/** The answer with the lists of rows at its top, or one level below, in another order; numbers keep their spelling. */
export function shuffled(response: MockResponse, random: () => number): MockResponse {
  try {
    return { ...response, body: writeJson(inOtherOrder(parseJsonText(response.body), random, 2)) };
  } catch {
    // What is no JSON has no rows.
    return response;
  }
}

function inOtherOrder(value: Value, random: () => number, levels: number): Value {
  if (Array.isArray(value)) return mixed(value as readonly Value[], random);
  if (!isRow(value) || levels === 0) return value;
  const entries = Object.entries(value).map(
    ([key, member]) => [key, inOtherOrder(member, random, levels - 1)] as const,
  );
  // Own members, whatever their names.
  return Object.fromEntries<Value>(entries);
}

/** All orders are equally likely. */
function mixed(rows: readonly Value[], random: () => number): readonly Value[] {
  const left = [...rows];
  return rows.map(() => left.splice(Math.floor(random() * left.length), 1)[0] ?? null);
}

/** Remembers the last answer of each path, to give it again in the place of the page that follows. */
export interface FormerPages {
  /** The page before, where a request goes on from it: one parameter is other, and further on or named by that page. */
  before(request: MockRequest): MockResponse | undefined;
  remember(request: MockRequest, response: MockResponse): void;
}

const mostPathsKept = 1000;

export function formerPages(): FormerPages {
  const last = new Map<string, { readonly query: URLSearchParams; readonly response: MockResponse }>();
  return {
    before({ path, query }) {
      const former = last.get(path);
      if (former === undefined) return undefined;
      const names = new Set([...former.query.keys(), ...query.keys()]);
      const changed = [...names].filter((name) => former.query.get(name) !== query.get(name));
      const [name = ''] = changed;
      const isFurther = changed.length === 1 && leadsOn(former.query.get(name), query.get(name), former.response.body);
      return isFurther ? former.response : undefined;
    },
    remember({ path, query }, response) {
      if (response.status !== 200) return;
      if (last.size >= mostPathsKept) last.clear();
      last.set(path, { query, response });
    },
  };
}

function leadsOn(former: string | null, now: string | null, body: string): boolean {
  if (now === null || now === '') return false;
  const isNumber = /^\d+$/.test(now);
  return isNumber ? Number(now) > Number(former ?? 0) : body.includes(JSON.stringify(now));
}
