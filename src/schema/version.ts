import { sha3Base64 } from '../core/hash.ts';
import { byCodePoint, sortedJson } from '../core/sorted-json.ts';
import { schemaContent } from './document-content.ts';
import { withTable } from './schema.ts';
import { rowIdColumn, stateTable } from './system-tables.ts';
import type { Schema, TableSchema } from './table.ts';

const mostPreviousHashes = 10;

/**
 * What a schema says, as dlt hashes it (dataset-format section 4.4): its content with sorted keys, then the names of
 * tables and columns, for their order counts. Versions and earlier hashes are left out.
 */
export function versionHash(schema: Schema): string {
  const tables = [...schema.tables.values()].toSorted((one, other) => byCodePoint(one.name, other.name));
  const names = tables.flatMap(({ name, columns }) => [name, ...columns.keys()]);
  return sha3Base64([sortedJson(schemaContent(schema)), ...names]);
}

/**
 * The schema of a load with its version and the hashes before it. dlt changes a schema in steps, and each step that
 * changes something counts: the hints of the resources that brought rows, in a first run the state table behind them,
 * then what the rows taught.
 * @param before as the newest load left it; undefined for the first
 * @param hinted `before`, or a new schema, with the hints of the resources that brought rows; a new one may have hashes
 * of a schema that it is in place of
 * @param after what the rows made of it
 */
export function versioned(before: Schema | undefined, hinted: Schema, after: Schema): Schema {
  const second = before === undefined ? firstStep(hinted) : stepTo(stepAt(before), versionHash(hinted));
  const third = stepTo(second, versionHash(after));
  return { ...after, version: third.version, previousHashes: third.hashes.slice(0, mostPreviousHashes) };
}

/** The schema of the step before the rows, of which dlt begins the file of an import. Parameters as in `versioned()`. */
export function hintedStep(before: Schema | undefined, hinted: Schema): Schema {
  const tabled = before === undefined ? withTable(hinted, hintedStateTable()) : hinted;
  const { version, hashes } = before === undefined ? firstStep(hinted) : stepTo(stepAt(before), versionHash(hinted));
  return { ...tabled, version, previousHashes: hashes.slice(0, mostPreviousHashes) };
}

/** A version, its hash, and the hashes before it, newest first. */
interface Step {
  readonly version: number;
  readonly hash: string;
  readonly hashes: readonly string[];
}

/** In a first run the state table comes behind the user's, its row id with its first row; only then is there a version 1. */
function firstStep(hinted: Schema): Step {
  return {
    version: 1,
    hash: versionHash(withTable(hinted, hintedStateTable())),
    hashes: [versionHash(hinted), ...hinted.previousHashes],
  };
}

function hintedStateTable(): TableSchema {
  return { ...stateTable, columns: new Map([...stateTable.columns].filter(([name]) => name !== rowIdColumn.name)) };
}

function stepAt(schema: Schema): Step {
  return { version: schema.version, hash: versionHash(schema), hashes: schema.previousHashes };
}

function stepTo(step: Step, hash: string): Step {
  if (hash === step.hash) return step;
  // As dlt, which keeps a hash where it stands, also when the schema comes back to it.
  const hashes = step.hashes.includes(step.hash) ? step.hashes : [step.hash, ...step.hashes];
  return { version: step.version + 1, hash, hashes };
}
