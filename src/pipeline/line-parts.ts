import type { FileAnswerLog } from '../extract/answer-log.ts';
import type { Extraction } from '../extract/extract.ts';
import type { PackageRefresh } from '../load-package/load-package.ts';
import type { NormalizeOptions } from '../normalize/normalize.ts';
import type { SchemaHints } from '../schema/schema-hints.ts';
import type { Schema } from '../schema/table.ts';
import type { BegunRun } from './begin-run.ts';
import type { CommitParts } from './commit-package.ts';
import type { PipelineLimits } from './options.ts';

/** All that the line is put together from. */
export interface LineParts extends CommitParts {
  readonly begun: BegunRun;
  readonly extraction: Extraction;
  readonly answers: FileAnswerLog;
  /** What the newest committed load left; undefined before the first. */
  readonly schema: Schema | undefined;
  /** What the first package drops or empties. */
  readonly refresh: PackageRefresh | undefined;
  /** The same or a new one, with what the source and the pipeline say. */
  readonly start: Schema;
  /** What the source says of all tables. */
  readonly schemaHints: SchemaHints;
  readonly normalizing: Omit<NormalizeOptions, 'loadId'>;
  readonly limits: PipelineLimits;
  /** Writes the file of an import that has none; resolves to the hash by which changes of it are known. */
  readonly beginImport: ((hinted: Schema) => Promise<string>) | undefined;
  /** Called before each seal. */
  readonly sealing: () => Promise<void>;
  /** Stops the reading when a load fails. */
  readonly abort: (reason: unknown) => void;
}
