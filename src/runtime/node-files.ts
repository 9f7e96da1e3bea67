import { constants } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import type { Files, WritableFile } from '../core/runtime.ts';
import { diskError, errnoOf } from './errors.ts';

const { O_APPEND, O_CREAT, O_EXCL, O_WRONLY } = constants;
const openFlags = { create: O_WRONLY | O_CREAT | O_EXCL, append: O_WRONLY | O_CREAT | O_APPEND };
/** What systems say that cannot do it; Linux has EPERM for file systems such as FAT. */
const noSecondNames: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV']);
const ownerOnly = { file: 0o600, folder: 0o700 };

/** The disk, for the owner's eyes only (case S17). */
export const nodeFiles: Files = {
  read: (path) => orUndefined('read', path, () => readFile(path)),
  readRange: (path, offset, length) => orUndefined('read', path, () => readRange(path, offset, length)),
  async list(folder) {
    const names = await orUndefined('list', folder, () => readdir(folder));
    return (names ?? []).toSorted();
  },
  async makeFolder(path) {
    await attempt('make', path, () => mkdir(path, { recursive: true, mode: ownerOnly.folder }));
  },
  async open(path, mode) {
    return new NodeFile(path, await attempt('open', path, () => open(path, openFlags[mode], ownerOnly.file)));
  },
  rename: (from, to) => attempt('rename', from, () => rename(from, to)),
  async link(from, to) {
    try {
      await link(from, to);
      return true;
    } catch (error) {
      const errno = errnoOf(error) ?? '';
      if (errno === 'EEXIST') return false;
      if (noSecondNames.has(errno)) return undefined;
      throw diskError('link', to, error);
    }
  },
  remove: (path) => attempt('remove', path, () => rm(path, { recursive: true, force: true })),
  async flushFolder(path) {
    const folder = await attempt('open', path, () => open(path, 'r'));
    try {
      await attempt('flush', path, () => folder.sync());
    } finally {
      await folder.close();
    }
  },
  async size(path) {
    return (await orUndefined('look at', path, () => stat(path)))?.size;
  },
};

class NodeFile implements WritableFile {
  readonly #path: string;
  readonly #handle: FileHandle;

  constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  async write(parts: readonly Uint8Array[]): Promise<void> {
    const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
    const { bytesWritten } = await attempt('write', this.#path, () => this.#handle.writev([...parts]));
    if (bytesWritten < length) await this.#writeRest(parts, bytesWritten);
  }

  async flush(): Promise<void> {
    await attempt('flush', this.#path, () => this.#handle.datasync());
  }

  async close(): Promise<void> {
    await attempt('close', this.#path, () => this.#handle.close());
  }

  /** A disk that is nearly full, or a signal, may end a write half way. */
  async #writeRest(parts: readonly Uint8Array[], done: number): Promise<void> {
    const rest = Buffer.concat(parts).subarray(done);
    for (let offset = 0; offset < rest.byteLength;) {
      const { bytesWritten } = await attempt('write', this.#path, () => this.#handle.write(rest, offset));
      offset += bytesWritten;
    }
  }
}

async function readRange(path: string, offset: number, length: number): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await handle.close();
  }
}

async function attempt<Result>(doing: string, path: string, use: () => Promise<Result>): Promise<Result> {
  try {
    return await use();
  } catch (error) {
    throw diskError(doing, path, error);
  }
}

/** A missing file or folder is an answer. */
async function orUndefined<Result>(
  doing: string,
  path: string,
  use: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await use();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')) return undefined;
    throw diskError(doing, path, error);
  }
}
