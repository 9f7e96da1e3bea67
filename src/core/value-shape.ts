import { printable } from './printable.ts';
import { ExactNumber, isRow, type Row, type Value } from './value.ts';

/**
 * What a value looks like, without what it says: `{ data: list of 20 objects, next: text }`. For errors that must show
 * an answer but no data. At most 400 characters, however large or deep the value is, and fit for one line.
 */
export function shapeOf(value: Value): string {
  if (Array.isArray(value)) return printable(listShape(value, true), longest);
  return printable(isRow(value) ? objectShape(value, 0) : kindOf(value), longest);
}

const longest = 400;
/** Of an object at this depth; deeper ones are only called objects. */
const mostKeys: readonly number[] = [12, 5];
const mostLooked = 1000;

function objectShape(row: Row, depth: number): string {
  const keys = Object.keys(row);
  if (keys.length === 0) return 'empty object';
  const most = mostKeys[depth];
  if (most === undefined) return 'object';
  const shown = keys.slice(0, most).map((key) => `${nameOf(key)}: ${memberShape(row[key], depth + 1)}`);
  return `{ ${[...shown, ...(keys.length > most ? ['…'] : [])].join(', ')} }`;
}

function memberShape(value: Value | undefined, depth: number): string {
  if (Array.isArray(value)) return listShape(value, false);
  return isRow(value) ? objectShape(value, depth) : kindOf(value ?? null);
}

/** @param named true: with the names that the first object of the list has */
function listShape(list: readonly Value[], named: boolean): string {
  const [first] = list;
  if (first === undefined) return 'empty list';
  const kinds = new Set(list.slice(0, mostLooked).map(kindOf));
  const [kind = 'value'] = kinds.size === 1 ? kinds : ['value'];
  const names = named && isRow(first) && kinds.size === 1 ? namesOf(first) : '';
  return `list of ${list.length} ${list.length === 1 || kind === 'null' ? kind : `${kind}s`}${names}`;
}

function namesOf(row: Row): string {
  const names = Object.keys(row);
  const [most = 0] = mostKeys;
  if (names.length === 0) return '';
  return ` with ${names.slice(0, most).map(nameOf).join(', ')}${names.length > most ? ', …' : ''}`;
}

function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof ExactNumber) return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return isRow(value) ? 'object' : 'list';
}

function nameOf(key: string): string {
  return /^[\w$.-]{1,40}$/.test(key) ? key : JSON.stringify(printable(key, 40));
}
