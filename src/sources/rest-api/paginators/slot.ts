import { isRow, type Row, type Value } from '../../../core/value.ts';
import type { ApiRequest, QueryParam } from '../../../http/http.ts';
import { refuse, type Place } from '../reading/reading.ts';
import { textOf } from '../requests/value-text.ts';

/**
 * Where a paginator writes its value into a request: a query parameter, or a dotted path in the JSON body (4.5). In a
 * form the path is the name of a field, as dlt would lose it (W15).
 */
export type Slot =
  { readonly kind: 'query'; readonly name: string } | { readonly kind: 'body'; readonly path: readonly string[] };

/** The query unless a body path is given. */
export function slotOf(param: string | null | undefined, bodyPath: string | null | undefined, usual: string): Slot {
  if (bodyPath !== null && bodyPath !== undefined) return { kind: 'body', path: bodyPath.split('.') };
  return { kind: 'query', name: param ?? usual };
}

/** Notes a problem where both places are given, or one of them is empty. */
export function checkSlot(config: object, keys: { readonly param: string; readonly body: string }, place: Place): void {
  const given = new Map<string, unknown>(Object.entries(config));
  const [param, body] = [given.get(keys.param) ?? undefined, given.get(keys.body) ?? undefined];
  if (param !== undefined && body !== undefined) {
    refuse(place, { message: `must have either ${keys.param} or ${keys.body}, not both` });
  }
  for (const [key, value] of [
    [keys.param, param],
    [keys.body, body],
  ] as const) {
    if (value === '')
      refuse({ ...place, path: `${place.path}.${key}` }, { message: 'must not be empty', found: value });
  }
}

/** A parameter that is there already keeps its position; other fields of the body stay (2.2, 4.5). */
export function fillSlot(request: ApiRequest, slot: Slot, value: Value): ApiRequest {
  if (slot.kind === 'query') return { ...request, params: withPair(request.params, slot.name, value) };
  // A text is nobody's to write into: `checkBodySlots` refused it before.
  if (typeof request.data === 'string') return request;
  if (request.data !== undefined) return { ...request, data: withPair(request.data, slot.path.join('.'), value) };
  return { ...request, json: withMember(request.json, slot.path, value) };
}

/** What the slot holds; undefined where there is nothing yet. */
export function valueInSlot(request: ApiRequest, slot: Slot): Value | undefined {
  if (slot.kind === 'query') return pairOf(request.params, slot.name);
  if (typeof request.data === 'string') return undefined;
  return request.data === undefined ? memberAt(request.json, slot.path) : pairOf(request.data, slot.path.join('.'));
}

/** The whole number that the slot holds. */
export function numberInSlot(request: ApiRequest, slot: Slot, otherwise: number): number {
  const written = textOf(valueInSlot(request, slot)) ?? '';
  const number = written.trim() === '' ? Number.NaN : Number(written);
  return Number.isSafeInteger(number) ? number : otherwise;
}

/** For plans: where the value goes. */
export function slotText(slot: Slot): string {
  return slot.kind === 'query' ? slot.name : `${slot.path.join('.')} in the body`;
}

function withPair(pairs: readonly QueryParam[], name: string, value: Value): readonly QueryParam[] {
  const filled = [name, textOf(value) ?? ''] as const;
  const position = pairs.findIndex(([known]) => known === name);
  if (position < 0) return [...pairs, filled];
  return pairs.filter(([known], index) => index <= position || known !== name).with(position, filled);
}

function pairOf(pairs: readonly QueryParam[], name: string): string | undefined {
  return pairs.find(([known]) => known === name)?.[1];
}

function withMember(body: Value | undefined, path: readonly string[], value: Value): Value {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const row: Row = isRow(body) ? body : {};
  const inner = Object.hasOwn(row, name) ? row[name] : undefined;
  return Object.fromEntries([...Object.entries(row), [name, withMember(inner, rest, value)]]);
}

function memberAt(body: Value | undefined, path: readonly string[]): Value | undefined {
  let value = body;
  for (const name of path) value = isRow(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}
