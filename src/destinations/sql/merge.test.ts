import { expect, test } from 'vitest';
import type { ColumnName, TableName } from '../../core/names.ts';
import type { ColumnSchema, TableSchema } from '../../schema/table.ts';
import { duckdbDialect } from '../duckdb/dialect.ts';
import { closeDatabase, openDatabase, rowsOf } from '../duckdb/session.ts';
import { sqlDataset } from './dialect.ts';
import { merge } from './merge.ts';

const column = (name: string, more: Partial<ColumnSchema> = {}): ColumnSchema => ({
  name: name as ColumnName,
  dataType: 'text',
  nullable: true,
  ...more,
});

function table(name: string, columns: readonly ColumnSchema[], parent?: string): TableSchema {
  return {
    name: name as TableName,
    columns: new Map(columns.map((one) => [one.name, one])),
    parent: parent as TableName | undefined,
    seenData: true,
  };
}

const id = column('_dlt_id', { rowKey: true });

/** Merges what `staging` holds into what `final` holds. */
async function merged(root: TableSchema, final: string, staging: string): Promise<readonly string[]> {
  const open = await openDatabase('', {});
  try {
    const columns = [...root.columns.keys()].map((name) => `"${name}" varchar`).join(', ');
    for (const [schema, values] of [
      ['ds', final],
      ['ds_staging', staging],
    ] as const) {
      await open.connection.run(`create schema ${schema}`);
      await open.connection.run(`create table ${schema}.t(${columns})`);
      await open.connection.run(`insert into ${schema}.t values ${values}`);
    }
    for (const { text } of merge(sqlDataset(duckdbDialect, 'ds'), [root], '2024-01-01'))
      await open.connection.run(text);
    const rows = await rowsOf(open.connection, { text: 'select * exclude (_dlt_id) from ds.t' });
    return rows.map((row) => row.map((value) => value ?? '-').join('|')).toSorted();
  } finally {
    closeDatabase(open);
  }
}

test('merge(): a null in a key matches nothing', async () => {
  const root = table('t', [column('k', { mergeKey: true }), column('v'), id]);
  expect(await merged(root, "(null, 'old', 'a'), ('x', 'old', 'b')", "(null, 'new', 'c'), ('x', 'new', 'd')")).toEqual([
    '-|new',
    '-|old',
    'x|new',
  ]);
});

test('case 115: the dedup_sort column chooses among rows with the same key', async () => {
  const rows = "('1', '1', 'a'), ('1', '3', 'b'), ('1', '2', 'c')";
  const sorted = (dedupSort: 'asc' | 'desc') =>
    table('t', [column('id', { primaryKey: true }), column('at', { dedupSort }), id]);
  expect(await merged(sorted('desc'), "('9', '9', 'z')", rows)).toEqual(['1|3', '9|9']);
  expect(await merged(sorted('asc'), "('9', '9', 'z')", rows)).toEqual(['1|1', '9|9']);
});

test('case 115: the newest row is deleted, so the key is gone', async () => {
  const columns = [column('id', { primaryKey: true }), column('at', { dedupSort: 'desc' })];
  const root = table('t', [...columns, column('gone', { hardDelete: true }), id]);
  expect(await merged(root, "('1', '0', null, 'z')", "('1', '1', null, 'a'), ('1', '3', 'yes', 'b')")).toEqual([]);
});

const scd2 = { writeDisposition: 'merge', mergeStrategy: 'scd2' } as const;
const validity = [
  column('from', { dataType: 'timestamp', validFrom: true }),
  column('to', { dataType: 'timestamp', validTo: true, activeRecordTimestamp: null }),
];

test('case 123: a natural key of two columns is compared column by column', () => {
  const keys = [column('a', { mergeKey: true }), column('b', { mergeKey: true })];
  const root = { ...table('t', [...validity, ...keys, column('_dlt_id', { rowVersion: true })]), ...scd2 };
  const [retirement] = merge(sqlDataset(duckdbDialect, 'ds'), [root], '2024-01-01T00:00:00.5Z');
  expect(retirement?.text).toContain('d."a" = s."a" AND d."b" = s."b"');
  expect(retirement?.text).toContain("'2024-01-01 00:00:00.500000+00:00'");
});

test('S5: names and moments of a history stay names and literals', () => {
  const odd = column('x" = 1 --', { rowVersion: true });
  const root = { ...table('t', [...validity, odd]), ...scd2, boundaryTimestamp: '2024-01-01' };
  const texts = merge(sqlDataset(duckdbDialect, 'ds'), [root], 'unused').map(({ text }) => text);
  expect(texts.join('\n')).toContain('"x"" = 1 --"');
  const hostile = { ...root, boundaryTimestamp: "2024'; DROP TABLE t; --" };
  expect(() => merge(sqlDataset(duckdbDialect, 'ds'), [hostile], '2024-01-01')).toThrow(TypeError);
});

test.each(['order', 'user'])('case 150: a column called %s marks deleted rows, with nested tables', (name) => {
  const root = table('t', [column('id', { primaryKey: true }), column(name, { hardDelete: true }), id]);
  const child = table('t__l', [column('_dlt_root_id', { rootKey: true }), id], 't');
  const texts = merge(sqlDataset(duckdbDialect, 'ds'), [root, child], '2024-01-01').map(({ text }) => text);
  expect(texts.join('\n')).toContain(`NOT ("${name}" IS NOT NULL)`);
});

test('case 116: without a key, rows that are marked as deleted and their nested rows stay away', () => {
  const root = table('t', [column('gone', { hardDelete: true, dataType: 'bool' }), id]);
  const child = table('t__l', [column('_dlt_root_id', { rootKey: true }), id], 't');
  const texts = merge(sqlDataset(duckdbDialect, 'ds'), [root, child], '2024-01-01').map(({ text }) => text);
  expect(texts.some((text) => text.startsWith('DELETE'))).toBe(false);
  expect(texts.filter((text) => text.startsWith('INSERT') && text.includes('sluice_kept'))).toHaveLength(2);
});

test('case 130: nested tables deeper than one level need a root key', () => {
  const root = table('t', [column('id', { primaryKey: true }), id]);
  const child = table('t__l', [column('_dlt_parent_id', { parentKey: true }), id], 't');
  const grandchild = table('t__l__m', [column('_dlt_parent_id', { parentKey: true }), id], 't__l');
  const dataset = sqlDataset(duckdbDialect, 'ds');
  expect(
    merge(dataset, [root, child], '2024-01-01')
      .map(({ text }) => text)
      .join('\n'),
  ).toContain('"_dlt_parent_id" IN');
  expect(() => merge(dataset, [root, child, grandchild], '2024-01-01')).toThrow(
    expect.objectContaining({ code: 'schema_conflict' }),
  );
});
