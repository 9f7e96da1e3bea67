/**
 * Rows that are rendered once and then only copied: a server that costs next to nothing, so that the one who asks is
 * what is measured.
 */
export class RowPool {
  /** All rows, each with a comma behind it. */
  #bytes;
  /** Where each row begins; one more than there are rows. */
  #offsets;

  /** @param {readonly string[]} rows JSON texts */
  constructor(rows) {
    const rendered = rows.map((row) => Buffer.from(`${row},`));
    this.#bytes = Buffer.concat(rendered);
    this.#offsets = new Float64Array(rows.length + 1);
    for (const [index, row] of rendered.entries()) this.#offsets[index + 1] = this.#offsets[index] + row.byteLength;
  }

  get rowCount() {
    return this.#offsets.length - 1;
  }

  get bytesPerRow() {
    return this.#bytes.byteLength / this.rowCount;
  }

  /**
   * A JSON list of the rows from `start` to before `end`; behind the last row of the pool its first comes again.
   * @param {(row: Buffer, number: number) => void} [patch] makes a row its own, in place
   */
  list(start, end, patch = () => undefined) {
    const parts = [];
    for (let number = start; number < end;) {
      const first = number % this.rowCount;
      const count = Math.min(end - number, this.rowCount - first);
      const part = Buffer.from(this.#bytes.subarray(this.#offsets[first], this.#offsets[first + count]));
      for (let index = 0; index < count; index += 1) {
        patch(part.subarray(this.#offsets[first + index] - this.#offsets[first]), number + index);
      }
      parts.push(part);
      number += count;
    }
    const last = parts.pop();
    return Buffer.concat(last === undefined ? [open, close] : [open, ...parts, last.subarray(0, -1), close]);
  }
}

const open = Buffer.from('[');
const close = Buffer.from(']');
