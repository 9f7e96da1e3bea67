import { describe, expect, test } from 'vitest';
import { isSluiceError } from '../core/error.ts';
import type { Page } from '../core/page.ts';
import type { Row } from '../core/value.ts';
import type { Resource, TableOfRow } from '../sources/source.ts';
import { TablesByRow } from './by-table.ts';

function resourceOf(table: string | TableOfRow): Resource {
  return { kind: 'root', name: 'events', table, hints: {}, selected: true, pages: () => pagesOf() };
}

async function* pagesOf(): AsyncGenerator<Page> {
  // No page is asked for here.
}

function pageOf(...rows: readonly Row[]): Page {
  return { resource: 'events', table: 'events', rows, origin: { page: 3, url: 'https://api.example.com/e' } };
}

const byType: TableOfRow = ({ type }) => `ev_${typeof type === 'number' || typeof type === 'string' ? type : 'none'}`;

function errorOf(work: () => unknown): { readonly code: string; readonly message: string } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return isSluiceError(error)
      ? { code: error.code, message: error.message }
      : { code: 'none', message: String(error) };
  }
}

describe('TablesByRow.split()', () => {
  test('case 99: a page for each table, in the order in which they are met', () => {
    const page = pageOf({ type: 'b', v: 1 }, { type: 'a', v: 2 }, { type: 'b', v: 3 });
    const split = new TablesByRow().split(resourceOf(byType), page);
    expect(split.map(({ table, rows }) => [table, rows.map((row) => row['v'])])).toEqual([
      ['ev_b', [1, 3]],
      ['ev_a', [2]],
    ]);
    expect(split.every(({ origin, resource }) => origin === page.origin && resource === 'events')).toBe(true);
  });

  test('a page without rows is no page', () => {
    expect(new TablesByRow().split(resourceOf(byType), pageOf())).toEqual([]);
  });

  test('a table that is only a name leaves the page as it is', () => {
    const page = pageOf({ v: 1 });
    expect(new TablesByRow().split(resourceOf('events'), page)[0]).toBe(page);
  });

  test('prototype names are names', () => {
    const split = new TablesByRow().split(
      resourceOf(({ type }) => (typeof type === 'string' ? type : 'none')),
      pageOf({ type: '__proto__' }),
    );
    expect(split.map(({ table }) => table)).toEqual(['__proto__']);
  });

  test.each([
    [
      'it threw',
      'it threw Error: no type',
      (): string => {
        throw new Error('no type');
      },
    ],
    ['nothing', 'it gave undefined instead of a name', (): string => undefined as unknown as string],
    ['a number', 'it gave a value of type number', (): string => 1 as unknown as string],
    ['a promise', 'it gave a promise', (): string => Promise.resolve('x') as unknown as string],
    ['an empty text', 'it gave an empty text', (): string => ''],
  ] as const)('%s is step_failed with the place of the row', (_, why, table) => {
    const place = (row: Row): string => (row['v'] === 2 ? table() : 'x');
    const error = errorOf(() => new TablesByRow().split(resourceOf(place), pageOf({ v: 1 }, { v: 2 })));
    expect(error?.code).toBe('step_failed');
    expect(error?.message).toContain(why);
    expect(error?.message).toContain('(row 1 of page 3 of https://api.example.com/e)');
  });

  test('data does not make tables without end: 500 and no more, over all pages', () => {
    const tables = new TablesByRow();
    const split = (from: number, count: number): unknown =>
      tables.split(
        resourceOf(byType),
        pageOf(...Array.from({ length: count }, (_, index) => ({ type: from + index }))),
      );
    split(0, 300);
    split(200, 300);
    expect(errorOf(() => split(500, 1))).toMatchObject({ code: 'table_limit' });
  });
});
