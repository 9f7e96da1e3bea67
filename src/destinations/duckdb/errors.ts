import { isSluiceError, SluiceError, type ErrorFacts } from '../../core/error.ts';
import { printable } from '../../core/printable.ts';

export function memoryDatabase(path: string): SluiceError {
  return new SluiceError(`Cannot load into "${printable(path, 80)}": only a file keeps what was loaded`, {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Name a file, such as duckdb:data.duckdb',
  });
}

export function textNotSql(text: string): SluiceError {
  return new SluiceError(`Cannot write "${printable(text, 120)}" in SQL: it has a NUL character`, {
    code: 'schema_conflict',
    phase: 'load',
    hint: 'Rename the table, column or folder',
  });
}

export function interrupted(): SluiceError {
  return new SluiceError('Cannot finish the load: it was asked to stop', {
    code: 'interrupted',
    phase: 'load',
    retryable: true,
    hint: 'Run again: it goes on from the newest load that was committed',
  });
}

/** What DuckDB says when it cannot open a file, by text, because it says it with nothing else. */
export function cannotOpen(path: string, cause: unknown): SluiceError {
  const said = textOf(cause);
  const doing = `Cannot open the database ${printable(path, 300)}`;
  const rule = openRules.find(({ pattern }) => pattern.test(said)) ?? unreachable;
  const { why, ...facts } = rule.tell(said);
  return new SluiceError(`${doing}: ${why}`, { ...facts, phase: 'load', details: { path, said }, cause });
}

/** True when the file, which was to be opened for reading, is not there. */
export function isMissing(error: SluiceError): boolean {
  return /database does not exist/.test(textOf(error.cause));
}

interface OpenRule {
  readonly pattern: RegExp;
  tell(said: string): Pick<ErrorFacts, 'code' | 'hint' | 'retryable'> & { readonly why: string };
}

const unreachable: OpenRule = {
  pattern: /^/,
  tell: (said) => ({
    code: 'destination_unreachable',
    why: saidBy(said),
    hint: 'Make the folder of the file, and see that this user may write there',
  }),
};

const openRules: readonly OpenRule[] = [
  {
    pattern: /Could not set lock on file/,
    tell(said) {
      const id = /\(PID (\d+)\)/.exec(said)?.[1];
      return {
        code: 'destination_locked',
        why: id === undefined ? 'another process holds it' : `process ${id} holds it`,
        retryable: true,
        hint: 'Close the other program that has the file open, or wait until it has finished',
      };
    },
  },
  {
    pattern: /different configuration than existing connections/,
    tell: () => ({
      code: 'destination_locked',
      why: 'this process has it open in another way',
      retryable: true,
      hint: 'Wait until the run in this process has finished, or close its connections',
    }),
  },
  {
    pattern: /version number|newer version|older version|storage version/i,
    tell: () => ({
      code: 'destination_format',
      why: 'it was written by a version of DuckDB that cannot be read here',
      hint: 'Write it with DuckDB 1.x storage (ATTACH … (STORAGE_VERSION)), or load into a new file',
    }),
  },
  {
    pattern: /not a valid DuckDB database|Corrupt database|checksum/i,
    tell: () => ({
      code: 'destination_format',
      why: 'it is no DuckDB database, or it is damaged',
      hint: 'Name another file, or restore this one from a copy',
    }),
  },
];

/** What DuckDB says when a statement fails while loading. */
export function statementFailed(path: string, cause: unknown): SluiceError {
  const said = textOf(cause);
  if (/INTERRUPT Error/.test(said)) return interrupted();
  const doing = `Cannot load into ${printable(path, 300)}`;
  if (/No space left on device|ENOSPC|max_temp_directory_size|Disk quota/i.test(said))
    return new SluiceError(`${doing}: no space is left on the disk`, {
      code: 'disk_full',
      phase: 'load',
      retryable: true,
      hint: 'Free space on the disk of the database and of the working folder, then run again',
      details: { path, said },
      cause,
    });
  return new SluiceError(`${doing}: ${saidBy(said)}`, {
    code: 'destination_refused',
    phase: 'load',
    retryable: /^(?:IO|TransactionContext|Transaction|Out of Memory|FATAL|INTERNAL) Error/i.test(said),
    hint: hintFor(said),
    details: { path, said },
    cause,
  });
}

const outOfMemory = /\bOut of Memory\b|\b(?:failed to|could not) (?:pin block|allocate)\b/i;

/** True for what `statementFailed` gives when the memory limit is why. */
export function isOutOfMemory(error: unknown): boolean {
  return isSluiceError(error) && outOfMemory.test(String(error.details?.['said']));
}

function hintFor(said: string): string {
  if (outOfMemory.test(said)) return 'Raise memoryLimit of the destination, then run again';
  return 'Run again; if it fails again, report the statement and what DuckDB says';
}

/** True when DuckDB says that this database object must not be used any more (case F3.11). */
export function isFatal(error: unknown): boolean {
  return /^(?:FATAL|INTERNAL) Error|database has been invalidated/i.test(textOf(error));
}

export function queryRefused(why: string, cause?: unknown): SluiceError {
  return new SluiceError(`Cannot run the query: ${why}`, {
    code: 'query_refused',
    phase: 'load',
    hint: 'Send one SELECT that reads tables of this database only',
    cause,
  });
}

/** A query that DuckDB does not take, which is refused where it reaches out of the database (case S15). */
export function queryFailed(cause: unknown): SluiceError {
  const said = textOf(cause);
  if (/^(?:Failed to extract statements: )?Permission Error|read-only mode|configuration has been locked/.test(said))
    return queryRefused(saidBy(said), cause);
  return new SluiceError(`Cannot run the query: ${saidBy(said)}`, {
    code: 'query_failed',
    phase: 'load',
    hint: /Out of Memory/i.test(said)
      ? 'Ask for fewer rows, or for sums of them'
      : 'Correct the query; the command status names the tables and columns',
    details: { said },
    cause,
  });
}

export function queryTooLong(timeoutMs: number): SluiceError {
  return new SluiceError(`Cannot run the query: it took longer than ${timeoutMs} ms`, {
    code: 'query_failed',
    phase: 'load',
    hint: 'Ask for less, or give it more time',
    details: { timeoutMs },
  });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The first line, which has the reason; below it DuckDB repeats the statement. */
function saidBy(said: string): string {
  return `DuckDB says "${printable(said.split('\n', 1)[0] ?? '', 300)}"`;
}
