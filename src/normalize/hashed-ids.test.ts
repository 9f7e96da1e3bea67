import { expect, test } from 'vitest';
import type { TableName } from '../core/names.ts';
import { ExactNumber } from '../core/value.ts';
import type { TableHints } from '../schema/table.ts';
import { childHashId, rowHashId } from './hashed-ids.ts';
import { runRows } from './read-tables.test.ts';

const text = (id: Uint8Array): string => Buffer.from(id).toString();

/** The ids of a table, in its order. */
async function idsOf(hints: TableHints, rows: readonly unknown[], table = 't'): Promise<readonly unknown[]> {
  const { tables } = await runRows(hints, rows);
  return (tables.get(table) ?? []).map((row) => row['_dlt_id']);
}

const upsert = { writeDisposition: 'merge', merge: { strategy: 'upsert' } } as const;
const scd2 = { writeDisposition: 'merge', merge: { strategy: 'scd2' } } as const;

test.each([
  ['abc', 't__l', 0, 'P8auAUAaDg4Piw'],
  ['abc', 't__l', 10, 'Uzu/IvYV/LRuFQ'],
  ['NERjR2NVtHIbDA', 'orders__items', 2, '15W3hrrk4JDY6g'],
])('section 3.3: childHashId() of %s in %s at %s', (parent, table, index, id) => {
  expect(text(childHashId(Buffer.from(parent), table as TableName, index))).toBe(id);
});

test('section 3.3: rowHashId() leaves out what the engine names', () => {
  expect(text(rowHashId({ id: 1, _dlt_load_id: 'x', l: [1] }))).toBe('GezhSC4D4Kmqzg');
});

test.each(['upsert', 'insert-only'] as const)(
  'case 118: %s makes ids of the key, and children of them',
  async (strategy) => {
    const hints = { ...upsert, merge: { strategy }, primaryKey: ['id'] };
    const rows = [{ id: 1, v: 'a2', l: [9] }, { id: 2, v: 'b', l: [5] }, { id: 3 }];
    expect(await idsOf(hints, rows)).toEqual(['z5jIxXIbUnmbKw', 'M6/KlLzJ2FeV/w', 'hKdQ/VhGat+Pgw']);
    expect(await idsOf(hints, rows, 't__l')).toEqual(['6rVOW0pbUSjaAg', '1MJ7EXK/BWDNxw']);
  },
);

test('section 3.3: a key of two columns, under their names in the table', async () => {
  const hints = { ...upsert, primaryKey: ['b', 'A'] };
  expect(await idsOf(hints, [{ A: 1, b: 'x' }])).toEqual(['khlsLbyhkJKGeQ']);
});

test('case 122: scd2 makes ids of the whole row', async () => {
  const rows = [
    { id: 1, v: 'a', l: [1] },
    { id: 1, v: 'a2', l: [1, 2] },
  ];
  expect(await idsOf(scd2, rows)).toEqual(['I+e1ooEMDlPuqw', 'wDXttDn0bnsgkw']);
  expect(await idsOf(scd2, rows, 't__l')).toEqual(['AEtg6g36siiokg', 's6l9yh0Ct2bSeA', 'qmTudC7qDtJY7w']);
});

test('section 3.3: a double keeps its fraction in the hash', async () => {
  expect(await idsOf(scd2, [{ id: new ExactNumber('1.0') }, { id: null }])).toEqual([
    'cvXT4XHjvZjFxg',
    'ljdFSlj0Tv4BqQ',
  ]);
});

test('case 125: with versions of its own a row has a random id', async () => {
  const hints: TableHints = { ...scd2, merge: { strategy: 'scd2', history: { rowVersionColumn: 'h' } } };
  const [id] = await idsOf(hints, [{ id: 1, h: 'x' }]);
  expect(id).toHaveLength(12);
});

test('case 94: children of a row with its own id are made of that id', async () => {
  const rows = [{ _dlt_id: 'custom1', a: 1, l: [1, 2] }];
  expect(await idsOf({}, rows)).toEqual(['custom1']);
  expect(await idsOf({}, rows, 't__l')).toEqual(['TLe5hDKRrQOJOA', 'OVb49vSVsVihww']);
});

test('case 111: a row without the key has no id', async () => {
  const failed = idsOf({ ...upsert, primaryKey: ['id'] }, [{ v: 1 }]);
  await expect(failed).rejects.toMatchObject({ code: 'value_not_null' });
});

test('rows with the same key are told apart beside the schema', async () => {
  const rows = [
    { id: 1, l: [1] },
    { id: 1, l: [2] },
  ];
  const { schema, tables } = await runRows({ ...upsert, primaryKey: ['id'] }, rows);
  const occurrences = (table: string): unknown[] => (tables.get(table) ?? []).map((row) => row['sluice occurrence']);
  expect(new Set(occurrences('t')).size).toBe(2);
  expect(occurrences('t__l')).toEqual(occurrences('t'));
  expect([...(schema.tables.get('t' as TableName)?.columns.keys() ?? [])]).toEqual(['id', '_dlt_load_id', '_dlt_id']);
});
