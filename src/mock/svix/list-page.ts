import { jsonResponse } from '../json-response.ts';
import type { MockResponse } from '../mock-api.ts';
import { invalidQuery, unreadableQuery } from './answers.ts';
import type { SvixRow } from './rows.ts';

export interface ListRules {
  /** The field that the list is ordered and walked by. */
  readonly key: string;
  readonly order: 'ascending' | 'descending';
  /** What an iterator of this list looks like. */
  readonly iterator: RegExp;
}

/**
 * One page of a list, by keyset: `iterator` names the last row of every page that has rows, the last page included;
 * `-<key>` walks backwards. The end is told by `done` alone.
 * @see vendors reference, section 4.2
 */
export function listPage(rows: readonly SvixRow[], rules: ListRules, query: URLSearchParams): MockResponse {
  const question = readQuestion(rules, query);
  if ('status' in question) return question;
  const inOrder = rows.toSorted((one, other) => compare(keyOf(one, rules), keyOf(other, rules)));
  if (question.order === 'descending') inOrder.reverse();
  return jsonResponse(200, envelope(pageOf(inOrder, rules, question), rules));
}

interface Question {
  readonly limit: number;
  readonly order: 'ascending' | 'descending';
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

interface Found {
  readonly data: readonly SvixRow[];
  readonly done: boolean;
}

const mostRows = 250;
const usualRows = 50;

function readQuestion(rules: ListRules, query: URLSearchParams): Question | MockResponse {
  const limit = query.get('limit') ?? String(usualRows);
  if (!/^\d{1,18}$/.test(limit)) return unreadableQuery(`limit: invalid digit found in string`);
  if (Number(limit) > mostRows) return invalidQuery('limit', `Given limit must not exceed ${mostRows}`);
  if (Number(limit) < 1) return invalidQuery('limit', 'Given limit must be at least 1');
  const order = query.get('order') ?? rules.order;
  if (order !== 'ascending' && order !== 'descending') return unreadableQuery(`order: unknown variant ${order}`);
  const question = { limit: Number(limit), order } as const;
  const iterator = query.get('iterator');
  if (iterator === null) return question;
  const [backwards, key] = iterator.startsWith('-') ? [true, iterator.slice(1)] : [false, iterator];
  if (!rules.iterator.test(key)) return invalidQuery('iterator', 'Given iterator is not one of this list');
  return backwards ? { ...question, before: key } : { ...question, after: key };
}

/** The server looks one row further than it gives; when there is none, it is done. */
function pageOf(inOrder: readonly SvixRow[], rules: ListRules, question: Question): Found {
  const { limit, after, before } = question;
  const side = question.order === 'ascending' ? 1 : -1;
  const behind = (row: SvixRow, key: string): number => compare(keyOf(row, rules), key) * side;
  if (before !== undefined) {
    const found = inOrder.filter((row) => behind(row, before) < 0);
    return { data: found.slice(-limit), done: found.length <= limit };
  }
  const found = after === undefined ? inOrder : inOrder.filter((row) => behind(row, after) > 0);
  return { data: found.slice(0, limit), done: found.length <= limit };
}

function envelope({ data, done }: Found, rules: ListRules): unknown {
  const [first, last] = [data[0], data.at(-1)];
  if (first === undefined || last === undefined) return { data, iterator: null, done };
  return { data, iterator: keyOf(last, rules), prevIterator: `-${keyOf(first, rules)}`, done };
}

function keyOf(row: SvixRow, rules: ListRules): string {
  return String(row[rules.key]);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
