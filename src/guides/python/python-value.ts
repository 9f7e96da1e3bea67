/**
 * What a Python file says, as values: those of JSON, and values that are looked up when the source is made. A file is
 * read and never run; whatever a value depends on beyond a closed list of expressions is an error that names its line.
 */
export type PythonValue =
  null | boolean | number | bigint | string | Lookup | Joined | readonly PythonValue[] | PythonDictionary;

/** Keys are text, in the order of the file; `__proto__` is one like any other. */
export interface PythonDictionary {
  readonly kind: 'dictionary';
  readonly entries: ReadonlyMap<string, PythonValue>;
  /** Counted from 1. */
  readonly line: number;
  /** Of each key that is written there; those of a dictionary that was put together may be missing. */
  readonly lines?: ReadonlyMap<string, number> | undefined;
}

/** `dlt.secrets["key"]`, `dlt.config["key"]`, `os.environ["KEY"]` and their relatives. */
export interface Lookup {
  readonly kind: 'lookup';
  readonly store: 'secrets' | 'config' | 'environment';
  /** As it is written: `sources.github.token`, or `token` alone. */
  readonly key: string;
  /** What stands for it where it is set nowhere. */
  readonly fallback?: PythonValue | undefined;
  readonly line: number;
}

/** Text with values in it that are looked up. */
export interface Joined {
  readonly kind: 'joined';
  readonly parts: readonly (string | Lookup)[];
  readonly line: number;
}

export function isDictionary(value: PythonValue | undefined): value is PythonDictionary {
  return isMarked(value) && value.kind === 'dictionary';
}

export function isLookup(value: PythonValue | undefined): value is Lookup {
  return isMarked(value) && value.kind === 'lookup';
}

export function isJoined(value: PythonValue | undefined): value is Joined {
  return isMarked(value) && value.kind === 'joined';
}

function isMarked(value: PythonValue | undefined): value is PythonDictionary | Lookup | Joined {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
