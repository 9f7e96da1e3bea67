import { isRow, type Row, type Value } from '../core/value.ts';
import { schemaDocument } from './document.ts';
import type { Schema } from './table.ts';
import { versionHash } from './version.ts';

/** The document of a schema for people and files: as stored, without the names that its keys say already (section 4.4). */
export function exportDocument(schema: Schema): Row {
  const { imported_version_hash: _imported, tables, ...rest } = schemaDocument(schema, versionHash(schema));
  const entries = Object.entries({ ...rest, tables: mapped(tables, exportedTable) });
  // In dlt's order of keys, which a spread has lost.
  const order = ['version', 'version_hash', 'engine_version', 'name', 'tables'];
  return Object.fromEntries([
    ...order.flatMap((name) => entries.filter(([key]) => key === name)),
    ...entries.filter(([key]) => !order.includes(key)),
  ]);
}

function exportedTable(table: Value): Value {
  if (!isRow(table)) return table;
  const { name: _name, columns, ...rest } = table;
  return { columns: mapped(columns, withoutName), ...rest };
}

function withoutName(column: Value): Value {
  if (!isRow(column)) return column;
  const { name: _name, ...rest } = column;
  return rest;
}

function mapped(row: Value | undefined, change: (value: Value) => Value): Value {
  if (!isRow(row)) return {};
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, change(value)]));
}
