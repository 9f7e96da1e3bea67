/**
 * Where files lie: a folder or a bucket. A key is a path with `/` below the place that the user named; a value is there
 * whole or not at all, and what was written is listed and read at once by everybody. Nothing here knows datasets.
 */

export interface ObjectStore {
  /** For people; without credentials. */
  readonly location: string;
  /** True where reading a value costs a request. */
  readonly isRemote: boolean;
  /**
   * False where two writers may both be told that they made the same key (case F3.8).
   * @param probe a key that may be made and removed to find out
   */
  isExclusive(probe: string): Promise<boolean>;
  /** Undefined for a key that is not there. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** A part, shorter where the value ends before. */
  getRange(key: string, offset: number, length: number): Promise<Uint8Array | undefined>;
  /** Keys that begin with the prefix and have no `/` after it, in the order of their bytes; a page in memory. */
  list(prefix: string, after?: string): AsyncIterable<StoredObject>;
  /** Replaces what is there. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** False when the key is there already; then nothing changes. Where `isExclusive()` is false, a race has two winners. */
  putIfAbsent(key: string, bytes: Uint8Array): Promise<boolean>;
  /** Where a file that is to be stored is best written first: absolute, its folder exists. */
  draft(name: string): Promise<string>;
  /** Stores a draft, which is gone then. Replaces what is there; the same bytes arrive or none. */
  store(draft: string, key: string): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  /** Keys that are not there count as removed. */
  remove(keys: readonly string[]): Promise<void>;
  /** Ends uploads below the prefix that were begun and not ended. */
  removeUploads(prefix: string, isOver: (key: string) => boolean): Promise<void>;
  /** A path under which programs of this machine read the value: its own, or else the given one, fetched. */
  localPath(key: string, copy: string): Promise<string>;
  close(): Promise<void>;
}

export interface StoredObject {
  readonly key: string;
  readonly byteCount: number;
}

/** All that `list()` finds. */
export async function listed(store: ObjectStore, prefix: string, after?: string): Promise<readonly StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of store.list(prefix, after)) objects.push(object);
  return objects;
}
