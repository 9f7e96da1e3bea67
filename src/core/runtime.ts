/**
 * The only way to the outside: clocks, chance, environment, disk and network. Everything else in the house is a
 * function of its arguments and of this, so that a test can stop, repeat or break any of it.
 */
export interface Runtime {
  readonly clock: Clock;
  /** Cryptographically random. */
  randomBytes(count: number): Uint8Array;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
  readonly fetch: Fetch;
  /** Absolute path that relative paths of the user start from. */
  readonly workingFolder: string;
  readonly process: ProcessFacts;
  /** Ends what is kept open between requests. Not needed for the process to end. */
  close?(): Promise<void>;
}

export interface Clock {
  /** Wall clock, milliseconds since 1970; may jump. Microseconds are in the fraction. */
  now(): number;
  /** For durations; never jumps. */
  monotonicMs(): number;
  /** Resolves after `durationMs`; rejects with the signal's reason when it is aborted first. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
}

export interface ProcessFacts {
  readonly id: number;
  /** Something that differs between two processes that have the same id. */
  readonly startedAt: string;
  /** True when a process with this id and this start runs on this machine. */
  isAlive(id: number, startedAt: string): boolean;
}

/** Paths are absolute. A missing file or folder is an answer, not an error; a full disk is `disk_full`. */
export interface Files {
  read(path: string): Promise<Uint8Array | undefined>;
  /** A part of a file, shorter where the file ends before. */
  readRange(path: string, offset: number, length: number): Promise<Uint8Array | undefined>;
  /** Names in a folder, sorted; none when it does not exist. */
  list(folder: string): Promise<readonly string[]>;
  /** With its parents, readable by the owner only. */
  makeFolder(path: string): Promise<void>;
  /** `create` fails when the file exists; `append` makes it when it does not. Readable by the owner only. */
  open(path: string, mode: 'create' | 'append'): Promise<WritableFile>;
  /** Replaces what has the new name, at once. */
  rename(from: string, to: string): Promise<void>;
  /**
   * Gives a file a second name, at once, unless something has that name already: then false. Undefined where the file
   * system has no second names.
   */
  link(from: string, to: string): Promise<boolean | undefined>;
  /** A file, or a folder with all that is in it. */
  remove(path: string): Promise<void>;
  /** Makes names in a folder survive a power cut. */
  flushFolder(path: string): Promise<void>;
  size(path: string): Promise<number | undefined>;
}

export interface WritableFile {
  /** Written to the operating system when the promise resolves: survives the end of this process. */
  write(parts: readonly Uint8Array[]): Promise<void>;
  /** On the disk when the promise resolves: survives a power cut. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Sends one request and hands over the body as it arrives: no redirect followed, no encoding undone, no retry. */
export type Fetch = (request: WireRequest, signal: AbortSignal) => Promise<WireResponse>;

export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
}

export interface WireResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined by `, `, except `set-cookie`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: AsyncIterable<Uint8Array>;
}
