import type { ColumnSchema } from '../schema/table.ts';
import type { Column, ColumnPart } from './batch.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { Validity } from './validity.ts';

/** Below this many characters a loop over ASCII is faster than the call into the platform's encoder. */
const shortText = 48;
/** Below this many characters we reserve the longest that UTF-8 can be; above, the text is measured first. */
const measuredText = 4096;

/** Text, JSON and binary: a little-endian length of four bytes, then the bytes. */
export class ByteArrayColumn {
  readonly physical = 'byte_array' as const;
  readonly #bytes = new GrowingBytes();
  readonly #validity = new Validity();

  get byteCount(): number {
    return this.#bytes.length;
  }

  /** As UTF-8; lone surrogates become U+FFFD. */
  appendText(row: number, text: string): void {
    this.#validity.mark(row);
    if (text.length > shortText || !this.#appendAscii(text)) this.#appendUtf8(text);
  }

  appendBytes(row: number, value: Uint8Array): void {
    this.#validity.mark(row);
    const count = value.length;
    const start = this.#bytes.take(4 + count);
    this.#bytes.view.setUint32(start, count, true);
    const { bytes } = this.#bytes;
    if (count > 64) bytes.set(value, start + 4);
    else for (let index = 0; index < count; index += 1) bytes[start + 4 + index] = value[index] ?? 0;
  }

  /** Many values at once. @param row number of the first row of the part */
  appendPart(row: number, part: ColumnPart): void {
    this.#validity.markPart(row, part);
    this.#bytes.append(part.values);
  }

  finish(schema: ColumnSchema, rowCount: number): Column {
    return {
      schema,
      physical: this.physical,
      values: this.#bytes.written(),
      valueCount: this.#validity.valueCount,
      validity: this.#validity.finish(rowCount),
    };
  }

  clear(): void {
    this.#bytes.clear();
    this.#validity.clear();
  }

  /** False, and nothing written, when a character is not ASCII. */
  #appendAscii(text: string): boolean {
    const count = text.length;
    this.#bytes.reserve(4 + count);
    const { bytes, length: start } = this.#bytes;
    for (let index = 0; index < count; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) return false;
      bytes[start + 4 + index] = code;
    }
    this.#bytes.view.setUint32(start, count, true);
    this.#bytes.length = start + 4 + count;
    return true;
  }

  #appendUtf8(text: string): void {
    const most = text.length < measuredText ? text.length * 3 : Buffer.byteLength(text);
    this.#bytes.reserve(4 + most);
    const start = this.#bytes.length;
    const count = this.#bytes.bytes.write(text, start + 4, 'utf8');
    this.#bytes.view.setUint32(start, count, true);
    this.#bytes.length = start + 4 + count;
  }
}
