import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { occurrenceColumn } from '../../schema/system-tables.ts';
import { duckdbDialect } from '../duckdb/dialect.ts';
import { duckdbApi } from '../duckdb/duckdb-api.ts';
import type { Target } from '../destination.ts';
import { conversionFailed, interrupted } from './errors.ts';

export interface MakerSettings {
  readonly memoryLimit: string;
  readonly threads: number;
}

/** Makes Parquet files for readers out of package files: compressed, with statistics. One engine a connection. */
export class ParquetMaker {
  readonly #settings: MakerSettings;
  readonly #target: Target;
  #open: { readonly instance: DuckDBInstance; readonly connection: DuckDBConnection } | undefined;

  constructor(settings: MakerSettings, target: Target) {
    this.#settings = settings;
    this.#target = target;
  }

  /** @throws `disk_full`, `destination_refused`, `package_damaged`, `interrupted` */
  async make(from: string, to: string, columnCount: number): Promise<void> {
    const { signal } = this.#target;
    if (signal.aborted) throw interrupted();
    this.#open ??= await this.#opened();
    const { connection } = this.#open;
    const stop = (): void => connection.interrupt();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await connection.run(copyStatement(from, to, rowGroupRows(columnCount)));
    } catch (error) {
      throw conversionFailed(to, error);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  close(): void {
    this.#open?.connection.closeSync();
    this.#open?.instance.closeSync();
    this.#open = undefined;
  }

  async #opened(): Promise<{ readonly instance: DuckDBInstance; readonly connection: DuckDBConnection }> {
    const { DuckDBInstance } = duckdbApi();
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: this.#settings.memoryLimit,
      threads: String(this.#settings.threads),
      temp_directory: this.#target.temporaryFolder,
      // One thread keeps the order by itself, in a fraction of the memory.
      preserve_insertion_order: String(this.#settings.threads > 1),
    });
    return { instance, connection: await instance.connect() };
  }
}

/** The column that only packages have stays behind. */
function copyStatement(from: string, to: string, groupRows: number): string {
  const literal = (text: string): string => duckdbDialect.literal(text);
  const columns = `COLUMNS(name -> name <> ${literal(occurrenceColumn.name)})`;
  const source = `read_parquet(${literal(from.replace(/[*?[]/g, '[$&]'))}, hive_partitioning = false)`;
  return `COPY (SELECT ${columns} FROM ${source}) TO ${literal(to)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupRows}, STRING_DICTIONARY_PAGE_SIZE_LIMIT ${groupRows * 8})`;
}

const vectorRows = 2048;

/** As many as DuckDB takes by itself, fewer for a table that is wide: a row group is in memory as a whole. */
function rowGroupRows(columnCount: number): number {
  const rows = Math.floor(2_000_000 / Math.max(1, columnCount) / vectorRows) * vectorRows;
  return Math.min(60 * vectorRows, Math.max(vectorRows, rows));
}
