import type { DataType } from './table.ts';

/**
 * A value as it is read back: nothing of it is lost, and all values of a column are of one kind, whatever is in them.
 * See `cellTypes` for which.
 */
export type Cell = string | number | bigint | boolean | Uint8Array | null;

/**
 * What `typeof` says of the values of each data type, null apart:
 *
 * - `bigint` for all integers; also for what a query counts or sums;
 * - `number` for doubles, `NaN` and the infinities included;
 * - text for `decimal` and `wei`, with all digits of the scale and no exponent: `1.50`;
 * - text for `timestamp`, in ISO 8601: `2024-01-02T03:04:05Z`, in UTC where the column has a zone and without `Z` where
 *   it has none. The second has no fraction, or three digits, six, or nine: the least that say it all;
 * - text for `date` and `time`: `2024-01-02`, and `03:04:05` with the same fractions;
 * - text for `json`, as it is stored; bytes for `binary`.
 */
export const cellTypes: { readonly [Type in DataType]: CellType } = {
  text: 'string',
  double: 'number',
  bool: 'boolean',
  timestamp: 'string',
  bigint: 'bigint',
  binary: 'Uint8Array',
  json: 'string',
  decimal: 'string',
  wei: 'string',
  date: 'string',
  time: 'string',
};

/** In TypeScript's spelling. */
export type CellType = 'string' | 'number' | 'bigint' | 'boolean' | 'Uint8Array';
