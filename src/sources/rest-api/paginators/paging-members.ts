import { isRow, type Row, type Value } from '../../../core/value.ts';
import type { ApiPage } from './paginator.ts';

/** A member of an answer that stands where APIs speak of paging. */
export interface PagingMember {
  /** From the root of the answer. */
  readonly names: readonly string[];
  readonly key: string;
  readonly value: Value;
  /** What the member is in. */
  readonly holder: Row;
}

/**
 * Members of the envelope around the rows, of objects that are named after paging, and of those that hold a list; depth
 * first, in the order of the answer (4.10). What is a row says nothing about paging (W8).
 */
export function pagingMembers(page: ApiPage): Generator<PagingMember> {
  return membersOf(page.body, [], isOneRow(page, page.body) ? page.body : page.rows[0]);
}

/** True where this value is the only row of the page. */
export function isOneRow({ rows }: ApiPage, value: Value): boolean {
  return rows.length === 1 && rows[0] === value;
}

const deepest = 6;
const namesOfPaging = /link|meta|pag(?:e|ing|inat)|cursor|navigation|^extra$|^next$/i;

function* membersOf(holder: Value, names: readonly string[], row: Value | undefined): Generator<PagingMember> {
  if (!isRow(holder) || names.length >= deepest) return;
  const speaksOfPaging = holder !== row && (names.some(isNameOfPaging) || names.length === 0 || hasList(holder));
  for (const [key, value] of Object.entries(holder)) {
    const path = [...names, key];
    if (speaksOfPaging) yield { names: path, key, value, holder };
    if (value !== row) yield* membersOf(value, path, row);
  }
}

/** Names of objects such as `meta`, `_links`, `page_info`, `pagination`, `cursors`. */
function isNameOfPaging(name: string): boolean {
  return namesOfPaging.test(name);
}

function hasList(row: Row): boolean {
  return Object.values(row).some((value) => Array.isArray(value));
}
