import { createHash } from 'node:crypto';
import type { LoadId } from '../../core/names.ts';
import { csvWriter } from '../../formats/csv.ts';
import { GzipFile } from '../../formats/gzip-file.ts';
import { jsonLinesWriter } from '../../formats/json-lines.ts';
import { readParquet } from '../../formats/parquet-reader.ts';
import type { PackageFile } from '../../load-package/load-package.ts';
import type { TableSchema } from '../../schema/table.ts';
import type { Area } from '../destination.ts';
import { typedColumns } from '../sql/typed-columns.ts';
import { interrupted, stagedFileGone } from './errors.ts';
import { fileKindOf, type DataFormat, type FileKind } from './file-kind.ts';
import { dataFileOf, fileId, isOwnFile } from './layout.ts';
import { readLoadIds, readNewestLoad, type FileDataset } from './ledger.ts';
import { listed } from './object-store.ts';
import type { ParquetMaker } from './parquet-maker.ts';

/** A data file of a load, as its record tells of it. */
export interface DataFile {
  readonly table: string;
  readonly key: string;
  readonly byteCount: number;
  readonly rowCount: number;
}

export interface WritingSettings {
  readonly usual: { readonly format: DataFormat; readonly isGzipped: boolean };
  readonly namesGzip: boolean;
  readonly maker: ParquetMaker;
}

/** Writes the rows of package files, one file for each, under names that hold the load id. */
export async function writeDataFiles(
  dataset: FileDataset,
  settings: WritingSettings,
  load: {
    readonly id: LoadId;
    readonly table: TableSchema;
    readonly into: Area;
    readonly files: readonly PackageFile[];
  },
): Promise<readonly DataFile[]> {
  const { store, layout, target } = dataset;
  const kind = fileKindOf(load.table, settings.usual, settings.namesGzip);
  const written: DataFile[] = [];
  for (const [index, file] of load.files.entries()) {
    if (target.signal.aborted) throw interrupted();
    const name = `${load.id}.${fileId(target.schemaName, file.hash, { index, rowCount: file.rowCount })}.${kind.extension}`;
    const draft = await store.draft(`${shortHash(load.into + load.table.name)}.${name}`);
    await target.runtime.files.remove(draft);
    await makeFile(file, load.table, { kind, draft, dataset, settings });
    const byteCount = (await target.runtime.files.size(draft)) ?? 0;
    const key = layout.table(load.into, load.table.name) + name;
    await store.store(draft, key);
    written.push({ table: load.table.name, key, byteCount, rowCount: file.rowCount });
  }
  return written;
}

interface Making {
  readonly kind: FileKind;
  readonly draft: string;
  readonly dataset: FileDataset;
  readonly settings: WritingSettings;
}

async function makeFile(
  { path, table: name, byteCount }: PackageFile,
  table: TableSchema,
  { kind, draft, dataset, settings }: Making,
): Promise<void> {
  const { runtime, signal } = dataset.target;
  if (kind.format === 'parquet') return settings.maker.make(path, draft, table.columns.size);
  const types = new Map(typedColumns(table).map((column) => [column.name, column.dataType]));
  const plain = await runtime.files.open(draft, 'create');
  const file = kind.isGzipped ? new GzipFile(plain) : plain;
  try {
    const writer = textWriters[kind.format](file, types);
    for await (const batch of readParquet({ table: name, path, byteCount }, runtime.files)) {
      if (signal.aborted) throw interrupted();
      await writer.write(batch);
    }
    if (file instanceof GzipFile) await file.finish();
  } finally {
    await file.close();
  }
}

const textWriters = { jsonl: jsonLinesWriter, csv: csvWriter } as const;

/**
 * The rows that waited move into the final table, under the name of the load that ends their run.
 * @throws `schema_conflict` when one of the files is not there or not as it was written (case F3.6)
 */
export async function moveStaged(
  dataset: FileDataset,
  id: LoadId,
  table: string,
  staged: readonly DataFile[],
): Promise<readonly DataFile[]> {
  const { store, layout, target } = dataset;
  const there = new Map((await listed(store, layout.table('staging', table))).map((one) => [one.key, one.byteCount]));
  const moved: DataFile[] = [];
  for (const [index, file] of staged.entries()) {
    if (there.get(file.key) !== file.byteCount) throw stagedFileGone(`${store.location}/${file.key}`, table);
    const extension = dataFileOf(file.key)?.extension ?? 'parquet';
    const key = `${layout.table('final', table)}${id}.${fileId(target.schemaName, file.key, { index, rowCount: file.rowCount })}.${extension}`;
    await store.copy(file.key, key);
    moved.push({ ...file, key });
  }
  return moved;
}

/** Removes the files of one load: it was fenced, or an earlier attempt wrote them under other names. */
export async function removeFilesOf(
  { store, layout }: FileDataset,
  id: LoadId,
  places: readonly { readonly area: Area; readonly table: string }[],
  kept: ReadonlySet<string> = new Set(),
): Promise<void> {
  for (const { area, table } of places) {
    const found = await listed(store, `${layout.table(area, table)}${id}.`);
    const keys = found.map(({ key }) => key).filter((key) => dataFileOf(key)?.id === id && !kept.has(key));
    if (keys.length > 0) await store.remove(keys);
  }
}

/**
 * Removes what loads of this schema left that never became visible. A load on its way has an id above the newest one,
 * or it is fenced for certain: so only files below that go, and of them only those that sluice wrote and no record is of.
 */
export async function removeOrphans(
  dataset: FileDataset,
  places: readonly { readonly area: Area; readonly table: string }[],
): Promise<void> {
  const { store, layout, target } = dataset;
  const newest = await readNewestLoad(dataset);
  if (newest === undefined) return;
  const recorded = await readLoadIds(dataset);
  for (const { area, table } of places) {
    const found = await listed(store, layout.table(area, table));
    const orphans = found.filter(({ key }) => {
      const file = dataFileOf(key);
      return file !== undefined && isOwnFile(file, target.schemaName) && file.id < newest && !recorded.has(file.id);
    });
    if (orphans.length > 0) await store.remove(orphans.map(({ key }) => key));
    await store.removeUploads(layout.table(area, table), (key) => {
      const file = dataFileOf(key);
      return file !== undefined && isOwnFile(file, target.schemaName) && file.id < newest;
    });
  }
  const drafts = (await listed(store, layout.drafts)).filter(({ key }) => isOlderDraft(key, newest));
  if (drafts.length > 0) await store.remove(drafts.map(({ key }) => key));
}

/** A draft is called after the load that it belongs to, or after the one before it. */
function isOlderDraft(key: string, newest: LoadId): boolean {
  const [, id] = /(?:__|\/[0-9a-f]{8}\.)(\d{9,}(?:\.\d+)?)/.exec(key.slice(key.lastIndexOf('/'))) ?? [];
  return id !== undefined && id < newest;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 8);
}
