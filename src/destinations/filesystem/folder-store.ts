import { dirname, join } from 'node:path';
import type { Files, Runtime } from '../../core/runtime.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';

/**
 * Keys as files below a folder. A file gets its name when all of it is on the disk: drafts lie beside the dataset, so
 * that a rename moves them.
 * @param drafts prefix of keys below which drafts lie
 */
export function folderStore(
  root: string,
  drafts: string,
  runtime: Pick<Runtime, 'files' | 'randomBytes'>,
): ObjectStore {
  return new FolderStore(root, drafts, runtime);
}

class FolderStore implements ObjectStore {
  readonly location: string;
  readonly isRemote = false;
  readonly #root: string;
  readonly #drafts: string;
  readonly #files: Files;
  readonly #runtime: Pick<Runtime, 'randomBytes'>;

  constructor(root: string, drafts: string, runtime: Pick<Runtime, 'files' | 'randomBytes'>) {
    this.location = root;
    this.#root = root;
    this.#drafts = join(root, drafts);
    this.#files = runtime.files;
    this.#runtime = runtime;
  }

  /** By what the file system does when it is asked for a second name. */
  async isExclusive(probe: string): Promise<boolean> {
    const draft = await this.#written(probe, new Uint8Array());
    try {
      const isMade = await this.#files.link(draft, `${draft}.link`);
      return isMade !== undefined;
    } finally {
      await this.#files.remove(`${draft}.link`);
      await this.#files.remove(draft);
    }
  }

  get(key: string): Promise<Uint8Array | undefined> {
    return this.#files.read(this.#path(key));
  }

  getRange(key: string, offset: number, length: number): Promise<Uint8Array | undefined> {
    return this.#files.readRange(this.#path(key), offset, length);
  }

  async *list(prefix: string, after = ''): AsyncGenerator<StoredObject, void, undefined> {
    const cut = prefix.lastIndexOf('/') + 1;
    const [folder, start] = [prefix.slice(0, cut), prefix.slice(cut)];
    for (const name of await this.#files.list(this.#path(folder))) {
      const key = folder + name;
      if (!name.startsWith(start) || key <= after) continue;
      const byteCount = await this.#files.size(this.#path(key));
      if (byteCount !== undefined) yield { key, byteCount };
    }
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.store(await this.#written(key, bytes), key);
  }

  async putIfAbsent(key: string, bytes: Uint8Array): Promise<boolean> {
    const draft = await this.#written(key, bytes);
    try {
      await this.#makeFolder(key);
      const isMade = await this.#files.link(draft, this.#path(key));
      if (isMade !== undefined) {
        await this.#files.flushFolder(dirname(this.#path(key)));
        return isMade;
      }
      if ((await this.get(key)) !== undefined) return false;
      await this.store(draft, key);
      return true;
    } finally {
      await this.#files.remove(draft);
    }
  }

  async draft(name: string): Promise<string> {
    await this.#files.makeFolder(this.#drafts);
    return join(this.#drafts, name);
  }

  async store(draft: string, key: string): Promise<void> {
    await this.#flush(draft);
    await this.#makeFolder(key);
    const path = this.#path(key);
    await this.#files.rename(draft, path);
    await this.#files.flushFolder(dirname(path));
  }

  async copy(from: string, to: string): Promise<void> {
    const [source, target] = [this.#path(from), this.#path(to)];
    await this.#makeFolder(to);
    // A second name for the same bytes: neither file ever changes.
    if ((await this.#files.link(source, target)) === undefined) await this.#copyBytes(from, to);
    await this.#files.flushFolder(dirname(target));
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#files.remove(this.#path(key));
    for (const folder of new Set(keys.map((key) => dirname(this.#path(key))))) {
      if ((await this.#files.list(dirname(folder))).length > 0) await this.#flushFolder(folder);
    }
  }

  removeUploads(): Promise<void> {
    return Promise.resolve();
  }

  localPath(key: string): Promise<string> {
    return Promise.resolve(this.#path(key));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #path(key: string): string {
    return join(this.#root, key);
  }

  async #makeFolder(key: string): Promise<void> {
    const folder = dirname(this.#path(key));
    await this.#files.makeFolder(folder);
    await this.#files.flushFolder(dirname(folder));
  }

  async #flushFolder(folder: string): Promise<void> {
    if ((await this.#files.size(folder)) !== undefined) await this.#files.flushFolder(folder);
  }

  /** A draft with these bytes, flushed. Its name says which key it is for, and differs from those of others. */
  async #written(key: string, bytes: Uint8Array): Promise<string> {
    const name = key.slice(key.lastIndexOf('/') + 1);
    const draft = await this.draft(`${name}.${Buffer.from(this.#runtime.randomBytes(6)).toString('hex')}`);
    const file = await this.#files.open(draft, 'create');
    try {
      await file.write([bytes]);
      await file.flush();
    } finally {
      await file.close();
    }
    return draft;
  }

  async #flush(path: string): Promise<void> {
    const file = await this.#files.open(path, 'append');
    try {
      await file.flush();
    } finally {
      await file.close();
    }
  }

  async #copyBytes(from: string, to: string): Promise<void> {
    const draft = await this.#written(to, new Uint8Array());
    const size = (await this.#files.size(this.#path(from))) ?? 0;
    const file = await this.#files.open(draft, 'append');
    try {
      for (let offset = 0; offset < size; offset += copyBytes) {
        const part = await this.getRange(from, offset, copyBytes);
        if (part !== undefined) await file.write([part]);
      }
      await file.flush();
    } finally {
      await file.close();
    }
    await this.store(draft, to);
  }
}

const copyBytes = 4 * 1024 * 1024;
