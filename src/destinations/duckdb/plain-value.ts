import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { pointInTime } from './cells.ts';

export type PlainValue = string | number | boolean | null;

/**
 * A value as a terminal or JSON shows it: a number where a JavaScript number holds it exactly, ISO 8601 for points in
 * time (with `Z` where they have a zone), and DuckDB's own text for everything else.
 */
export function plainValue(value: DuckDBValue | undefined, type: DuckDBType | undefined): PlainValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return isExact(value) ? Number(value) : String(value);
  return String(type).startsWith('TIMESTAMP') ? pointInTime(value) : String(value);
}

function isExact(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
}
