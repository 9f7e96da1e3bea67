import { describe, expect, test } from 'vitest';
import type { ColumnName, TableName } from '../core/names.ts';
import { schemaDocument, schemaFromDocument } from './document.ts';
import { addColumns, addNestedTable, markSeen } from './evolve.ts';
import { applyHints } from './hints.ts';
import { snakeCase } from './naming/snake-case.ts';
import { newSchema, withTable } from './schema.ts';
import {
  listIndexColumn,
  loadIdColumn,
  parentIdColumn,
  rootIdColumn,
  rowIdColumn,
  stateTable,
} from './system-tables.ts';
import type { ColumnSchema, Schema, TableHints } from './table.ts';
import { versioned, versionHash } from './version.ts';

const naming = snakeCase();
const table = naming.table('t');
const list = naming.table('t__l');
const bigint = (name: string): ColumnSchema => ({ name: name as ColumnName, dataType: 'bigint', nullable: true });

/** The schema that rows `[{"id":1,"l":[1]}]` make, built by hand. */
function schemaOfRows(hinted: Schema, isMerged: boolean): Schema {
  const withState = withTable(hinted, { ...stateTable, seenData: true });
  const rooted = addColumns(withState, table, [bigint('id'), loadIdColumn, rowIdColumn]);
  const rootId = isMerged ? [rootIdColumn] : [];
  const nested = addColumns(addNestedTable(rooted, list, table), list, [
    bigint('value'),
    ...rootId,
    parentIdColumn,
    listIndexColumn,
    rowIdColumn,
  ]);
  return markSeen(markSeen(nested, table), list);
}

const hinted = (hints: TableHints): Schema =>
  applyHints(newSchema('demo'), { resource: 't', table: 't', hints }, naming);

describe('versionHash() and versioned()', () => {
  test('case 139: the hashes that dlt gives a first run, append', () => {
    const start = hinted({});
    const schema = versioned(undefined, start, schemaOfRows(start, false));
    expect(versionHash(schema)).toBe('A6TqRLQgzDxRxWq4WnI4+mx+GULUrTmCFit0s5uEWfk=');
    expect(schema.version).toBe(2);
    expect(schema.previousHashes).toEqual([
      'h6LZakcf5s55UYBlO0UbQ+x66IzsCzsHFsSoVfCJuWo=',
      'S5deqWlVWljp24Suc7UjnkChWK89MGc7Y+fEshLsQzE=',
    ]);
  });

  test('case 139: the hash that dlt gives a first run, merge with a primary key', () => {
    const start = hinted({ writeDisposition: 'merge', primaryKey: ['id'] });
    const schema = versioned(undefined, start, schemaOfRows(start, true));
    expect(versionHash(schema)).toBe('64Fm2wOpJ0WqQlP7pYxGUhqi2HV1m680dTX5OzK+bLw=');
  });

  test('case 140: a column more is a version more; nothing new is no new version', () => {
    const start = hinted({});
    const first = versioned(undefined, start, schemaOfRows(start, false));
    expect(versioned(first, first, first)).toEqual(first);
    const more = versioned(first, first, addColumns(first, table, [bigint('b')]));
    expect(more.version).toBe(3);
    expect(more.previousHashes[0]).toBe(versionHash(first));
  });

  test('the order of columns counts', () => {
    const columns = [bigint('a'), bigint('b')];
    const [one, other] = [columns, columns.toReversed()].map((some) =>
      versionHash(addColumns(hinted({}), table, some)),
    );
    expect(one).not.toBe(other);
  });
});

describe('schemaDocument() and schemaFromDocument()', () => {
  test('a schema comes back as it was', () => {
    const start = hinted({ writeDisposition: 'merge', primaryKey: ['id'], maxTableNesting: 2 });
    const schema = versioned(undefined, start, schemaOfRows(start, true));
    const read = schemaFromDocument(schemaDocument(schema, versionHash(schema)));
    expect(versionHash(read)).toBe(versionHash(schema));
    expect(schemaDocument(read, '')).toEqual(schemaDocument(schema, ''));
    expect(read.rootKeyTables).toEqual(new Set([table]));
  });

  test('properties that nothing here reads survive', () => {
    const schema = hinted({});
    const document = structuredClone(schemaDocument(schema, '')) as {
      tables: { [name: string]: { [property: string]: unknown } };
    };
    const some: { [property: string]: unknown } = document.tables['t'] ?? {};
    some['x-merge-strategy'] = 'scd2';
    some['filters'] = { excludes: ['re:x'] };
    const read = schemaFromDocument(document as never);
    expect(read.tables.get('t' as TableName)?.extra).toEqual({
      filters: { excludes: ['re:x'] },
    });
    expect(schemaDocument(read, '')).toEqual(document);
  });

  test.each([
    [{ engine_version: 12 }, 'engine version is 12'],
    [[], 'not an object'],
    [{ engine_version: 11, tables: { t: 5 }, settings: {}, name: 'x' }, 'table t is not an object'],
  ])('refuses %j', (document, why) => {
    expect(() => schemaFromDocument(document)).toThrow(why);
  });
});
