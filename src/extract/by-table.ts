import type { ExtractedPage, Page } from '../core/page.ts';
import type { Row } from '../core/value.ts';
import type { Resource, TableOfRow } from '../sources/source.ts';
import { tableNameFailed, tooManyTables } from './errors.ts';

/** Tables of one resource: names that come from data must not become tables without end. */
const mostTables = 500;

/**
 * Gives the rows of a page to the tables that the code of its resource says (case 99): a page for each table, in the
 * order in which the tables are met, with its rows in their order.
 */
export class TablesByRow {
  readonly #tables = new Map<string, Set<string>>();

  /** @throws `step_failed` where the code fails, with the row; `table_limit` for more than 500 tables */
  split(resource: Resource, page: Page): readonly ExtractedPage[] {
    const { table } = resource;
    if (typeof table === 'string') return [page];
    const rowsByTable = new Map<string, Row[]>();
    for (const [index, row] of page.rows.entries()) {
      const name = nameOf(table, row, () => ({ resource: resource.name, row: index, origin: page.origin }));
      const rows = rowsByTable.get(name);
      if (rows === undefined) rowsByTable.set(name, [row]);
      else rows.push(row);
    }
    this.#count(resource.name, rowsByTable.keys());
    return [...rowsByTable].map(([name, rows]) => ({ ...page, table: name, rows }));
  }

  #count(resource: string, names: Iterable<string>): void {
    const known = this.#tables.get(resource) ?? new Set();
    this.#tables.set(resource, known);
    for (const name of names) known.add(name);
    if (known.size > mostTables) throw tooManyTables(resource, mostTables);
  }
}

function nameOf(tableOf: TableOfRow, row: Row, place: () => Parameters<typeof tableNameFailed>[0]): string {
  let name: unknown;
  try {
    name = tableOf(row);
  } catch (cause) {
    throw tableNameFailed(place(), 'it threw', cause);
  }
  if (typeof name === 'string' && name !== '') return name;
  throw tableNameFailed(place(), `it gave ${name === '' ? 'an empty text' : kindOf(name)} instead of a name`);
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return 'a promise';
  return value === null || value === undefined ? String(value) : `a value of type ${typeof value}`;
}
