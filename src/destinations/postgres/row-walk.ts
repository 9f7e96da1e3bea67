import { isSluiceError } from '../../core/error.ts';
import type { Cell } from '../../schema/cell.ts';
import type { RowBatch } from '../destination.ts';
import { readingStopped } from '../errors.ts';
import { cellReader } from './cells.ts';
import type { PostgresConnection } from './driver.ts';
import { queryFailed } from './query-errors.ts';
import { cursorName, declareCursor } from './reading.ts';

export interface WalkPlan {
  readonly text: string;
  readonly parameters: readonly Cell[];
  readonly signal: AbortSignal;
  /** A connection in a transaction that only reads, which is the walk's own from here on. */
  open(): Promise<PostgresConnection>;
}

/** The rows of one statement, as they are asked for, from a cursor of its own: others may go on beside it. */
export class RowWalk {
  readonly #plan: WalkPlan;
  #connection: PostgresConnection | undefined;
  #isClosed = false;

  constructor(plan: WalkPlan) {
    this.#plan = plan;
  }

  /** @throws `query_refused`, `query_failed`, `interrupted` */
  async *batches(batchRows: number): AsyncGenerator<RowBatch, void, undefined> {
    const { signal } = this.#plan;
    const stop = (): void => this.close();
    signal.addEventListener('abort', stop, { once: true });
    try {
      const connection = await this.#work(() => this.#begin());
      for (;;) {
        const fetched = await this.#work(() => connection.only(`FETCH FORWARD ${batchRows} FROM ${cursorName}`));
        if (fetched.rows.length === 0) return;
        const readers = fetched.columns.map(({ type }) => cellReader(type));
        const rows = fetched.rows.map((row) =>
          row.map((text, index) => (text === null ? null : (readers[index]?.(text) ?? text))),
        );
        yield { columns: fetched.columns.map(({ name }) => name), rows };
        this.#throwIfStopped();
      }
    } finally {
      signal.removeEventListener('abort', stop);
      this.close();
    }
  }

  /** May come while a batch is under way, which then fails with `interrupted`. The server ends what its client left. */
  close(): void {
    this.#isClosed = true;
    this.#connection?.destroy();
  }

  async #begin(): Promise<PostgresConnection> {
    const connection = await this.#plan.open();
    this.#connection = connection;
    if (this.#isClosed) connection.destroy();
    await declareCursor(connection, this.#plan.text, this.#plan.parameters.map(parameterText));
    return connection;
  }

  async #work<Result>(step: () => Promise<Result>): Promise<Result> {
    this.#throwIfStopped();
    try {
      return await step();
    } catch (error) {
      this.#throwIfStopped();
      throw isSluiceError(error) ? error : queryFailed(error, 0);
    }
  }

  #throwIfStopped(): void {
    if (this.#isClosed || this.#plan.signal.aborted) throw readingStopped();
  }
}

/** As the server reads it, whatever type it gives the parameter. */
function parameterText(value: Cell): string | null {
  if (value === null) return null;
  return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : String(value);
}
