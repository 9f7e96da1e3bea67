import type { WritableFile } from '../core/runtime.ts';
import type { DataType } from '../schema/table.ts';
import type { FileWriter } from './format.ts';
import { TextFileWriter, type TextForm, type TypesByName } from './text-file.ts';
import { dateText, decimalText, doubleText, timestampText, timeText } from './value-text.ts';

/**
 * A head with the names of the columns and one record a row, as dlt writes it: everything that is not a number or a
 * truth value is quoted. An empty text is `""` and a null is nothing, where dlt has `""` for both; only alone in its row
 * a null is `""`, too, because readers skip an empty line. Bytes beyond printable ASCII are `\xHH`, as DuckDB reads them.
 * @param types of the columns that are written; others are left out
 */
export function csvWriter(file: WritableFile, types: TypesByName): FileWriter {
  return new TextFileWriter(file, form, types);
}

const form: TextForm = {
  head: (names) => `${names.map(quoted).join(',')}\n`,
  row: (_names, values) => `${values.map((value) => value ?? (values.length === 1 ? '""' : '')).join(',')}\n`,
  // What a value is follows from the type of its column.
  value: (value, column) => texts[column.dataType](value as never, column),
};

interface Shape {
  readonly scale?: number | undefined;
  readonly timezone?: boolean | undefined;
}

const unscaled = (value: bigint, { scale = 0 }: Shape): string => decimalText(value, scale);

const texts: { readonly [Type in DataType]: (value: never, shape: Shape) => string } = {
  text: quoted,
  json: quoted,
  bool: (value: boolean) => (value ? 'True' : 'False'),
  bigint: String,
  double: (value: number) => (Number.isFinite(value) ? pythonDouble(value) : String(value).replace('Infinity', 'inf')),
  decimal: unscaled,
  wei: unscaled,
  binary: (value: Uint8Array) => quoted(escapedBytes(value)),
  timestamp: (value: bigint, { timezone = true }) => quoted(`${timestampText(value, ' ')}${timezone ? '+00:00' : ''}`),
  date: (value: number) => quoted(dateText(value)),
  time: (value: bigint) => quoted(timeText(value)),
};

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** An exponent has two digits at least. */
function pythonDouble(value: number): string {
  return doubleText(value, -4).replace(/e([+-])(\d)$/, 'e$10$2');
}

const backslash = 92;

function escapedBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const isPlain = byte >= 32 && byte < 127 && byte !== backslash;
    text += isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return text;
}
