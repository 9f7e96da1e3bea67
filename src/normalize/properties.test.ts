import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExtractedPage } from '../core/page.ts';
import { optionsWith, pageOf, runPages, type ReadRow, type ReadTables } from './read-tables.test.ts';

/** Rows with lists, of keys that the naming convention leaves alone. */
const key = fc.constantFrom('a', 'b', 'c', 'd');
/** Texts that are no numbers: coercion changes how a value reads back, never which one it is. */
const scalar = fc.oneof(
  fc.nat(),
  fc.string({ unit: 'grapheme' }).map((text) => `s${text}`),
);
const { row } = fc.letrec<{ row: ReadRow; list: unknown[]; value: unknown }>((tie) => ({
  row: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  list: fc.array(fc.oneof({ maxDepth: 4 }, scalar, tie('row'), tie('list')), { minLength: 1, maxLength: 3 }),
  value: fc.oneof({ maxDepth: 4 }, scalar, tie('row'), tie('list')),
}));

/** What flattening keeps of a row: objects become paths, lists become rows. */
function flattened(value: ReadRow, path = ''): ReadRow {
  const entries = Object.entries(value).flatMap(([name, field]): [string, unknown][] => {
    const full = path === '' ? name : `${path}__${name}`;
    if (Array.isArray(field)) return [[`${full}[]`, field.map((element) => flattenedElement(element))]];
    if (typeof field === 'object') return Object.entries(flattened(field as ReadRow, full));
    return [[full, field]];
  });
  return Object.fromEntries(entries);
}

function flattenedElement(element: unknown): ReadRow {
  if (Array.isArray(element)) return flattened({ list: element });
  return typeof element === 'object' ? flattened(element as ReadRow) : { value: element };
}

/** Joins the tables by their ids again; variants count as the column they belong to. */
function joined(tables: ReadTables, table: string, parent?: unknown): ReadRow[] {
  const rows = (tables.get(table) ?? []).filter((row) => row['_dlt_parent_id'] === parent);
  return rows.map((row) => {
    const own = Object.entries(row).filter(([name, cell]) => cell !== null && !name.startsWith('_dlt_'));
    const lists = [...tables.keys()]
      .filter((name) => name.startsWith(`${table}__`))
      .map((name): [string, ReadRow[]] => [name.slice(table.length + 2), joined(tables, name, row['_dlt_id'])])
      .filter(([, found]) => found.length > 0)
      .map(([name, found]): [string, unknown] => [`${name}[]`, found]);
    return Object.fromEntries([
      ...own.map(([name, cell]): [string, unknown] => [name.split('__v_')[0] ?? '', cell]),
      ...lists,
    ]);
  });
}

describe('properties', () => {
  test('flatten, then join, gives the rows back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const { tables } = await runPages([pageOf(rows)], optionsWith());
        expect(joined(tables, 't').map((found) => canonical(found))).toEqual(
          rows.map((value) => canonical(flattened(value))),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('I14, V11: the same pages give the same bytes, and the cut changes no row', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(row, { maxLength: 5 }), { maxLength: 5 }), async (parts) => {
        const pages = parts.map((rows): ExtractedPage => pageOf(rows));
        const [first, second] = [await runPages(pages, optionsWith()), await runPages(pages, optionsWith())];
        expect(first.stretches).toEqual(second.stretches);
        const cut = await runPages(pages, optionsWith({ everySafePoint: true }));
        expect([...cut.schema.tables]).toEqual([...first.schema.tables]);
        expect(withoutNulls(cut.tables)).toEqual(withoutNulls(first.tables));
      }),
      { numRuns: 100 },
    );
  });

  function withoutNulls(tables: ReadTables): unknown {
    return [...tables].map(([name, rows]) => [
      name,
      rows.map((row) => Object.entries(row).filter(([, cell]) => cell !== null)),
    ]);
  }
});

/** Keys in order, scalars as text. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => canonical(element));
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([name, field]): [string, unknown] => [name, canonical(field)]);
  return Object.fromEntries(fields.sort(([left], [right]) => (left < right ? -1 : 1)));
}
