import { describe, expect, test } from 'vitest';
import type { TableName } from '../core/names.ts';
import { addColumns, addNestedTable, changesBetween, markSeen } from './evolve.ts';
import { applyHints } from './hints.ts';
import { snakeCase } from './naming/snake-case.ts';
import { completeColumns, descendantsOf, newSchema, rootOf, schemaNameFrom } from './schema.ts';
import { rowIdColumn } from './system-tables.ts';
import type { ColumnSchema, Schema, TableHints } from './table.ts';

const naming = snakeCase();
const table = (name: string): TableName => naming.table(name);
const column = (name: string): ColumnSchema => ({ name: naming.column(name), dataType: 'text', nullable: true });
const start = (hints: TableHints = {}): Schema =>
  applyHints(newSchema('demo'), { resource: 't', table: 't', hints }, naming);

const namesIn = (schema: Schema): readonly string[] => [...(schema.tables.get(table('t'))?.columns.keys() ?? [])];

describe('addColumns()', () => {
  test('section 2.6: late columns come behind those that are there', () => {
    const first = addColumns(start(), table('t'), [column('a'), rowIdColumn]);
    expect(namesIn(addColumns(first, table('t'), [column('b')]))).toEqual(['a', '_dlt_id', 'b']);
  });

  test('I4: a column that is complete stays as it is', () => {
    const first = addColumns(start(), table('t'), [column('a')]);
    const again = addColumns(first, table('t'), [{ ...column('a'), dataType: 'bigint', nullable: false }]);
    expect(again).toEqual(first);
  });

  test('a hinted column takes its place with its type and keeps its hints', () => {
    const hinted = start({ primaryKey: ['k'], columns: [{ name: 'd', description: 'why' }] });
    const schema = addColumns(hinted, table('t'), [column('a'), column('k'), column('d')]);
    expect(namesIn(schema)).toEqual(['a', 'k', 'd']);
    const columns = schema.tables.get(table('t'))?.columns;
    expect(columns?.get(naming.column('k'))).toMatchObject({ nullable: false, primaryKey: true, dataType: 'text' });
    expect(columns?.get(naming.column('d'))).toMatchObject({ description: 'why', nullable: true });
  });

  test('leaves the schema that it got alone', () => {
    const schema = start();
    addColumns(schema, table('t'), [column('a')]);
    markSeen(schema, table('t'));
    addNestedTable(schema, table('t__l'), table('t'));
    expect(schema).toEqual(start());
  });
});

describe('markSeen() and addNestedTable()', () => {
  test('nothing new is the same schema', () => {
    const nested = markSeen(addNestedTable(start(), table('t__l'), table('t')), table('t__l'));
    expect(markSeen(nested, table('t__l'))).toBe(nested);
    expect(addNestedTable(nested, table('t__l'), table('t'))).toBe(nested);
  });
});

describe('changesBetween()', () => {
  test('tells new tables and columns that have a type', () => {
    const before = addColumns(start({ primaryKey: ['k'] }), table('t'), [column('a')]);
    const grown = addColumns(before, table('t'), [column('k')]);
    const after = addColumns(addNestedTable(grown, table('t__l'), table('t')), table('t__l'), [column('value')]);
    expect(
      changesBetween(before, after).map(({ table, isNew, addedColumns }) => [
        table,
        isNew,
        addedColumns.map(({ name }) => name),
      ]),
    ).toEqual([
      ['t', false, ['k']],
      ['t__l', true, ['value']],
    ]);
    expect(changesBetween(after, after)).toEqual([]);
  });

  test('a table whose columns are all unknown is no change', () => {
    expect(changesBetween(newSchema('demo'), start({ primaryKey: ['k'] }))).toEqual([]);
  });
});

describe('schema', () => {
  test('rootOf() and descendantsOf() follow the parents, in the order of the schema', () => {
    const list = addNestedTable(start(), table('t__l'), table('t'));
    const deep = addNestedTable(list, table('t__l__m'), table('t__l'));
    const all = applyHints(deep, { resource: 'u', table: 't__other', hints: {} }, naming);
    expect(descendantsOf(all, table('t')).map(({ name }) => name)).toEqual(['t__l', 't__l__m']);
    const last = all.tables.get(table('t__l__m'));
    expect(last && rootOf(all, last).name).toBe('t');
    expect(descendantsOf(all, table('t__other'))).toEqual([]);
  });

  test('completeColumns() leaves out what has no type', () => {
    const hinted = start({ primaryKey: ['k'], columns: [{ name: 'a', dataType: 'text' }] }).tables.get(table('t'));
    expect(hinted && completeColumns(hinted).map(({ name }) => name)).toEqual(['a']);
  });

  test.each([
    ['My-Pipe', 'my_pipe'],
    ['x'.repeat(70), /^x{29}uaqhmqx{29}$/],
  ])('section 1.1: schemaNameFrom(%j)', (text, name) => {
    expect(schemaNameFrom(text)).toMatch(name);
  });
});
