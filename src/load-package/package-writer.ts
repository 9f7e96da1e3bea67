import { createHash, type Hash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { ColumnBatch } from '../columnar/batch.ts';
import type { Stretch } from '../columnar/stretch.ts';
import type { TableName } from '../core/names.ts';
import type { Runtime, WritableFile } from '../core/runtime.ts';
import { formerColumns } from '../schema/retyped.ts';
import type { ColumnSchema, Schema } from '../schema/table.ts';
import type { FileWriter, OpenFileWriter } from '../formats/format.ts';
import type { LoadPackage, PackageFile, PackageStart, PackageWriter, SealFacts } from './load-package.ts';
import { writeManifest } from './manifest.ts';
import { fileName, type PackageFolder } from './package-folder.ts';

export interface PackageWriterParts {
  readonly runtime: Runtime;
  readonly folder: PackageFolder;
  readonly openWriter: OpenFileWriter;
  readonly start: PackageStart;
}

/** One file of a package while it is written. */
interface OpenFile {
  readonly table: TableName;
  readonly path: string;
  readonly file: HashingFile;
  readonly writer: FileWriter;
  /** Names and types: rows with others go to another file (invariant I3). */
  readonly shape: string;
  readonly columns: readonly ColumnSchema[];
}

/** Begins a package in the folder of those that are being built. */
export async function openPackageWriter(parts: PackageWriterParts): Promise<PackageWriter> {
  const { runtime, folder, start } = parts;
  const building = folder.package('building', start.id);
  await runtime.files.remove(building);
  await runtime.files.makeFolder(building);
  return new FolderPackageWriter(parts, building);
}

class FolderPackageWriter implements PackageWriter {
  readonly #parts: PackageWriterParts;
  readonly #building: string;
  readonly #open = new Map<TableName, OpenFile>();
  readonly #finished: OpenFile[] = [];
  readonly #received = new Map<string, number>();
  #newest: Stretch | undefined;
  #fileCount = 0;

  constructor(parts: PackageWriterParts, building: string) {
    this.#parts = parts;
    this.#building = building;
  }

  async write(stretch: Stretch): Promise<number> {
    for (const batch of stretch.batches) {
      const { writer } = await this.#fileFor(batch);
      await writer.write(batch);
    }
    for (const [resource, rows] of stretch.received) {
      this.#received.set(resource, (this.#received.get(resource) ?? 0) + rows);
    }
    this.#newest = stretch;
    return this.#all().reduce((sum, { writer }) => sum + writer.byteCount, 0);
  }

  async endFiles(
    schema: Schema,
    { fromBytes, tables }: { readonly fromBytes: number; readonly tables: ReadonlySet<TableName> },
  ): Promise<readonly PackageFile[]> {
    const isDue = ({ table, writer }: OpenFile): boolean => tables.has(table) && writer.byteCount >= fromBytes;
    const ended = [...this.#open.values()].filter(isDue);
    for (const open of ended) await this.#finish(open);
    return ended.map((open) => packageFile(open, this.#building, schema));
  }

  async seal(facts: SealFacts): Promise<LoadPackage> {
    const { runtime, folder, start } = this.#parts;
    const state = this.#newest?.state;
    if (state === undefined) throw new TypeError('sealed without a safe point');
    for (const open of this.#all()) await this.#finish(open);
    const ready = folder.package('ready', start.id);
    const inside = (root: string): readonly PackageFile[] =>
      this.#all().map((open) => packageFile(open, root, facts.schema));
    const sealed = { ...start, state, received: this.#received, ...facts };
    // Data is flushed before the rename, the folders after it (case P6).
    await writeManifest(runtime, this.#building, { ...sealed, files: inside(this.#building) });
    await runtime.files.flushFolder(this.#building);
    await runtime.files.makeFolder(dirname(ready));
    await runtime.files.rename(this.#building, ready);
    await runtime.files.flushFolder(dirname(ready));
    await runtime.files.flushFolder(dirname(this.#building));
    return { ...sealed, files: inside(ready) };
  }

  async discard(): Promise<void> {
    for (const { file } of this.#open.values()) await file.close();
    this.#open.clear();
    await this.#parts.runtime.files.remove(this.#building);
  }

  #all(): readonly OpenFile[] {
    return [...this.#finished, ...this.#open.values()];
  }

  async #fileFor(batch: ColumnBatch): Promise<OpenFile> {
    const shape = shapeOf(batch);
    const current = this.#open.get(batch.table);
    if (current?.shape === shape) return current;
    if (current !== undefined) await this.#finish(current);
    this.#fileCount += 1;
    const path = join(this.#building, fileName(batch.table, this.#fileCount));
    const file = new HashingFile(await this.#parts.runtime.files.open(path, 'create'));
    const columns = batch.columns.map(({ schema }) => schema);
    const opened = { table: batch.table, path, file, writer: this.#parts.openWriter(file), shape, columns };
    this.#open.set(batch.table, opened);
    return opened;
  }

  async #finish(open: OpenFile): Promise<void> {
    if (this.#open.get(open.table) !== open) return;
    this.#open.delete(open.table);
    this.#finished.push(open);
    try {
      await open.writer.finish();
      await open.file.flush();
    } finally {
      await open.file.close();
    }
  }
}

/** Passes bytes on, and knows the hash and the number of all that went through. */
class HashingFile implements WritableFile {
  readonly #file: WritableFile;
  readonly #hash: Hash = createHash('sha256');
  #digest: string | undefined;
  byteCount = 0;

  constructor(file: WritableFile) {
    this.#file = file;
  }

  get hash(): string {
    this.#digest ??= this.#hash.digest('hex');
    return this.#digest;
  }

  async write(parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) {
      this.#hash.update(part);
      this.byteCount += part.byteLength;
    }
    await this.#file.write(parts);
  }

  flush(): Promise<void> {
    return this.#file.flush();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

function packageFile({ table, path, file, writer, columns }: OpenFile, root: string, schema: Schema): PackageFile {
  const name = path.slice(dirname(path).length + 1);
  const former = formerColumns(columns, schema.tables.get(table));
  return {
    table,
    path: join(root, name),
    rowCount: writer.rowCount,
    byteCount: file.byteCount,
    hash: file.hash,
    ...(former.length === 0 ? {} : { formerColumns: former }),
  };
}

function shapeOf(batch: ColumnBatch): string {
  const facts = batch.columns.map(({ schema, physical }) => [
    schema.name,
    physical,
    schema.dataType,
    schema.precision,
    schema.scale,
    schema.timezone,
  ]);
  return JSON.stringify(facts);
}
