import { describe, expect, test } from 'vitest';
import type { TableName } from '../core/names.ts';
import { applyHints } from './hints.ts';
import { snakeCase } from './naming/snake-case.ts';
import { newSchema } from './schema.ts';
import { markSeen } from './evolve.ts';
import type { Schema, TableHints } from './table.ts';

const t = 't' as TableName;

function hinted(schema: Schema, hints: TableHints): Schema {
  return applyHints(schema, { resource: 't', table: 't', hints }, snakeCase());
}

const known = markSeen(hinted(newSchema('s'), { columns: [{ name: 'a', dataType: 'bigint' }] }), t);
const names = (schema: Schema, table: TableName = t): readonly string[] => [
  ...(schema.tables.get(table)?.columns.keys() ?? []),
];

describe('hints under a contract (section 6.1)', () => {
  test('a column that is new is frozen, or left out', () => {
    const columns = [{ name: 'B', dataType: 'text' }] as const;
    expect(() => hinted(known, { columns, contract: { columns: 'freeze' } })).toThrow(
      'Cannot fill column b of table t',
    );
    expect(names(hinted(known, { columns, contract: { columns: 'discard_value' } }))).toEqual(['a']);
    expect(names(hinted(known, { columns }))).toEqual(['a', 'b']);
  });

  test('a hint that changes the type of a column is frozen, or left out', () => {
    const hints = { primaryKey: ['a'], contract: { dataType: 'freeze' } } as const;
    expect(() => hinted(known, hints)).toThrow('its hints give it another type');
    const kept = hinted(known, { ...hints, contract: { dataType: 'discard_row' } });
    expect(kept.tables.get(t)?.columns.get('a' as never)?.primaryKey).toBeUndefined();
  });

  test('a cursor in a new column is left out, or frozen, as any hint of a new column', () => {
    const kept = hinted(known, { cursorColumn: 'c', contract: { columns: 'discard_value' } });
    expect(kept.tables.get(t)?.columns.has('c' as never)).toBe(false);
    expect(() => hinted(known, { cursorColumn: 'c', contract: { columns: 'freeze' } })).toThrow('column c of table t');
  });

  test('a table that must not be made is not in the schema', () => {
    expect(hinted(newSchema('s'), { contract: { tables: 'discard_row' } }).tables.has(t)).toBe(false);
  });

  test('cases 97, 98: hints of nested tables, with and without a key of their own', () => {
    const columns = [{ name: 'x', dataType: 'bigint' }] as const;
    const nested = hinted(known, { nested: [{ path: ['Lines'], columns }] }).tables.get('t__lines' as TableName);
    expect(nested).toMatchObject({ parent: 't', seenData: false });
    const own = hinted(known, { nested: [{ path: ['Lines'], columns, primaryKey: ['x'], writeDisposition: 'merge' }] });
    expect(own.tables.get('t__lines' as TableName)).toMatchObject({ resource: 't', writeDisposition: 'merge' });
    expect(own.tables.get('t__lines' as TableName)?.parent).toBeUndefined();
  });
});
