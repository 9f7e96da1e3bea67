import type { DataType } from '../../schema/table.ts';
import type { TypeChange } from '../sql/dialect.ts';

/** What a column is changed to, as `SqlDialect.converted()` wants it. @param name quoted @param type of Postgres */
export function convertedTo(name: string, type: string, { from, to }: TypeChange): string {
  // A number that is none fails, and only where there is a value to fail on.
  if (from.isOnlyNull)
    return `CAST(CAST(CAST('not null: ' || CAST(${name} AS varchar) AS numeric) AS varchar) AS ${type})`;
  return to.dataType === 'text' ? textOf[from.dataType](name, from.timezone) : `CAST(${name} AS ${type})`;
}

const asItIs = (name: string): string => `CAST(${name} AS varchar)`;

/** The text of a value, the same as everywhere. */
const textOf: { readonly [Type in DataType]: (name: string, timezone: boolean | undefined) => string } = {
  text: asItIs,
  bigint: asItIs,
  bool: asItIs,
  binary: asItIs,
  json: asItIs,
  time: asItIs,
  decimal: (name) => `CAST(trim_scale(${name}) AS varchar)`,
  wei: (name) => `CAST(trim_scale(${name}) AS varchar)`,
  // Postgres leaves out the fraction of whole numbers, and goes over to exponents earlier.
  double: (name) =>
    `CASE WHEN ${name} = trunc(${name}) AND abs(${name}) < 1e16` +
    ` THEN CAST(CAST(${name} AS bigint) AS varchar) || '.0' ELSE CAST(${name} AS varchar) END`,
  date: (name) => `to_char(${name}, 'YYYY-MM-DD')`,
  timestamp: (name, timezone = true) =>
    `to_char(${timezone ? `${name} AT TIME ZONE 'UTC'` : name}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
};
