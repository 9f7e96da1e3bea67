import type { DuckDBConnection, DuckDBDataChunk, DuckDBPreparedStatement, DuckDBResult } from '@duckdb/node-api';
import { isSluiceError } from '../../core/error.ts';
import type { Cell } from '../../schema/cell.ts';
import type { RowBatch } from '../destination.ts';
import { readingStopped } from '../errors.ts';
import { cellReader, type CellReader } from './cells.ts';
import { queryFailed } from './errors.ts';
import { bindParameters, readingStatement } from './reading-statement.ts';
import type { OpenDatabase } from './session.ts';

export interface WalkPlan {
  readonly text: string;
  readonly parameters: readonly Cell[];
  /** Where names without a dataset are looked up; quoted. */
  readonly schema: string;
  readonly signal: AbortSignal;
}

/** The rows of one statement, as they are asked for, on a connection of its own: others may go on beside it. */
export class RowWalk {
  readonly #open: OpenDatabase;
  readonly #plan: WalkPlan;
  #connection: DuckDBConnection | undefined;
  #statement: DuckDBPreparedStatement | undefined;
  #result: DuckDBResult | undefined;
  /** What is under way; it never rejects. */
  #working: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(open: OpenDatabase, plan: WalkPlan) {
    this.#open = open;
    this.#plan = plan;
  }

  /** @throws `query_refused`, `query_failed`, `interrupted` */
  async *batches(batchRows: number): AsyncGenerator<RowBatch, void, undefined> {
    const { signal } = this.#plan;
    const stop = (): void => this.#connection?.interrupt();
    signal.addEventListener('abort', stop, { once: true });
    try {
      const result = await this.#work(() => this.#begin());
      const columns = result.columnNames();
      const readers = result.columnTypes().map(cellReader);
      for (;;) {
        const chunk = await this.#work(() => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        const rows = rowsOf(chunk, readers);
        for (let at = 0; at < rows.length; at += batchRows) {
          yield { columns, rows: rows.slice(at, at + batchRows) };
          this.#throwIfStopped();
        }
      }
    } finally {
      signal.removeEventListener('abort', stop);
      await this.close();
    }
  }

  /** May come while a batch is under way, which then fails with `interrupted`. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #begin(): Promise<DuckDBResult> {
    const connection = await this.#open.instance.connect();
    this.#connection = connection;
    await connection.run(`USE ${this.#plan.schema}`);
    this.#statement = await readingStatement(connection, this.#plan.text);
    await bindParameters(this.#statement, this.#plan.parameters);
    this.#throwIfStopped();
    this.#result = await this.#statement.stream();
    return this.#result;
  }

  /** An interrupted result looks as if it had come to its end, so each step is followed by a look at the signal. */
  async #work<Result>(step: () => Promise<Result>): Promise<Result> {
    this.#throwIfStopped();
    const working = step();
    this.#working = working.catch(() => undefined);
    try {
      return await working;
    } catch (error) {
      throw isSluiceError(error) ? error : queryFailed(error);
    } finally {
      this.#throwIfStopped();
    }
  }

  #throwIfStopped(): void {
    if (this.#closing !== undefined || this.#plan.signal.aborted) throw readingStopped();
  }

  async #close(): Promise<void> {
    this.#connection?.interrupt();
    await this.#working;
    if (this.#connection !== undefined && this.#result !== undefined) await endResult(this.#connection, this.#result);
    this.#statement?.destroySync();
    this.#connection?.closeSync();
  }
}

/**
 * Reads a result to where it was interrupted. One that is left open holds the file until it is collected as garbage, and
 * until then nobody in this process can open it for writing.
 */
export async function endResult(connection: DuckDBConnection, result: DuckDBResult): Promise<void> {
  try {
    let chunk: DuckDBDataChunk | null;
    do {
      connection.interrupt();
      chunk = await result.fetchChunk();
    } while (chunk !== null && chunk.rowCount > 0);
  } catch {
    // That it was interrupted is what was wanted.
  }
}

function rowsOf(chunk: DuckDBDataChunk, readers: readonly CellReader[]): readonly (readonly Cell[])[] {
  const columns = readers.map((read, index) =>
    chunk.getColumnValues(index).map((value) => (value === null ? null : read(value))),
  );
  return Array.from({ length: chunk.rowCount }, (_, row) => columns.map((column) => column[row] ?? null));
}
