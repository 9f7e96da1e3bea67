import { parseJson } from '../core/json.ts';
import { sortedJson } from '../core/sorted-json.ts';
import type { DataType } from '../schema/table.ts';

/** A value as a reader or a receiver shows it. */
export type Cell = string | number | bigint | boolean | Uint8Array | null;

/**
 * A value in the one spelling that cases compare: databases write the same moment, decimal or JSON document in several.
 * Null is `-`.
 */
export function cellText(cell: Cell, type: DataType | undefined): string {
  if (cell === null) return '-';
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('hex');
  return type === undefined ? String(cell) : spellings[type](cell);
}

type Shown = Exclude<Cell, null | Uint8Array>;

const spellings: { readonly [Type in DataType]: (cell: Shown) => string } = {
  text: String,
  double: (cell) => String(Number(cell)),
  bool: (cell) => String(typeof cell === 'string' ? /^t(?:rue)?$|^1$/.test(cell) : Boolean(cell)),
  bigint: (cell) => String(BigInt(cell)),
  decimal: (cell) => decimalText(String(cell)),
  wei: (cell) => decimalText(String(cell)),
  json: (cell) => sortedJson(parseJson(Buffer.from(String(cell), 'utf8'))),
  binary: (cell) => bytesIn(String(cell)).toString('hex'),
  timestamp: (cell) => momentText(String(cell)),
  date: (cell) => String(cell).slice(0, '2024-01-01'.length),
  time: (cell) => withoutZeros(String(cell)),
};

function decimalText(text: string): string {
  const plain = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  return plain === '-0' ? '0' : plain;
}

/** In UTC where the text has a zone. */
function momentText(text: string): string {
  const [, date = '', time = '', fraction = '', zone] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text) ?? [];
  if (date === '') return text;
  const rest = fraction.replace(/0+$/, '');
  const tail = rest === '' ? '' : `.${rest}`;
  if (zone === undefined) return `${date}T${time}${tail}`;
  const offset =
    zone === 'Z' ? 'Z' : zone.replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours, minutes) => `${hours}:${minutes ?? '00'}`);
  return `${new Date(`${date}T${time}${offset}`).toISOString().slice(0, -'.000Z'.length)}${tail}Z`;
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
}

/** Bytes as databases show them: all of them in hexadecimal behind one mark, or a mark before each that is no letter. */
function bytesIn(text: string): Buffer {
  const [, hex] = /^\\x((?:[0-9a-f]{2})*)$/i.exec(text) ?? [];
  if (hex !== undefined) return Buffer.from(hex, 'hex');
  return Buffer.from(
    text.replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16))),
    'latin1',
  );
}
