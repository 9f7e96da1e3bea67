import { describe, expect, test } from 'vitest';
import { addColumns, addNestedTable } from './evolve.ts';
import { applyHints } from './hints.ts';
import { snakeCase } from './naming/snake-case.ts';
import { completeColumns, newSchema } from './schema.ts';
import { loadIdColumn, rowIdColumn } from './system-tables.ts';
import type { ColumnSchema, DataType, Schema, TableHints, TableSchema } from './table.ts';

const naming = snakeCase();
const name = naming.table('t');
const fresh = newSchema('demo');

const hint = (hints: TableHints, schema: Schema = fresh): Schema =>
  applyHints(schema, { resource: 'T', table: 't', hints }, naming);

const found = (column: string, dataType: DataType): ColumnSchema => ({
  name: naming.column(column),
  dataType,
  nullable: true,
});

function tableOf(schema: Schema): TableSchema {
  const table = schema.tables.get(name);
  if (table === undefined) throw new Error('no table t');
  return table;
}

/** Columns as the reference writes them: `a:text`, and `!` where null is refused. */
const columnsOf = (schema: Schema): readonly string[] =>
  completeColumns(tableOf(schema)).map((column) => `${column.name}:${column.dataType}${column.nullable ? '' : '!'}`);

const keysOf = (schema: Schema, key: 'primaryKey' | 'mergeKey'): readonly string[] =>
  [...tableOf(schema).columns.values()].filter((column) => column[key] === true).map((column) => column.name);

describe('applyHints(): order of columns', () => {
  test('case 90: typed hints first, a key where its value is found', () => {
    const hints = {
      primaryKey: ['k'],
      columns: [
        { name: 'a', dataType: 'text' },
        { name: 'm', dataType: 'bool' },
      ],
    } as const;
    const schema = addColumns(hint(hints), name, [
      found('z', 'bigint'),
      found('k', 'bigint'),
      loadIdColumn,
      rowIdColumn,
    ]);
    expect(columnsOf(schema)).toEqual([
      'a:text',
      'm:bool',
      'z:bigint',
      'k:bigint!',
      '_dlt_load_id:text!',
      '_dlt_id:text!',
    ]);
  });

  test('case 91: names of hints go through the naming convention', () => {
    const schema = hint({ primaryKey: ['userId'], columns: [{ name: 'Some Col', dataType: 'bigint' }] });
    expect(columnsOf(addColumns(schema, name, [found('user_id', 'bigint')]))).toEqual([
      'some_col:bigint',
      'user_id:bigint!',
    ]);
  });

  test('case 92: a hint without a type keeps what it says until the type is found', () => {
    const schema = hint({ columns: [{ name: 'a', nullable: false }] });
    expect(columnsOf(schema)).toEqual([]);
    expect(columnsOf(addColumns(schema, name, [found('a', 'bigint')]))).toEqual(['a:bigint!']);
  });

  test('section 4.4: the column of a cursor says so, whatever else is said of it, and keeps it', () => {
    const schema = hint({ cursorColumn: 'updatedAt', columns: [{ name: 'updatedAt', description: 'when' }] });
    const column = { description: 'when', extra: { incremental: true } };
    expect(tableOf(schema).columns.get(naming.column('updatedAt'))).toMatchObject(column);
    expect(tableOf(hint({}, schema)).columns.get(naming.column('updatedAt'))).toMatchObject(column);
  });

  test('a later hint completes a column and moves it to the end', () => {
    const first = hint({ columns: [{ name: 'a' }, { name: 'b', dataType: 'text' }] });
    expect(columnsOf(hint({ columns: [{ name: 'a', dataType: 'date' }] }, first))).toEqual(['b:text', 'a:date']);
  });

  test('two hints that meet in one name are merged', () => {
    expect(
      columnsOf(
        hint({
          columns: [
            { name: 'A', dataType: 'text' },
            { name: 'a', nullable: false },
          ],
        }),
      ),
    ).toEqual(['a:text!']);
  });
});

describe('applyHints(): keys', () => {
  test('section 5.10: new keys replace the old ones, which stay not null', () => {
    const schema = hint({ primaryKey: ['b'] }, hint({ primaryKey: ['a'], mergeKey: ['m'] }));
    expect(keysOf(schema, 'primaryKey')).toEqual(['b']);
    expect(keysOf(schema, 'mergeKey')).toEqual(['m']);
    expect(tableOf(schema).columns.get(naming.column('a'))?.nullable).toBe(false);
  });

  test('keys of column hints replace the old ones too, and those of the table win', () => {
    const schema = hint({ columns: [{ name: 'b', primaryKey: true }] }, hint({ primaryKey: ['a'] }));
    expect(keysOf(schema, 'primaryKey')).toEqual(['b']);
    expect(keysOf(hint({ primaryKey: ['c'], columns: [{ name: 'b', primaryKey: true }] }), 'primaryKey')).toEqual([
      'c',
    ]);
  });

  test.each([undefined, []])('keys that are not given stay: %j', (primaryKey) => {
    expect(keysOf(hint({ primaryKey }, hint({ primaryKey: ['a', 'b'] })), 'primaryKey')).toEqual(['a', 'b']);
  });

  test('a key may be null where its own hint says so', () => {
    const schema = hint({ primaryKey: ['a'], columns: [{ name: 'a', nullable: true }] });
    expect(tableOf(schema).columns.get(naming.column('a'))?.nullable).toBe(true);
  });
});

describe('applyHints(): tables', () => {
  test('a disposition holds for its run only', () => {
    expect(tableOf(hint({})).writeDisposition).toBe('append');
    const replaced = hint({ writeDisposition: 'replace', maxTableNesting: 1 });
    expect(tableOf(replaced).writeDisposition).toBe('replace');
    expect(tableOf(hint({}, replaced))).toMatchObject({ writeDisposition: 'append', maxNesting: 1, resource: 'T' });
  });

  test('section 3.3: a merged table hands its row id down, also after it is no longer merged', () => {
    const merged = hint({ writeDisposition: 'merge' });
    expect([...merged.rootKeyTables]).toEqual(['t']);
    expect([...hint({}, merged).rootKeyTables]).toEqual(['t']);
    expect([...hint({}).rootKeyTables]).toEqual([]);
  });

  test('case 28: a source may ask for root keys everywhere, or nowhere', () => {
    expect([...hint({}, { ...fresh, rootKeys: true }).rootKeyTables]).toEqual(['t']);
    expect([...hint({ writeDisposition: 'merge' }, { ...fresh, rootKeys: false }).rootKeyTables]).toEqual([]);
  });

  test('doing it twice is doing it once', () => {
    const hints: TableHints = {
      writeDisposition: 'merge',
      primaryKey: ['id'],
      mergeKey: ['Day'],
      columns: [{ name: 'x' }, { name: 'Id', dataType: 'bigint' }, { name: 'y', nullable: true }],
    };
    expect(hint(hints, hint(hints))).toEqual(hint(hints));
    expect([...tableOf(hint(hints, hint(hints))).columns.keys()]).toEqual([...tableOf(hint(hints)).columns.keys()]);
  });

  test('case 32: the table is called by the naming convention', () => {
    const schema = applyHints(fresh, { resource: 'r', table: 'My Table-Name', hints: {} }, naming);
    expect([...schema.tables.keys()]).toEqual(['_dlt_version', '_dlt_loads', 'my_table_name']);
  });

  test('section 6.3: the type of a column does not change', () => {
    const schema = hint({ columns: [{ name: 'a', dataType: 'text' }] });
    expect(() => hint({ columns: [{ name: 'A', dataType: 'bigint' }] }, schema)).toThrow(
      expect.objectContaining({
        code: 'schema_conflict',
        message: 'Cannot make column a of table t bigint: it is text already',
      }),
    );
  });

  test('section 6.3: the table of a list takes no resource', () => {
    const nested = addNestedTable(hint({}), naming.table('t__l'), name);
    expect(() => applyHints(nested, { resource: 'r', table: 't__l', hints: {} }, naming)).toThrow(
      expect.objectContaining({ code: 'schema_conflict' }),
    );
  });
});
