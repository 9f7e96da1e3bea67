import type { Column, PhysicalType } from './batch.ts';

/**
 * A value as JavaScript holds it exactly. `int64` columns are bigint: integers, microseconds since 1970 of timestamps,
 * microseconds since midnight of times. `int32` columns are the days since 1970 of dates. Decimals are the unscaled
 * integer. A `byte_array` is text, or bytes where the column is binary.
 */
export type ColumnValue = string | number | bigint | boolean | Uint8Array | null;

/** The values of a column, one a row, null where there is none; for engines that take rows. */
export function columnValues(column: Column, rowCount: number): readonly ColumnValue[] {
  const read = readers[column.physical](column);
  const { validity } = column;
  if (validity === undefined) return Array.from({ length: rowCount }, read);
  return Array.from({ length: rowCount }, (_, row) => (((validity[row >> 3] ?? 0) >> (row & 7)) & 1 ? read() : null));
}

/** Each gives the next value that is not null. */
const readers: { readonly [Type in PhysicalType]: (column: Column) => () => ColumnValue } = {
  boolean({ values }) {
    let at = -1;
    return () => {
      at += 1;
      return (((values[at >> 3] ?? 0) >> (at & 7)) & 1) === 1;
    };
  },
  int32: (column) => stepping(column, 4, (view, at) => view.getInt32(at, true)),
  int64: (column) => stepping(column, 8, (view, at) => view.getBigInt64(at, true)),
  double: (column) => stepping(column, 8, (view, at) => view.getFloat64(at, true)),
  fixed_16: (column) => stepping(column, 16, (view, at) => (view.getBigInt64(at) << 64n) | view.getBigUint64(at + 8)),
  byte_array({ schema, values }) {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    const isText = schema.dataType !== 'binary';
    let at = 0;
    return () => {
      const start = at + 4;
      at = start + bytes.readUInt32LE(at);
      return isText ? bytes.toString('utf8', start, at) : bytes.subarray(start, at);
    };
  },
};

function stepping(
  { values }: Column,
  width: number,
  read: (view: DataView, at: number) => ColumnValue,
): () => ColumnValue {
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  let at = -width;
  return () => {
    at += width;
    return read(view, at);
  };
}
