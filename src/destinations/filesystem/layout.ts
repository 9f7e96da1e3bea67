import { createHash } from 'node:crypto';
import type { LoadId } from '../../core/names.ts';
import { isSystemName, loadsTableName, stateTableName, versionTableName } from '../../schema/system-tables.ts';
import type { Area } from '../destination.ts';
import { nameNotPath } from './errors.ts';

/**
 * What lies where (dataset-format section 8.4): data as `<table>/<load>.<file>.<ext>`, bookkeeping as
 * `_dlt_loads/<schema>__<load>.jsonl` and the like. A load that is being made visible stands in `_sluice/commits`.
 */
export interface Layout {
  readonly init: string;
  /** Begins the keys of a table's files. */
  table(area: Area, table: string): string;
  loads(schemaName: string): string;
  load(schemaName: string, id: string): string;
  /** Begins the keys of all loads, of whatever schema. */
  readonly allLoads: string;
  readonly versions: string;
  version(schemaName: string, moment: string, hash: string): string;
  readonly states: string;
  state(pipeline: string, id: LoadId, schemaHash: string): string;
  /** Begins the keys of loads that are being made visible. */
  readonly commits: string;
  /** One key for each base: only one load can come after it. */
  commit(schemaName: string, base: LoadId | undefined): string;
  readonly drafts: string;
  readonly probe: string;
}

/** @throws `schema_conflict` for a dataset that is no name of a folder */
export function layoutOf(dataset: string): Layout {
  const root = folderName('dataset', dataset);
  const system = (table: string): string => `${root}/${table}/`;
  const [loads, versions, states] = [system(loadsTableName), system(versionTableName), system(stateTableName)];
  return {
    init: `${root}/init`,
    table: (area, table) => `${root}${area === 'staging' ? '_staging' : ''}/${tableFolder(table)}/`,
    loads: (schemaName) => `${loads}${folderName('schema', schemaName)}${separator}`,
    load: (schemaName, id) => `${loads}${folderName('schema', schemaName)}${separator}${id}.jsonl`,
    allLoads: loads,
    versions,
    version: (schemaName, moment, hash) =>
      `${versions}${folderName('schema', schemaName)}${separator}${moment}${separator}${hexOf(hash)}.jsonl`,
    states,
    state: (pipeline, id, schemaHash) =>
      `${states}${folderName('pipeline', pipeline)}${separator}${id}${separator}${hexOf(schemaHash)}.jsonl`,
    commits: `${root}/_sluice/commits/`,
    commit: (schemaName, base) =>
      `${root}/_sluice/commits/${folderName('schema', schemaName)}${separator}${base ?? 'first'}.json`,
    drafts: `${root}/_sluice/drafts/`,
    probe: `${root}/_sluice/probe`,
  };
}

const separator = '__';

/** Schema or pipeline, load id or moment, and the hash, of a name that dlt or this folder wrote. */
export function namePartsOf(
  key: string,
): { readonly name: string; readonly moment: string; readonly hash: string } | undefined {
  const [, name, moment, hash] = /([^/]+)__([^/]*?)__([^/_]*)\.jsonl$/.exec(key) ?? [];
  if (name === undefined || moment === undefined || hash === undefined) return undefined;
  return { name, moment, hash };
}

/** Schema and load id of a load record. */
export function loadOf(key: string): { readonly schemaName: string; readonly id: LoadId } | undefined {
  const [, schemaName, id] = /([^/]+)__([0-9][0-9.]*)\.jsonl$/.exec(key) ?? [];
  // A load id is what stands there.
  return schemaName === undefined || id === undefined ? undefined : { schemaName, id: id as LoadId };
}

export interface DataFileName {
  readonly id: LoadId;
  readonly fileId: string;
  readonly extension: string;
}

/** Undefined for what is not called like a data file. */
export function dataFileOf(key: string): DataFileName | undefined {
  const [, seconds, fraction = '', fileId = '', extension = ''] =
    /\/(\d+)(\.\d+)?\.([A-Za-z0-9_]*[A-Za-z_][A-Za-z0-9_]*|[0-9a-f]{10})\.((?:parquet|jsonl|csv)(?:\.gz)?)$/.exec(
      key,
    ) ?? [];
  return seconds === undefined ? undefined : { id: `${seconds}${fraction}` as LoadId, fileId, extension };
}

/**
 * What stands between load id and extension: different for each file of a load, the same when the load is made again,
 * and recognizably not dlt's, which has ten hexadecimal digits there. It tells how many rows the file has.
 */
export function fileId(
  schemaName: string,
  content: string,
  { index, rowCount }: { readonly index: number; readonly rowCount: number },
): string {
  return `s${schemaTag(schemaName)}${shortHash(content).slice(0, 8)}_${index.toString(36)}_${rowCount.toString(36)}`;
}

/** True for a file that a load of this schema wrote. */
export function isOwnFile({ fileId: id }: DataFileName, schemaName: string): boolean {
  return ownFile.test(id) && id.startsWith(`s${schemaTag(schemaName)}`);
}

/** Undefined for files that dlt wrote. */
export function rowCountOf({ fileId: id }: DataFileName): number | undefined {
  const [, rows] = ownFile.exec(id) ?? [];
  return rows === undefined ? undefined : Number.parseInt(rows, 36);
}

const ownFile = /^s[0-9a-f]{12}_[0-9a-z]{1,8}_([0-9a-z]{1,11})$/;

function schemaTag(schemaName: string): string {
  return shortHash(schemaName).slice(0, 4);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The tables of the engine have folders of their own names, and no table of a source gets into them. */
function tableFolder(table: string): string {
  if (isSystemName(table) || table === '_sluice' || table === 'init') throw nameNotPath('table', table);
  return folderName('table', table);
}

/** @throws `schema_conflict` unless the name is one step of a path, on every system (case S4) */
export function folderName(kind: string, name: string): string {
  const isStep = name !== '' && name !== '.' && name !== '..' && !unfit.test(name);
  if (!isStep) throw nameNotPath(kind, name);
  return name;
}

// oxlint-disable-next-line no-control-regex
const unfit = /[/\\\u0000-\u001f\u007f:*?"<>|]/;

function hexOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}
