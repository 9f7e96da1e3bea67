/** A bitmap, least significant bit first, that is zero wherever nothing was set. */
export class GrowingBits {
  #bits = new Uint8Array(64);

  set(index: number): void {
    const byte = index >> 3;
    if (byte >= this.#bits.length) this.#grow(byte + 1);
    this.#bits[byte] = (this.#bits[byte] ?? 0) | (1 << (index & 7));
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
