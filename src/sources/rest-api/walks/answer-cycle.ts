import { createHash } from 'node:crypto';

/**
 * Notices answers that come again and again, byte for byte: one after the other, or a few in turn (F2.12). Rows without
 * a key may well be equal by chance, so this has patience.
 */
export class AnswerCycle {
  /** Newest first. */
  #recent: readonly Seen[] = [];
  /** For each length of a cycle, from 1: how many answers in a row were that of one turn before. */
  #repeats: readonly number[] = Array<number>(longestCycle).fill(0);

  /** Why the walk must end, when it must. */
  add(body: Uint8Array): string | undefined {
    // Answers of different lengths differ: only those that may be the same are worth a digest.
    const mayBeSame = this.#recent.some(({ byteLength }) => byteLength === body.byteLength);
    const digest = mayBeSame ? createHash('sha256').update(body).digest('base64') : undefined;
    this.#repeats = this.#repeats.map((count, index) => {
      return digest !== undefined && this.#recent[index]?.digest === digest ? count + 1 : 0;
    });
    this.#recent = [{ byteLength: body.byteLength, digest }, ...this.#recent.slice(0, longestCycle - 1)];
    const turn = this.#repeats.findIndex((count, index) => count >= mostRepeats * (index + 1)) + 1;
    if (turn === 0) return undefined;
    return turn === 1
      ? `more than ${mostRepeats} answers in a row are the same`
      : `the same ${turn} answers came more than ${mostRepeats} times in turn`;
  }
}

interface Seen {
  readonly byteLength: number;
  readonly digest: string | undefined;
}

/** Few enough to notice soon, and more than an honest API has by chance. */
const mostRepeats = 20;
const longestCycle = 4;
