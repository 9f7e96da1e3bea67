import { expect } from 'vitest';
import type { ConnectorBed } from './connector-bed.ts';

type ApiRow = Readonly<Record<string, unknown>>;

/**
 * Expects a table to hold exactly the rows that the API has: every field with a single value, in every row. Times are
 * compared as times, however they are spelled.
 * @param asJson fields that are objects there and JSON columns here
 */
export async function expectTruth(
  bed: ConnectorBed,
  table: string,
  rows: readonly ApiRow[],
  asJson: readonly string[] = [],
): Promise<void> {
  const fields = [...singleFields(rows), ...asJson].map((name) => fieldOf(name, rows, asJson.includes(name)));
  const expected = rows.map((row) => fields.map(({ name, read }) => `${name}=${read(row[name])}`).join(' | '));
  const columns = fields.map(({ name, sql }) => `'${name}=' || coalesce(cast(${sql} as varchar), 'null')`);
  const stored = await bed.texts(`select concat_ws(' | ', ${columns.join(', ')}) from raw.${table}`);
  expect(stored, table).toEqual(expected.toSorted());
}

/** A field that is null in every row has no column. */
function singleFields(rows: readonly ApiRow[]): readonly string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].filter((name) => {
    const values = rows.map((row) => row[name]).filter((value) => value !== null && value !== undefined);
    return values.length > 0 && values.every((value) => typeof value !== 'object');
  });
}

interface Field {
  readonly name: string;
  readonly sql: string;
  readonly read: (value: unknown) => string;
}

function fieldOf(name: string, rows: readonly ApiRow[], isJson: boolean): Field {
  if (isJson) return { name, sql: `"${name}"`, read: textOf };
  const isTime = rows.some((row) => typeof row[name] === 'string' && timePattern.test(row[name]));
  if (!isTime) return { name, sql: `"${name}"`, read: textOf };
  return { name, sql: `epoch_us("${name}")`, read: (value) => (typeof value === 'string' ? microsOf(value) : 'null') };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const timePattern = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{6}))?(?:Z|\+00:00)$/;

function microsOf(text: string): string {
  const [, date = '', time = '', fraction = '000000'] = timePattern.exec(text) ?? [];
  return String(BigInt(Date.parse(`${date}T${time}Z`)) * 1000n + BigInt(fraction));
}
