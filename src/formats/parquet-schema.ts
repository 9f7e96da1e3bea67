import type { Column, PhysicalType } from '../columnar/batch.ts';
import { decimalShape } from '../columnar/decimal-shape.ts';
import type { ColumnSchema, DataType } from '../schema/table.ts';
import { bool, i32, i8, struct, text, type Thrift, type ThriftField } from './thrift.ts';

/** Parquet's numbers for its physical types. */
export const physicalTypes: { readonly [Type in PhysicalType]: number } = {
  boolean: 0,
  int32: 1,
  int64: 2,
  double: 5,
  byte_array: 6,
  fixed_16: 7,
};

/** The `SchemaElement` of a column. Every column may have nulls, so that all files of a table look alike. */
export function schemaElement(column: Column): Thrift {
  const { schema, physical } = column;
  const fields: ThriftField[] = [[1, i32(physicalTypes[physical])]];
  if (physical === 'fixed_16') fields.push([2, i32(16)]);
  fields.push([3, i32(isOptional(column) ? 1 : 0)], [4, text(schema.name)]);
  const meaning = schema.dataType === undefined ? undefined : meanings[schema.dataType](schema);
  if (meaning === undefined) return struct(...fields);
  if (meaning.converted !== undefined) fields.push([6, i32(meaning.converted)]);
  if (meaning.decimal !== undefined) {
    fields.push([7, i32(meaning.decimal.scale)], [8, i32(meaning.decimal.precision)]);
  }
  return struct(...fields, [10, meaning.logical]);
}

/** The root of the schema, which comes before its columns. */
export function rootElement(columnCount: number): Thrift {
  return struct([4, text('schema')], [5, i32(columnCount)]);
}

/** False only where the table and the rows both have no nulls. */
export function isOptional({ schema, validity }: Column): boolean {
  return schema.nullable || validity !== undefined;
}

/** What the bytes of a column stand for. The converted type is the older spelling, for readers that know no other. */
interface Meaning {
  readonly logical: Thrift;
  readonly converted?: number | undefined;
  readonly decimal?: { readonly precision: number; readonly scale: number } | undefined;
}

const nothing = struct();
const microseconds = struct([2, nothing]);
const string: Meaning = { logical: struct([1, nothing]), converted: 0 };

const meanings: { readonly [Type in DataType]: (column: ColumnSchema) => Meaning | undefined } = {
  text: () => string,
  json: () => string,
  binary: () => undefined,
  double: () => undefined,
  bool: () => undefined,
  bigint: () => ({ logical: struct([10, struct([1, i8(64)], [2, bool(true)])]), converted: 18 }),
  timestamp: ({ timezone = true }) => ({
    logical: struct([8, struct([1, bool(timezone)], [2, microseconds])]),
    // The older spelling always means UTC.
    converted: timezone ? 10 : undefined,
  }),
  date: () => ({ logical: struct([6, nothing]), converted: 6 }),
  time: () => ({ logical: struct([7, struct([1, bool(false)], [2, microseconds])]) }),
  decimal: decimals,
  wei: decimals,
};

function decimals(column: ColumnSchema): Meaning {
  const decimal = decimalShape(column);
  const logical = struct([5, struct([1, i32(decimal.scale)], [2, i32(decimal.precision)])]);
  return { logical, converted: 5, decimal };
}
