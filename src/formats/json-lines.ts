import type { WritableFile } from '../core/runtime.ts';
import type { DataType } from '../schema/table.ts';
import type { FileWriter } from './format.ts';
import { TextFileWriter, type TextForm, type TypesByName } from './text-file.ts';
import { dateText, decimalText, doubleText, timestampText, timeText } from './value-text.ts';

/**
 * One compact JSON object a row, as dlt writes it (case 149): nulls are absent, `json` columns stand as they are,
 * decimals are text, bytes are base64.
 * @param types of the columns that are written; others are left out
 */
export function jsonLinesWriter(file: WritableFile, types: TypesByName): FileWriter {
  return new TextFileWriter(file, form, types);
}

const form: TextForm = {
  head: () => '',
  row(names, values) {
    let line = '';
    for (const [index, value] of values.entries()) {
      if (value === undefined) continue;
      line += `${line === '' ? '' : ','}${JSON.stringify(names[index])}:${value}`;
    }
    return `{${line}}\n`;
  },
  // What a value is follows from the type of its column.
  value: (value, column) => texts[column.dataType](value as never, column),
};

interface Shape {
  readonly scale?: number | undefined;
  readonly timezone?: boolean | undefined;
}

const unscaled = (value: bigint, { scale = 0 }: Shape): string => `"${decimalText(value, scale)}"`;

const texts: { readonly [Type in DataType]: (value: never, shape: Shape) => string } = {
  text: (value: string) => JSON.stringify(value),
  json: (value: string) => value,
  bool: String,
  bigint: String,
  // JSON has no word for what is not a number.
  double: (value: number) => (Number.isFinite(value) ? doubleText(value, -5).replace('+', '') : 'null'),
  decimal: unscaled,
  wei: unscaled,
  binary: (value: Uint8Array) => `"${Buffer.from(value).toString('base64')}"`,
  timestamp: (value: bigint, { timezone = true }) => `"${timestampText(value, 'T')}${timezone ? '+00:00' : ''}"`,
  date: (value: number) => `"${dateText(value)}"`,
  time: (value: bigint) => `"${timeText(value)}"`,
};
