import { isRow, type Row, type Value } from '../../../core/value.ts';
import type { ApiRequest } from '../../../http/http.ts';
import { refuse, type Place } from '../reading/reading.ts';
import { textOf } from '../requests/value-text.ts';

/** Where a paginator writes its value into a request: a query parameter, or a dotted path in the JSON body (4.5). */
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
  if (slot.kind === 'body') return { ...request, json: withMember(request.json, slot.path, value) };
  const filled = [slot.name, textOf(value) ?? ''] as const;
  const position = request.params.findIndex(([name]) => name === slot.name);
  if (position < 0) return { ...request, params: [...request.params, filled] };
  const others = request.params.filter(([name], index) => index <= position || name !== slot.name);
  return { ...request, params: others.with(position, filled) };
}

/** The whole number that the slot holds. */
export function numberInSlot(request: ApiRequest, slot: Slot, otherwise: number): number {
  const written =
    slot.kind === 'body' ? memberAt(request.json, slot.path) : request.params.find(([name]) => name === slot.name)?.[1];
  const number = Number(textOf(written ?? null) ?? Number.NaN);
  return Number.isSafeInteger(number) ? number : otherwise;
}

/** For plans: where the value goes. */
export function slotText(slot: Slot): string {
  return slot.kind === 'query' ? slot.name : `${slot.path.join('.')} in the body`;
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
