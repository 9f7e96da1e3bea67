/** Bytes of COPY's binary form: a field is its length and its bytes, most significant first. */
export interface CopyBuffer {
  bytes: Buffer;
  /** Where the next byte goes. */
  at: number;
}

export const bufferBytes: number = 192 * 1024;

/** A buffer is sent once it holds this much; the rest of it is for the row that goes over. */
export const sendBytes: number = 128 * 1024;

export function newBuffer(): CopyBuffer {
  return { bytes: Buffer.allocUnsafeSlow(bufferBytes), at: 0 };
}

/** Makes room for more bytes at the end. */
export function reserve(buffer: CopyBuffer, count: number): void {
  const needed = buffer.at + count;
  if (needed <= buffer.bytes.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, buffer.bytes.length * 2));
  buffer.bytes.copy(larger, 0, 0, buffer.at);
  buffer.bytes = larger;
}

/** Room must be there. */
export function putInt32({ bytes }: CopyBuffer, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}
