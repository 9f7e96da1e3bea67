import type { Emit } from '../core/event.ts';
import type { RefreshMode } from '../core/state.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Destination } from '../destinations/destination.ts';
import type { ContractSetting } from '../schema/contract-setting.ts';
import type { NamingName } from '../schema/naming/conventions.ts';
import type { WriteDisposition } from '../schema/table.ts';

export interface PipelineOptions {
  /** Names the working folder, the state and, unless said otherwise, the dataset. */
  readonly name: string;
  readonly destination: Destination;
  /** @default the name with `_dataset` behind it */
  readonly dataset?: string | undefined;
  /** Folder that gets the schema as `<name>.schema.yaml` with every load. @default none */
  readonly exportSchemaPath?: string | undefined;
  /**
   * Folder with `<name>.schema.yaml`, for a person to write or change: a run begins with it where it is new or was changed.
   * @default none
   */
  readonly importSchemaPath?: string | undefined;
  /** How names of the source become names of tables and columns. @default that of the dataset, or else `snake_case` */
  readonly naming?: NamingName | undefined;
  /** Where working folders are. @default `.sluice/pipelines` */
  readonly pipelinesFolder?: string | undefined;
  /** @default this process and this machine */
  readonly runtime?: Runtime | undefined;
  readonly limits?: Partial<PipelineLimits> | undefined;
}

export interface PipelineLimits {
  /** A package is sealed and loaded at the first safe point after this many bytes. @default 256 MiB */
  readonly packageBytes: number;
  /** Or after this long. @default five minutes */
  readonly packageMs: number;
}

export interface RunOptions {
  /** Names of resources. @default all */
  readonly select?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** Most pages of each root resource; for a first look. */
  readonly pageLimit?: number | undefined;
  /** Instead of what the resources say. */
  readonly writeDisposition?: WriteDisposition | undefined;
  /** What may change in every table, instead of what the source and its resources say. */
  readonly schemaContract?: ContractSetting | undefined;
  /**
   * Forgets before it begins (dataset-format section 7.7): all of the source, the tables and state of the resources that
   * are loaded, or their rows and state. It happens with the first rows that are committed, in one transaction.
   */
  readonly refresh?: RefreshMode | undefined;
  readonly emit?: Emit | undefined;
  /** Stops at the next safe point: what was read so far is loaded, and the outcome is `interrupted`. */
  readonly stopSoon?: AbortSignal | undefined;
  /** Stops at once. */
  readonly signal?: AbortSignal | undefined;
}
