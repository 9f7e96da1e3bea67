import type { Emit } from '../../../core/event.ts';
import type { Row } from '../../../core/value.ts';
import type { WalkEnd } from '../../../core/verdict.ts';
import type { KeyOfRow } from './known-keys.ts';

/** An answer of a walk, and which page it was asked for as, from 1. */
interface Came {
  readonly body: Uint8Array;
  readonly rows: readonly Row[];
  readonly page: number;
}

/**
 * Notices pages that are the page directly before them, byte for byte, though another one was asked for: an old answer
 * that somebody on the way kept, for one. Where pages are counted, the rows of the page that never came are missing
 * (F2.12). Nothing is asked twice for it, for rows may be equal by chance: it is told, and the end is not trusted.
 */
export class RepeatedPages {
  readonly #keyOf: KeyOfRow | undefined;
  #before: Uint8Array | undefined;
  #count = 0;
  /** The first few that came as the page before. */
  readonly #pages: number[] = [];

  /** @param keyOf absent: rows have no key, and a row alone that is the same once more says nothing */
  constructor(keyOf: KeyOfRow | undefined) {
    this.#keyOf = keyOf;
  }

  see({ body, rows, page }: Came): void {
    const isSame = this.#before !== undefined && Buffer.compare(this.#before, body) === 0;
    this.#before = body;
    if (!isSame || !this.#tells(rows)) return;
    this.#count += 1;
    if (this.#pages.length < mostTold) this.#pages.push(page);
  }

  /** The end as it is to be trusted; pages that never came are told once. */
  judged(end: WalkEnd, resource: string, emit: Emit): WalkEnd {
    if (this.#count === 0) return end;
    const what = `${this.#named()} came as the page before once more, byte for byte`;
    emit({ kind: 'notice', message: `"${resource}" may lack rows: ${what}` });
    return end.verdict === 'short' ? end : { ...end, verdict: 'unknown', reason: `${end.reason}, but ${what}` };
  }

  #tells(rows: readonly Row[]): boolean {
    const [row] = rows;
    return rows.length > 1 || (row !== undefined && this.#keyOf?.(row) !== undefined);
  }

  #named(): string {
    const more = this.#count - this.#pages.length;
    const others = more === 0 ? '' : ` and ${more} more`;
    return `page${this.#count === 1 ? '' : 's'} ${this.#pages.join(', ')}${others}`;
  }
}

const mostTold = 10;
