import { cellTypes } from '../cell.ts';
import { isSystemName } from '../system-tables.ts';
import { completeColumns } from '../schema.ts';
import type { ColumnSchema, Schema, TableSchema } from '../table.ts';

/** TypeScript interfaces of the rows of all tables with data, as `dataset()` reads them, with their comments. */
export function rowTypes(schema: Schema): string {
  const tables = [...schema.tables.values()].filter(({ name }) => !isSystemName(name));
  const shown = tables.filter((table) => completeColumns(table).length > 0);
  const used = new Map<string, number>();
  const named = shown.map((table) => ({ table, type: unique(typeName(table.name), used) }));
  const members = named.map(({ table, type }) => `  ${key(table.name)}: ${type};`);
  const interfaces = named.map(({ table, type }) => rowInterface(table, type));
  return [...interfaces, `export interface Tables {\n${members.join('\n')}\n}`].join('\n\n').concat('\n');
}

function rowInterface(table: TableSchema, type: string): string {
  const members = completeColumns(table).map((column) => `${comment(column.description, '  ')}  ${member(column)}`);
  return `${comment(table.description, '')}export interface ${type} {\n${members.join('\n')}\n}`;
}

function member({ name, dataType = 'text', nullable }: ColumnSchema): string {
  return `${key(name)}: ${cellTypes[dataType]}${nullable ? ' | null' : ''};`;
}

/** Names come from data: what is no identifier is quoted, so that it can be nothing else than a name. */
function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function comment(text: string | undefined, indent: string): string {
  if (text === undefined || text.trim() === '') return '';
  const line = text.replaceAll('*/', '*\\/').replaceAll(/\s+/g, ' ').trim();
  return `${indent}/** ${line} */\n`;
}

/** `orders__line_items` becomes `OrdersLineItems`. */
function typeName(table: string): string {
  const words = table.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(name) ? name : `Table${name}`;
}

function unique(name: string, used: Map<string, number>): string {
  const count = (used.get(name) ?? 0) + 1;
  used.set(name, count);
  return count === 1 ? name : unique(`${name}${count}`, used);
}
