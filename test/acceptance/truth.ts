import { expect } from 'vitest';
import type { AcceptanceBed } from './bed.ts';

export type ApiRow = Readonly<Record<string, unknown>>;

/** The rows that an API shows of one table. */
export interface TableTruth {
  readonly rows: readonly ApiRow[];
  /** Fields that tell its rows apart. */
  readonly key: readonly string[];
  /** True where each run replaces the table, so that what is gone goes. @default false: it stays */
  readonly isReplaced?: boolean;
}

export type Truth = Readonly<Record<string, TableTruth>>;

export function table(rows: readonly ApiRow[], ...key: readonly string[]): TableTruth {
  return { rows, key: key.length === 0 ? ['id'] : key };
}

/** Expects each table to hold exactly these rows: every field that has a single value, and the keys of all rows. */
export async function expectTruth(bed: AcceptanceBed, truth: Truth): Promise<void> {
  const tables = await bed.tables(Object.keys(truth));
  for (const [name, { rows, key }] of Object.entries(truth)) {
    const stored = tables.get(name) ?? [];
    const columns = key.map(columnOf);
    const keyOfStored = (row: ApiRow): string => JSON.stringify(columns.map((column) => String(row[column])));
    const keys = rows.map((row) => keyOfRow(row, key)).toSorted();
    expect(stored.map(keyOfStored).toSorted(), name).toEqual(keys);
    const byKey = new Map(stored.map((row) => [keyOfStored(row), row]));
    const wrong = rows.flatMap((row) => differences(row, byKey.get(keyOfRow(row, key)) ?? {}));
    expect(wrong.slice(0, 5), name).toEqual([]);
  }
}

/** What is there after another run: what is gone from the API stays as it was, but in tables that are replaced. */
export function afterMerge(before: Truth, now: Truth): Truth {
  const merged = Object.entries(now).map(([name, { rows, key, isReplaced }]) => {
    const there = new Set(rows.map((row) => keyOfRow(row, key)));
    const gone = (before[name]?.rows ?? []).filter((row) => isReplaced !== true && !there.has(keyOfRow(row, key)));
    return [name, { rows: [...rows, ...gone], key }] as const;
  });
  return Object.fromEntries(merged);
}

function keyOfRow(row: ApiRow, key: readonly string[]): string {
  return JSON.stringify(key.map((field) => String(row[field])));
}

function differences(row: ApiRow, stored: ApiRow): readonly string[] {
  return Object.entries(row)
    .map(([field, value]) => ({ field, value, found: storedIn(stored, columnOf(field)) }))
    .filter(({ value, found }) => isSingle(value) && !isSame(value, found))
    .map(({ field, value, found }) => `${field} is ${JSON.stringify(value)}, stored ${JSON.stringify(found)}`);
}

/** A value that did not fit the column, such as 1.5 among whole numbers, is in the variant beside it. */
function storedIn(stored: ApiRow, column: string): unknown {
  const isVariant = (name: string): boolean => name.startsWith(`${column}__v_`);
  return stored[column] ?? Object.entries(stored).find(([name, value]) => isVariant(name) && value !== null)?.[1];
}

function isSingle(value: unknown): boolean {
  return value !== undefined && (value === null || typeof value !== 'object');
}

/** Decimals come as text, and times with a blank. */
function isSame(value: unknown, stored: unknown): boolean {
  if (value === null) return stored === null || stored === undefined;
  if (typeof value === 'number') return Number(stored) === value;
  if (typeof value !== 'string' || typeof stored !== 'string') return value === stored;
  return value === stored || plainTime(value) === plainTime(stored);
}

function plainTime(text: string): string {
  const [whole = '', fraction = ''] = text
    .replace('T', ' ')
    .replace(/(?:Z|\+00(?::00)?)$/, '')
    .split('.');
  return `${whole}.${fraction.replace(/0+$/, '')}`;
}

function columnOf(field: string): string {
  return field.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
