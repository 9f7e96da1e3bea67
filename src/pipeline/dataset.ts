/**
 * Reading what was loaded, as rows of JavaScript values. A dataset that is open holds the destination's reader; each walk
 * over rows has a cursor of its own, and nothing is read ahead of what is asked for but one batch.
 */
import type { DatasetReader, RowBatch, RowsOf, TableSummary } from '../destinations/destination.ts';
import { readingStopped } from '../destinations/errors.ts';
import type { Cell } from '../schema/cell.ts';
import { columnTwice, neverLoaded } from './errors.ts';
import type { Settings } from './settings.ts';
import { notedTarget } from './status.ts';

/** Rows of a dataset; while it is open, a destination that is one file may not be open for writing, too. */
export interface Dataset extends AsyncDisposable {
  /** With their columns and numbers of rows, bookkeeping included. */
  tables(): Promise<readonly TableSummary[]>;
  /**
   * All rows of a table, in no order that is promised, in memory that does not grow with them. `Row` may be an interface
   * that `sluice schema --format typescript` prints; values are as `cellTypes` says.
   * @param name as it is in the dataset, such as `orders__lines`
   * @throws `table_not_found`, `interrupted`, when the first row is asked for or later
   */
  table<Row = DatasetRow>(name: string, options?: TableOptions): AsyncIterable<Row>;
  /**
   * The rows of one statement that only reads; tables need no dataset before their names.
   * @param parameters for `$1`, `$2`, …; they are values and never a part of the statement
   * @throws `query_refused`, `query_failed`, `interrupted`, when the first row is asked for or later
   */
  query<Row = DatasetRow>(sql: string, parameters?: readonly Cell[], options?: ReadOptions): AsyncIterable<Row>;
  /** Closes all that is open; walks that are under way end with `interrupted`. */
  close(): Promise<void>;
}

export type DatasetRow = Readonly<Record<string, Cell>>;

export interface ReadOptions {
  /** Most rows that are in memory at once. @default 1,000 */
  readonly batchRows?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TableOptions extends ReadOptions {
  /** @default all */
  readonly columns?: readonly string[] | undefined;
}

/** @throws `pipeline_not_found`, `destination_locked`, `destination_unreachable`, `destination_format` */
export async function openDataset(settings: Settings, options: Pick<ReadOptions, 'signal'>): Promise<Dataset> {
  const signal = options.signal ?? new AbortController().signal;
  const reader = await settings.destination.read(await notedTarget(settings, signal));
  if (reader === undefined) throw neverLoaded(settings.name, settings.destination.location);
  return datasetOf(reader);
}

function datasetOf(reader: DatasetReader): Dataset {
  let closing: Promise<void> | undefined;
  const closed = new AbortController();
  const read = <Row>(of: RowsOf, { batchRows = 1000, signal }: ReadOptions): AsyncIterable<Row> => {
    const either = signal === undefined ? closed.signal : AbortSignal.any([signal, closed.signal]);
    const atLeastOne = Math.max(1, Math.trunc(batchRows) || 1);
    return rowsOf<Row>(() => reader.rows(of, { batchRows: atLeastOne, signal: either }));
  };
  const close = (): Promise<void> => {
    closed.abort();
    closing ??= reader.close();
    return closing;
  };
  return {
    async tables() {
      if (closed.signal.aborted) throw readingStopped();
      return reader.tables();
    },
    table: (name, { columns, ...options } = {}) => read({ kind: 'table', table: name, columns }, options),
    query: (sql, parameters = [], options = {}) => read({ kind: 'statement', sql, parameters }, options),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Each walk over it begins anew. */
function rowsOf<Row>(batches: () => AsyncIterable<RowBatch>): AsyncIterable<Row> {
  return {
    async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
      for await (const { columns, rows } of batches()) {
        const toRow = rowMaker(columns);
        // What columns there are is for the caller to know: a row type is a promise of theirs, as with any SQL.
        for (const cells of rows) yield toRow(cells) as Row;
      }
    },
  };
}

/** @throws `query_failed` when one of two columns would hide the other */
function rowMaker(columns: readonly string[]): (cells: readonly Cell[]) => DatasetRow {
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw columnTwice(twice);
  // `fromEntries` defines members, so `__proto__` is a column like any other (case S6).
  return (cells) => Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? null]));
}
