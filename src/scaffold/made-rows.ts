/** Rows that have what a configuration needs of them: keys, cursors, and fields that children ask with. */
import { parseJsonPath } from '../core/json-path/parse.ts';
import type { JsonPathTree } from '../core/json-path/tree.ts';
import type { DataType } from '../schema/table.ts';
import type { EndpointPlan } from '../sources/rest-api/endpoint-plan.ts';
import { openFields } from '../sources/rest-api/requests/request-template.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonMembers = { readonly [key: string]: Json };

/**
 * A row of a resource; undefined where no row can be made that has all that is needed.
 * @param place from 1
 */
export function madeRow(
  endpoint: EndpointPlan,
  family: readonly EndpointPlan[],
  place: number,
): JsonMembers | undefined {
  const paths = neededPaths(endpoint, family);
  let row: Json = {};
  for (const path of paths.length === 0 ? ['id'] : paths) {
    const placed = withValueAt(row, stepsOf(parseJsonPath(path)), valueFor(endpoint, path, place));
    if (placed === undefined) return undefined;
    row = placed;
  }
  const cursor = endpoint.incremental;
  if (cursor !== undefined) {
    const placed = withValueAt(row, stepsOf(parseJsonPath(cursor.cursorText)), cursorValue(endpoint, place));
    if (placed === undefined) return undefined;
    row = placed;
  }
  return isMembers(row) ? row : undefined;
}

/** JSONPaths into a row, but for the cursor; fields that come from the parent are not in the answer. */
function neededPaths(endpoint: EndpointPlan, family: readonly EndpointPlan[]): readonly string[] {
  const { resource, hints, paging, included } = endpoint;
  const given = new Set(included.map(({ as }) => as));
  const keys = [...(hints.primaryKey ?? []), ...(hints.mergeKey ?? [])].map(quotedPath);
  const last = paging !== undefined && 'last_row_key' in paging ? (paging.last_row_key ?? undefined) : undefined;
  const asked = family.flatMap((child) => {
    const fields = openFields(child.request).filter(({ field }) => field.parent === resource);
    const copied = child.included.filter((one) => (one.resource ?? child.parent) === resource);
    return [...fields.map(({ field }) => field.path.text), ...copied.map(({ field }) => field.text)];
  });
  const all = [...keys, ...(last === undefined ? [] : [last]), ...asked];
  const cursor = endpoint.incremental?.cursorText;
  return [...new Set(all)].filter((path) => !given.has(path) && path !== cursor);
}

function quotedPath(column: string): string {
  return /^[A-Za-z_]\w*$/.test(column) ? column : `'${column.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}

function valueFor({ resource, hints }: EndpointPlan, path: string, place: number): Json {
  const column = hints.columns?.find(({ name }) => name === path);
  return (
    (column?.dataType === undefined ? undefined : valuesOfTypes[column.dataType]?.(place)) ?? `${resource}-${place}`
  );
}

const valuesOfTypes: Readonly<Partial<Record<DataType, (place: number) => Json>>> = {
  bigint: (place) => place,
  double: (place) => place + 0.5,
  decimal: (place) => place,
  wei: (place) => place,
  bool: (place) => place === 1,
  timestamp: (place) => moment(place),
  date: (place) => moment(place).slice(0, 10),
  time: (place) => moment(place).slice(11, 19),
};

/** A value that belongs to the window of a first run, in the order in which the API is said to sort. */
function cursorValue({ incremental }: EndpointPlan, place: number): Json {
  const order = incremental?.rowOrder === 'desc' ? 3 - place : place;
  const initial = incremental?.initial;
  if (typeof initial === 'number' || typeof initial === 'bigint') {
    return incremental?.end === undefined ? Number(initial) + order : Number(initial);
  }
  if (typeof initial !== 'string') return moment(order);
  const later = /^\d{4}-\d{2}-\d{2}$/.test(initial) ? moment(order).slice(0, 10) : moment(order);
  return incremental?.end === undefined && later > initial ? later : initial;
}

function moment(place: number): string {
  return `2026-01-0${place}T00:00:00Z`;
}

type Step = { readonly kind: 'member'; readonly name: string } | { readonly kind: 'element' };

/** Undefined for a path that leads to more than one place, or computes. */
export function stepsOf(tree: JsonPathTree): readonly Step[] | undefined {
  if (tree.kind === 'root' || tree.kind === 'current') return [];
  if (tree.kind === 'members') {
    const [name, ...others] = tree.names;
    return name === undefined || others.length > 0 ? undefined : [{ kind: 'member', name }];
  }
  if (tree.kind === 'element' || tree.kind === 'slice') return [{ kind: 'element' }];
  if (tree.kind !== 'child' && tree.kind !== 'descendants') return undefined;
  const [left, right] = [stepsOf(tree.left), stepsOf(tree.right)];
  return left === undefined || right === undefined ? undefined : [...left, ...right];
}

/** The value with another one at a place in it; undefined where something is in the way. */
export function withValueAt(
  whole: Json | undefined,
  steps: readonly Step[] | undefined,
  value: Json,
): Json | undefined {
  const [step, ...rest] = steps ?? [];
  if (steps === undefined) return undefined;
  if (step === undefined) return value;
  if (step.kind === 'element') {
    if (whole !== undefined && !isEmpty(whole) && !isList(whole)) return undefined;
    const inner = withValueAt(isList(whole) ? whole[0] : undefined, rest, value);
    return inner === undefined ? undefined : [inner];
  }
  if (whole !== undefined && !isMembers(whole)) return undefined;
  const before = whole !== undefined && Object.hasOwn(whole, step.name) ? whole[step.name] : undefined;
  const inner = withValueAt(before, rest, value);
  return inner === undefined ? undefined : Object.fromEntries([...Object.entries(whole ?? {}), [step.name, inner]]);
}

function isEmpty(value: Json): boolean {
  return isMembers(value) && Object.keys(value).length === 0;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isMembers(value: Json): value is JsonMembers {
  return typeof value === 'object' && value !== null && !isList(value);
}
