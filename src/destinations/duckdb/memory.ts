import { basename, join } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';
import type { Runtime } from '../../core/runtime.ts';
import type { PackageFile } from '../../load-package/load-package.ts';
import type { Target } from '../destination.ts';
import { duckdbDialect } from './dialect.ts';
import { duckdbApi } from './duckdb-api.ts';
import type { OpenDatabase } from './open-database.ts';

export interface MemorySettings {
  readonly memoryLimit: string;
  readonly threads: number;
}

/**
 * A database that no file keeps: it is there from the first load on, for as long as this object is. Whoever queries it
 * reaches one folder outside of it and no other, in which nothing lies but while rows are put in (case S15).
 */
export class MemoryDatabase {
  readonly #settings: MemorySettings;
  #made: Promise<{ readonly instance: DuckDBInstance; readonly folder: string }> | undefined;
  #copies = 0;

  constructor(settings: MemorySettings) {
    this.#settings = settings;
  }

  async open(target: Target): Promise<OpenDatabase> {
    this.#made ??= this.#make(target);
    const { instance } = await this.#made;
    return { instance, connection: await instance.connect(), isShared: true };
  }

  /** Undefined before the first load. */
  async openIfThere(target: Target): Promise<OpenDatabase | undefined> {
    return this.#made === undefined ? undefined : this.open(target);
  }

  /** The same rows in files that the database reaches, for as long as the work takes. */
  async withCopies<Result>(
    files: readonly PackageFile[],
    { runtime }: Target,
    work: (copies: readonly PackageFile[]) => Promise<Result>,
  ): Promise<Result> {
    const { folder } = (await this.#made) ?? { folder: '' };
    this.#copies += 1;
    const place = join(folder, `copies ${this.#copies}`);
    try {
      await runtime.files.makeFolder(place);
      const copies: PackageFile[] = [];
      for (const file of files) {
        const path = join(place, basename(file.path));
        await copyFile(runtime, file, path);
        copies.push({ ...file, path });
      }
      return await work(copies);
    } finally {
      await runtime.files.remove(place);
    }
  }

  async #make({ temporaryFolder, runtime }: Target): Promise<{ instance: DuckDBInstance; folder: string }> {
    const { DuckDBInstance } = duckdbApi();
    const folder = join(temporaryFolder, 'memory');
    await runtime.files.makeFolder(folder);
    const { memoryLimit, threads } = this.#settings;
    const instance = await DuckDBInstance.create(':memory:', { memory_limit: memoryLimit, threads: String(threads) });
    const connection = await instance.connect();
    try {
      for (const setting of [
        "GLOBAL TimeZone = 'UTC'",
        `temp_directory = ${duckdbDialect.literal(folder)}`,
        `allowed_directories = [${duckdbDialect.literal(folder)}]`,
        'enable_external_access = false',
        'lock_configuration = true',
      ])
        await connection.run(`SET ${setting}`);
    } finally {
      connection.closeSync();
    }
    return { instance, folder };
  }
}

const copiedBytes = 1024 * 1024;

async function copyFile({ files }: Runtime, { path, byteCount }: PackageFile, to: string): Promise<void> {
  const file = await files.open(to, 'create');
  try {
    for (let offset = 0; offset < byteCount; offset += copiedBytes) {
      const part = await files.readRange(path, offset, copiedBytes);
      // What is not there is told by the statement that reads the copy.
      if (part === undefined) break;
      await file.write([part]);
    }
  } finally {
    await file.close();
  }
}
