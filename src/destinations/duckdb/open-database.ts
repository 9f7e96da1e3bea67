import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** A database object and the connection to it; both must be closed, or the file stays held. */
export interface OpenDatabase {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  /** True where the object is kept for others, and only the connection is closed. */
  readonly isShared?: boolean | undefined;
}
