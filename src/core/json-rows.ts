/**
 * Rows that are still JSON. The largest part of an answer is a list of objects that nobody looks into before it becomes
 * columns; so that list is found and checked, and read only when somebody does look. Until then it costs no objects: the
 * normaliser makes columns of the very bytes.
 */
import { isUtf8 } from 'node:buffer';
import { closeBrace, colon, comma, openBrace, openBracket, quote } from './json-bytes.ts';
import { backslash, spaceEnd, textEnd, valueEnd } from './json-bytes.ts';
import { parseJson } from './json.ts';
import { RowScanner } from './row-scanner.ts';
import { isRow, type Row, type Value } from './value.ts';

/** A list of objects in a JSON text that is whole. */
export interface JsonRows {
  readonly bytes: Uint8Array;
  /** Where each row begins, and behind the last one where the list ends. */
  readonly places: Int32Array;
}

/** Of a list that came from `parseWithRows`; undefined for every other. It says the same as its rows do. */
export function jsonOf(rows: readonly unknown[]): JsonRows | undefined {
  return jsonOfRows.get(rows)?.json;
}

/** As `jsonOf`, but only as long as nobody has looked at the rows: from then on they are there, and cost nothing more. */
export function unreadJson(rows: readonly unknown[]): JsonRows | undefined {
  const reading = jsonOfRows.get(rows);
  return reading?.isRead() === false ? reading.json : undefined;
}

/** The rows as a plain list, for those who look at each of them; the list itself where it is one. */
export function plainRows<Item>(rows: readonly Item[]): readonly Item[] {
  // What it was made of are rows, as `Item` is where a list of this kind is.
  return (jsonOfRows.get(rows)?.read() as readonly Item[] | undefined) ?? rows;
}

/** One row, whatever others there are. @param index of a row that is there */
export function rowOf({ bytes, places }: JsonRows, index: number): Value {
  const [start = 0, next = 0] = [places[index], places[index + 1]];
  const end = bytes.lastIndexOf(closeBrace, next - 1) + 1;
  return parseJson(bytes.subarray(start, end));
}

/** One row of a list, without reading the others where the list is still JSON. @throws TypeError where there is none */
export function rowAt(rows: readonly Row[], index: number): Row {
  const json = unreadJson(rows);
  // Lists that are still JSON were checked to be of objects.
  const row = json === undefined ? rows[index] : (rowOf(json, index) as Row);
  if (row === undefined) throw new TypeError(`there is no row ${index}`);
  return row;
}

/**
 * As `parseJson`, but lists of objects that are reached by keys alone are read when they are looked into.
 * @throws what `parseJson` throws
 */
export function parseWithRows(bytes: Uint8Array): Value {
  if (bytes.length < fewestBytes || !isUtf8(bytes)) return parseJson(bytes);
  const lists = new Envelope(bytes).lists();
  if (lists === undefined || lists.length === 0) return parseJson(bytes);
  return withLists(parseJson(withoutLists(bytes, lists)), lists, bytes);
}

/** Below this a list is read sooner than it is found. */
const fewestBytes = 2048;

interface FoundList {
  readonly keys: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly places: Int32Array;
}

function withoutLists(bytes: Uint8Array, lists: readonly FoundList[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const { start, end } of lists) {
    parts.push(bytes.subarray(from, start), Buffer.from('[]'));
    from = end;
  }
  return Buffer.concat([...parts, bytes.subarray(from)]);
}

function withLists(envelope: Value, lists: readonly FoundList[], bytes: Uint8Array): Value {
  let whole = envelope;
  for (const { keys, places } of lists) {
    const rows = lazyRows({ bytes, places });
    const last = keys.at(-1);
    if (last === undefined) {
      whole = rows;
      continue;
    }
    let above: Value | undefined = envelope;
    for (const key of keys.slice(0, -1)) above = isRow(above) ? above[key] : undefined;
    // Own keys only: a key such as `__proto__` is a member like any other.
    if (isRow(above)) Object.defineProperty(above, last, { value: rows, writable: true, enumerable: true });
  }
  return whole;
}

interface Reading {
  readonly json: JsonRows;
  isRead(): boolean;
  read(): readonly Row[];
}

const jsonOfRows = new WeakMap<readonly unknown[], Reading>();

/** A list like any other to whoever looks at it; its rows are made at the first look at one. */
function lazyRows(json: JsonRows): readonly Row[] {
  const { bytes, places } = json;
  const target: Row[] = [];
  const count = places.length - 1;
  target.length = count;
  let isRead = false;
  const read = (): readonly Row[] => {
    if (isRead) return target;
    isRead = true;
    const [start = 0, end = 0] = [places[0], places[count]];
    const list = parseJson(Buffer.concat([Buffer.from('['), bytes.subarray(start, end)]));
    // The list was checked to be one of objects.
    for (const [index, row] of (list as readonly Row[]).entries()) target[index] = row;
    return target;
  };
  const rows = new Proxy(target, {
    // Its length and its methods are known without looking: also whether it is a promise, which is asked in passing.
    get: (_, key) => Reflect.get(isPlace(key) ? read() : target, key),
    has: (_, key) => Reflect.has(read(), key),
    ownKeys: () => Reflect.ownKeys(read()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(read(), key),
  });
  jsonOfRows.set(rows, { json, isRead: () => isRead, read });
  return rows;
}

function isPlace(key: string | symbol): boolean {
  return typeof key === 'string' && /^\d/.test(key);
}

const mostLevels = 8;
const mostKeys = 1000;

/** Goes through what is around the lists; undefined for a text that is not as it should be, or too odd to be sure of. */
class Envelope {
  readonly #bytes: Uint8Array;
  readonly #scanner: RowScanner;
  readonly #lists: FoundList[] = [];
  readonly #paths = new Set<string>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#scanner = new RowScanner(bytes);
  }

  lists(): readonly FoundList[] | undefined {
    const end = this.#value(spaceEnd(this.#bytes, 0), []);
    return end >= 0 && spaceEnd(this.#bytes, end) === this.#bytes.length ? this.#lists : undefined;
  }

  #value(start: number, keys: readonly string[]): number {
    const first = this.#bytes[start];
    if (first === openBrace && keys.length < mostLevels) return this.#object(start + 1, keys);
    if (first === openBracket) return this.#list(start, keys);
    return valueEnd(this.#bytes, start, keys.length);
  }

  /** A key that comes twice makes it unclear which of two lists counts. */
  #object(start: number, above: readonly string[]): number {
    const bytes = this.#bytes;
    let at = spaceEnd(bytes, start);
    if (bytes[at] === closeBrace) return at + 1;
    for (;;) {
      const end = bytes[at] === quote ? textEnd(bytes, at + 1) : -1;
      if (end < 0) return -1;
      const text = bytes.subarray(at + 1, end - 1);
      const keys = [...above, Buffer.from(text).toString('utf8')];
      const path = JSON.stringify(keys);
      if (text.includes(backslash) || this.#paths.has(path) || this.#paths.size === mostKeys) return -1;
      this.#paths.add(path);
      at = spaceEnd(bytes, end);
      if (bytes[at] !== colon) return -1;
      at = this.#value(spaceEnd(bytes, at + 1), keys);
      if (at < 0) return -1;
      at = spaceEnd(bytes, at);
      if (bytes[at] === closeBrace) return at + 1;
      if (bytes[at] !== comma) return -1;
      at = spaceEnd(bytes, at + 1);
    }
  }

  /** A list of objects and nothing else is kept as it is. */
  #list(start: number, keys: readonly string[]): number {
    const places = this.#scanner.rows(start + 1, keys.length + 2);
    const end = places?.at(-1);
    if (places === undefined || end === undefined) return valueEnd(this.#bytes, start, keys.length);
    this.#lists.push({ keys, start, end, places });
    return end;
  }
}
