import type { MockResponse } from '../mock-api.ts';
import { badRequest } from './answers.ts';
import type { DbtRow } from './place.ts';
import type { DbtList } from './rows.ts';

/** Lists that leave out what was deleted, unless they are asked for it. */
const withState: readonly DbtList[] = ['environments', 'jobs', 'projects', 'repositories', 'notifications', 'groups'];
const orders: Partial<Readonly<Record<DbtList, readonly string[]>>> = { runs: ['id', 'created_at', 'finished_at'] };

/** The rows that a query leaves, in its order; or the refusal of what it asks for. */
export function found(
  list: DbtList,
  rows: readonly DbtRow[],
  query: URLSearchParams,
): readonly DbtRow[] | MockResponse {
  const order = query.get('order_by') ?? 'id';
  const [isDown, field] = order.startsWith('-') ? [true, order.slice(1)] : [false, order];
  if (!(orders[list] ?? ['id', 'name', 'created_at']).includes(field)) {
    return badRequest(`Invalid order_by: ${order}`);
  }
  const tests = [stateTest(list, query), ...(list === 'runs' ? runTests(query) : [])];
  const refused = tests.find((test) => typeof test !== 'function');
  if (refused !== undefined && typeof refused !== 'function') return refused;
  const left = rows.filter((row) => tests.every((test) => typeof test === 'function' && test(row)));
  const sorted = left.toSorted((one, other) => compare(one[field], other[field]) || compare(one['id'], other['id']));
  return isDown ? sorted.toReversed() : sorted;
}

type Test = ((row: DbtRow) => boolean) | MockResponse;

function stateTest(list: DbtList, query: URLSearchParams): Test {
  if (!withState.includes(list)) return () => true;
  const state = query.get('state') ?? 'active';
  if (state === 'all') return () => true;
  const number = new Map([
    ['active', 1],
    ['1', 1],
    ['deleted', 2],
    ['2', 2],
  ]).get(state);
  return number === undefined ? badRequest(`Invalid state: ${state}`) : (row) => row['state'] === number;
}

function runTests(query: URLSearchParams): readonly Test[] {
  const job = query.get('job_definition_id');
  const after = query.get('id__gt');
  return [
    job === null ? () => true : (row) => String(row['job_definition_id']) === job,
    after === null ? () => true : (row) => Number(row['id']) > Number(after),
    rangeTest('created_at', query.get('created_at__range')),
    rangeTest('finished_at', query.get('finished_at__range')),
  ];
}

/**
 * A JSON list of two times, both inclusive. Of times with a zone only the date is compared; rows without a time are in
 * no range.
 * @see vendors reference, section 2.4
 */
function rangeTest(field: string, text: string | null): Test {
  if (text === null) return () => true;
  const ends = endsOf(text);
  if (ends === undefined) return badRequest(`Invalid ${field}__range: a list of two times is needed`);
  const [start, end] = ends.map((each) => {
    const isZoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(each.slice(10));
    return isZoned ? each.slice(0, 10) : each.replace(' ', 'T');
  });
  return (row) => {
    const value = row[field];
    if (typeof value !== 'string' || start === undefined || end === undefined) return false;
    const time = value.replace(' ', 'T').slice(0, 26);
    return time.slice(0, lengthOf(start)) >= start && time.slice(0, lengthOf(end)) <= end;
  };
}

/** Dates are compared as dates. */
function lengthOf(text: string): number {
  return text.length === 10 ? 10 : 26;
}

function endsOf(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isPair = Array.isArray(value) && value.length === 2;
    const texts = isPair ? value.filter((each): each is string => typeof each === 'string' && isTime(each)) : [];
    return texts.length === 2 ? texts : undefined;
  } catch {
    return undefined;
  }
}

function isTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(text);
}

/** Null is beyond everything, as in Postgres. */
function compare(one: unknown, other: unknown): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [first, second] = [one, other].map((value) => (typeof value === 'string' ? value.replace(' ', 'T') : ''));
  if (first === undefined || second === undefined || first === second) return 0;
  return first < second ? -1 : 1;
}
