/** A bitmap, least significant bit first, that is zero wherever nothing was set. */
export class GrowingBits {
  #bits = new Uint8Array(64);

  set(index: number): void {
    const byte = index >> 3;
    if (byte >= this.#bits.length) this.#grow(byte + 1);
    this.#bits[byte] = (this.#bits[byte] ?? 0) | (1 << (index & 7));
  }

  /** Sets so many bits in a row. */
  setAll(start: number, count: number): void {
    const end = start + count;
    if ((end + 7) >> 3 > this.#bits.length) this.#grow((end + 7) >> 3);
    let index = start;
    while (index < end && (index & 7) > 0) this.set(index++);
    this.#bits.fill(255, index >> 3, Math.max(index, end) >> 3);
    for (index = Math.max(index, end & ~7); index < end; index += 1) this.set(index);
  }

  /** Sets those of `count` bits from `start` on that are set in other bits. */
  setFrom(start: number, bits: Uint8Array, count: number): void {
    const end = start + count;
    if ((end + 7) >> 3 >= this.#bits.length) this.#grow(((end + 7) >> 3) + 1);
    const shift = start & 7;
    let byte = start >> 3;
    for (let from = 0; from < (count + 7) >> 3; from += 1) {
      const value = (bits[from] ?? 0) << shift;
      this.#bits[byte] = (this.#bits[byte] ?? 0) | (value & 255);
      byte += 1;
      if (shift > 0) this.#bits[byte] = (this.#bits[byte] ?? 0) | (value >> 8);
    }
  }

  /** The first `count` bits; those never set are 0. Valid until the next change. */
  first(count: number): Uint8Array {
    const byteCount = (count + 7) >> 3;
    if (byteCount > this.#bits.length) this.#grow(byteCount);
    return this.#bits.subarray(0, byteCount);
  }

  clear(): void {
    this.#bits.fill(0);
  }

  #grow(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, this.#bits.length * 2));
    grown.set(this.#bits);
    this.#bits = grown;
  }
}
