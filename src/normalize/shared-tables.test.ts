import { describe, expect, test } from 'vitest';
import type { TableHints } from '../schema/table.ts';
import { optionsWith, pageOf, runPages, shown } from './read-tables.test.ts';

/** Rows of resource `one`, then of `two`, all of the table `t`; hints are those of `two`. */
function sharing(hints: TableHints, ...[one, two]: readonly (readonly unknown[])[]): ReturnType<typeof runPages> {
  const resources = new Map([
    ['one', { table: 't', hints: {} }],
    ['two', { table: 't', hints }],
  ]);
  const pages = [pageOf(one ?? [], { resource: 'one' }), pageOf(two ?? [], { resource: 'two' })];
  return runPages(pages, optionsWith({ resources }));
}

describe('a table that two resources share', () => {
  test('follows what the second one says of a column, with rows of the first in it', async () => {
    const loaded = await sharing({ columns: [{ name: 'late', dataType: 'text' }] }, [{ id: 1 }], [{ id: 2, late: 5 }]);
    expect(shown(loaded)).toEqual({
      't(id:bigint,std,late:text)': [
        [1, null],
        [2, '5'],
      ],
    });
  });

  test('and the tables below it follow, too: their rows carry the id of the root from then on', async () => {
    const hints: TableHints = { writeDisposition: 'merge', columns: [{ name: 'id', primaryKey: true }] };
    const { tables } = await sharing(hints, [{ id: 1, list: [1] }], [{ id: 2, list: [2] }]);
    const rows = tables.get('t__list') ?? [];
    expect(rows.map(({ value }) => value)).toEqual([1, 2]);
    expect(rows[1]?.['_dlt_root_id']).toBe(tables.get('t')?.[1]?.['_dlt_id']);
  });
});
