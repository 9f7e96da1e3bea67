import type { ColumnSchema } from '../schema/table.ts';

export interface DecimalShape {
  /** Digits in all. */
  readonly precision: number;
  /** Digits after the point. */
  readonly scale: number;
}

/** How a `decimal` or `wei` column counts: its hint, else 38 digits of which 9, or for `wei` none, follow the point. */
export function decimalShape(column: Pick<ColumnSchema, 'dataType' | 'precision' | 'scale'>): DecimalShape {
  const precision = Math.min(column.precision ?? 38, 38);
  const scale = column.scale ?? (column.dataType === 'wei' ? 0 : 9);
  return { precision, scale: Math.min(scale, precision) };
}
