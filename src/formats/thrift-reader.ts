/** Thrift's compact protocol, as much of it as Parquet's headers need, and reading only; `thrift.ts` writes it. */
export type ThriftValue = boolean | number | Uint8Array | readonly ThriftValue[] | ThriftStruct;

/** By number of field. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

export interface ReadStruct {
  readonly value: ThriftStruct;
  /** Where the first byte behind it is. */
  readonly end: number;
}

/**
 * The struct that begins at an offset. Numbers beyond the safe integers are rounded.
 * @throws RangeError where the bytes end too soon or hold what Parquet's headers do not
 */
export function readThrift(bytes: Uint8Array, offset = 0): ReadStruct {
  const reader = new ThriftReader(bytes, offset);
  return { value: reader.struct(), end: reader.offset };
}

/** The type codes of the protocol. */
const code = { true: 1, false: 2, i8: 3, i16: 4, i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;

class ThriftReader {
  readonly #bytes: Uint8Array;
  offset: number;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.offset = offset;
  }

  struct(): ThriftStruct {
    const fields = new Map<number, ThriftValue>();
    for (let id = 0, head = this.#byte(); head !== 0; head = this.#byte()) {
      // A short step to the next number is in the same byte as the type.
      id = head >> 4 === 0 ? this.#zigzag() : id + (head >> 4);
      fields.set(id, this.#value(head & 15));
    }
    return fields;
  }

  #value(type: number): ThriftValue {
    if (type === code.true || type === code.false) return type === code.true;
    if (type === code.i8) return (this.#byte() << 24) >> 24;
    if (type === code.i16 || type === code.i32 || type === code.i64) return this.#zigzag();
    if (type === code.text) return this.#slice(this.#varint());
    if (type === code.list) return this.#list();
    if (type === code.struct) return this.struct();
    throw new RangeError(`type ${type} is in no header of Parquet`);
  }

  #list(): readonly ThriftValue[] {
    const head = this.#byte();
    const count = head >> 4 === 15 ? this.#varint() : head >> 4;
    if (count > this.#bytes.length) throw new RangeError('a list is longer than all bytes');
    return Array.from({ length: count }, () => this.#value(head & 15));
  }

  #zigzag(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.offset];
    if (byte === undefined) throw new RangeError('the bytes end too soon');
    this.offset += 1;
    return byte;
  }

  #slice(length: number): Uint8Array {
    const end = this.offset + length;
    if (end > this.#bytes.length) throw new RangeError('the bytes end too soon');
    const slice = this.#bytes.subarray(this.offset, end);
    this.offset = end;
    return slice;
  }
}
