import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { tooMuchToFetch } from './errors.ts';
import { checkedFormat } from './file-kind.ts';
import type { FileDataset } from './ledger.ts';
import { rowCountOf } from './layout.ts';
import { readStorageVersion } from './ledger.ts';
import type { ReadableObject } from './snapshot.ts';
import type { LocalFile } from './views.ts';

/**
 * Files where programs of this machine can open them: where they lie, or, from a bucket, fetched when they are asked
 * for, all in all no more than a limit.
 */
export class LocalCopies {
  readonly #dataset: FileDataset;
  readonly #limitBytes: number;
  readonly #folder: string;
  readonly #fetched = new Map<string, Promise<string>>();
  #byteCount = 0;

  constructor(dataset: FileDataset, { readLimitBytes }: { readonly readLimitBytes: number }) {
    this.#dataset = dataset;
    this.#limitBytes = readLimitBytes;
    const { runtime, temporaryFolder } = dataset.target;
    this.#folder = join(temporaryFolder, `read-${Buffer.from(runtime.randomBytes(6)).toString('hex')}`);
  }

  /** Where the files are or will be. */
  async paths(objects: readonly ReadableObject[]): Promise<readonly string[]> {
    const { store } = this.#dataset;
    if (store.isRemote) return objects.map(({ key }) => this.#copyOf(key));
    return Promise.all(objects.map(({ key }) => store.localPath(key, '')));
  }

  /** @throws `query_refused` when there is more to fetch than the limit lets through */
  async localFiles(objects: readonly ReadableObject[]): Promise<readonly LocalFile[]> {
    const { store } = this.#dataset;
    const missing = store.isRemote ? objects.filter(({ key }) => !this.#fetched.has(key)) : [];
    const byteCount = missing.reduce((sum, object) => sum + object.byteCount, this.#byteCount);
    if (byteCount > this.#limitBytes) throw tooMuchToFetch(store.location, byteCount, this.#limitBytes);
    this.#byteCount = byteCount;
    const isLegacy = objects.length > 0 && (await readStorageVersion(this.#dataset)).initial === 1;
    const files: LocalFile[] = [];
    for (const object of objects) files.push(await this.#localFile(object, isLegacy));
    return files;
  }

  async close(): Promise<void> {
    if (this.#fetched.size > 0) await this.#dataset.target.runtime.files.remove(this.#folder);
  }

  async #localFile({ key, name }: ReadableObject, isLegacy: boolean): Promise<LocalFile> {
    const format = checkedFormat(name.extension.replace(/\.gz$/, ''));
    const isGzipped = name.extension.endsWith('.gz') || (isLegacy && format !== 'parquet' && (await this.#isGzip(key)));
    return { path: await this.#fetch(key), format, isGzipped, tellsNull: rowCountOf(name) !== undefined };
  }

  async #fetch(key: string): Promise<string> {
    const { store } = this.#dataset;
    if (!store.isRemote) return store.localPath(key, '');
    const known = this.#fetched.get(key) ?? store.localPath(key, this.#copyOf(key));
    this.#fetched.set(key, known);
    return known;
  }

  /** Before version 2, files that are compressed are not called so. */
  async #isGzip(key: string): Promise<boolean> {
    const head = await this.#dataset.store.getRange(key, 0, 2);
    return head?.[0] === 0x1f && head[1] === 0x8b;
  }

  #copyOf(key: string): string {
    return join(this.#folder, createHash('sha256').update(key, 'utf8').digest('hex').slice(0, 32));
  }
}
