import type { Value } from '../core/value.ts';
import type { DataType } from './table.ts';

/** The eleven logical types, in the order of dataset-format section 2.1. */
export const dataTypes: readonly DataType[] = [
  'text',
  'double',
  'bool',
  'timestamp',
  'bigint',
  'binary',
  'json',
  'decimal',
  'wei',
  'date',
  'time',
];

const names: ReadonlySet<unknown> = new Set(dataTypes);

export function isDataType(value: Value): value is DataType {
  return names.has(value);
}
