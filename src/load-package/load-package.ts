/**
 * Rows at rest. A package is a folder with one Parquet file or more a table, and a manifest that names them all; a
 * rename makes it visible to the loader, and from then on no byte of it changes (invariants I1, I2). Its status is
 * the folder it lies in.
 */
import type { Stretch } from '../columnar/stretch.ts';
import type { LoadId, TableName } from '../core/names.ts';
import type { PipelineState, RefreshMode } from '../core/state.ts';
import type { ColumnSchema, Schema } from '../schema/table.ts';

/** `building` is dropped at the next start, `ready` is loaded then. A package that was loaded is deleted. */
export type PackageStatus = 'building' | 'ready';

/** Which load this is, and on top of which it may be committed. */
export interface LoadIdentity {
  readonly id: LoadId;
  readonly pipeline: string;
  readonly dataset: string;
  /** Newest load of the schema when the rows were asked for; undefined for the first. A commit is fenced unless it still is. */
  readonly base?: LoadId | undefined;
}

/** Rows, schema and state of one stretch of a run, sealed. The third currency of the line. */
export interface LoadPackage extends LoadIdentity {
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly schema: Schema;
  readonly state: PipelineState;
  readonly files: readonly PackageFile[];
  /** Rows received from the source, by resource. */
  readonly received: ReadonlyMap<string, number>;
  readonly place: PlaceInRun;
  /** Root tables that the run replaces and that the destination must empty even if no row came for them. */
  readonly replaced: readonly TableName[];
  /** Set in the one package of a run that makes room for rows that are loaded afresh. */
  readonly refresh?: PackageRefresh | undefined;
}

/** What goes in the transaction that brings the package (dataset-format section 7.7, case 144). */
export interface PackageRefresh {
  readonly mode: RefreshMode;
  /** Dropped, or emptied by `drop_data`; nested tables before those that they are nested in. */
  readonly tables: readonly TableName[];
}

/** Where a package stands in its run: `replace` becomes visible with the last one only (invariant I11). */
export interface PlaceInRun {
  readonly first: boolean;
  readonly last: boolean;
}

export interface PackageFile {
  readonly table: TableName;
  /** Absolute. */
  readonly path: string;
  readonly rowCount: number;
  readonly byteCount: number;
  /** SHA-256 of the file, hex. */
  readonly hash: string;
  /** Columns whose type changed behind this file: the types that it has them with. @default none */
  readonly formerColumns?: readonly ColumnSchema[] | undefined;
}

/** What a package is begun with; the rest comes with the stretches and the seal. */
export interface PackageStart extends LoadIdentity {
  readonly createdAt: string;
}

/** What only the run knows, at the moment of the seal. */
export type SealFacts = Pick<LoadPackage, 'schema' | 'place' | 'replaced' | 'refresh'>;

export interface PackageWriter {
  /** Resolves to the bytes written so far. Rows get on the disk, flushed, at the seal and not before. */
  write(stretch: Stretch): Promise<number>;
  /**
   * Ends the files of these tables that have so many bytes, and gives them; further rows go to further files.
   * @param schema that of the last stretch
   */
  endFiles(
    schema: Schema,
    which: { readonly fromBytes: number; readonly tables: ReadonlySet<TableName> },
  ): Promise<readonly PackageFile[]>;
  /**
   * From here on the package is visible to the loader. Its state is that of the last stretch.
   * @param facts the schema is that of the last stretch, with its version
   */
  seal(facts: SealFacts): Promise<LoadPackage>;
  discard(): Promise<void>;
}

export interface PackageStore {
  begin(start: PackageStart): Promise<PackageWriter>;
  /** Sealed and not yet loaded, oldest first. @throws `package_damaged` when a file does not match its manifest */
  ready(): Promise<readonly LoadPackage[]>;
  /** Deletes packages that were loaded or fenced. */
  remove(id: LoadId): Promise<void>;
  /** Deletes what an attempt that died left half written. */
  removeUnsealed(): Promise<void>;
}
