import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';

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
  const kind = String(type);
  if ('micros' in value && kind === 'TIMESTAMP WITH TIME ZONE') return isoFromMicros(value.micros) ?? String(value);
  return kind.startsWith('TIMESTAMP') ? String(value).replace(' ', 'T') : String(value);
}

function isExact(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
}

/** With as many digits of the second as the value has: none, three or six. Undefined beyond the years of `Date`. */
function isoFromMicros(micros: number | bigint): string | undefined {
  const exact = BigInt(micros);
  const rest = ((exact % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const date = new Date(Number((exact - rest) / 1000n));
  if (Number.isNaN(date.getTime())) return undefined;
  const digits = String(rest).padStart(6, '0');
  const fraction = rest === 0n ? '' : `.${digits.endsWith('000') ? digits.slice(0, 3) : digits}`;
  return `${date.toISOString().slice(0, -'.000Z'.length)}${fraction}Z`;
}
