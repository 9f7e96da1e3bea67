/**
 * Batches to bytes. A format knows columns and rows, never where its bytes go or what they are for.
 */
import type { ColumnBatch } from '../columnar/batch.ts';
import type { WritableFile } from '../core/runtime.ts';

export type FileFormat = 'parquet';

/** Writes batches of one table with the same columns and types into one file (invariant I3). */
export interface FileWriter {
  /** Bytes and rows in the file so far. */
  readonly byteCount: number;
  readonly rowCount: number;
  write(batch: ColumnBatch): Promise<void>;
  /** Writes what the format puts at the end. The file is neither flushed nor closed. */
  finish(): Promise<void>;
}

export type OpenFileWriter = (file: WritableFile) => FileWriter;
