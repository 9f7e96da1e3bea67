/**
 * Thrift's compact protocol, as much of it as Parquet's headers need, and writing only.
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export type Thrift =
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'i8' | 'i32' | 'i64'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'list'; readonly of: 'i32' | 'text' | 'struct'; readonly value: readonly Thrift[] }
  | { readonly kind: 'struct'; readonly value: readonly ThriftField[] };

/** The number of a field, which ascends within a struct, and its value. */
export type ThriftField = readonly [id: number, value: Thrift];

export const bool = (value: boolean): Thrift => ({ kind: 'bool', value });
export const i8 = (value: number): Thrift => ({ kind: 'i8', value });
export const i32 = (value: number): Thrift => ({ kind: 'i32', value });
export const i64 = (value: number): Thrift => ({ kind: 'i64', value });
export const text = (value: string): Thrift => ({ kind: 'text', value });
export const struct = (...value: readonly ThriftField[]): Thrift => ({ kind: 'struct', value });
export const list = (of: 'i32' | 'text' | 'struct', value: readonly Thrift[]): Thrift => ({ kind: 'list', of, value });

/** A struct in bytes. Numbers are safe integers. */
export function thriftBytes(value: Thrift): Uint8Array {
  const bytes: Uint8Array[] = [];
  write(bytes, value);
  return Buffer.concat(bytes);
}

/** An unsigned number, seven bits a byte, least significant first (LEB128). */
export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

const typeCodes = { true: 1, false: 2, i8: 3, i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;

function typeCode(value: Thrift): number {
  if (value.kind !== 'bool') return typeCodes[value.kind];
  // A flag is told by its type and has no bytes of its own.
  return value.value ? typeCodes.true : typeCodes.false;
}

function write(into: Uint8Array[], value: Thrift): void {
  if (value.kind === 'i8') into.push(Uint8Array.of(value.value & 0xff));
  else if (value.kind === 'i32' || value.kind === 'i64') into.push(zigzag(value.value));
  else if (value.kind === 'text') writeText(into, value.value);
  else if (value.kind === 'list') writeList(into, value.value, typeCodes[value.of]);
  else if (value.kind === 'struct') writeStruct(into, value.value);
}

/** Small numbers are short whatever their sign: 0, -1, 1, -2, … become 0, 1, 2, 3, … */
function zigzag(value: number): Uint8Array {
  return varint(value < 0 ? -value * 2 - 1 : value * 2);
}

function writeText(into: Uint8Array[], value: string): void {
  const bytes = Buffer.from(value, 'utf8');
  into.push(varint(bytes.length), bytes);
}

function writeList(into: Uint8Array[], values: readonly Thrift[], code: number): void {
  if (values.length < 15) into.push(Uint8Array.of((values.length << 4) | code));
  else into.push(Uint8Array.of(0xf0 | code), varint(values.length));
  for (const value of values) write(into, value);
}

function writeStruct(into: Uint8Array[], fields: readonly ThriftField[]): void {
  let last = 0;
  for (const [id, value] of fields) {
    const step = id - last;
    if (step > 0 && step < 16) into.push(Uint8Array.of((step << 4) | typeCode(value)));
    else into.push(Uint8Array.of(typeCode(value)), zigzag(id));
    write(into, value);
    last = id;
  }
  into.push(Uint8Array.of(0));
}
