import { SluiceError, type ErrorFacts } from '../../core/error.ts';
import { printable } from '../../core/printable.ts';

export function nodeTooOld(cause?: unknown): SluiceError {
  return new SluiceError('Cannot use SQLite: this version of Node.js does not have what is needed of node:sqlite', {
    code: 'destination_unreachable',
    phase: 'load',
    hint: 'Use Node.js 22.16 or newer, or load into duckdb:<file>',
    cause,
  });
}

export function memoryDatabase(path: string): SluiceError {
  return new SluiceError(`Cannot load into "${printable(path, 80)}": only a file keeps what was loaded`, {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Name a file, such as sqlite:data.db',
  });
}

export function datasetNotFile(dataset: string): SluiceError {
  const why = 'a dataset is a file of its own here, and this name cannot be a part of its name';
  return new SluiceError(`Cannot use the dataset "${printable(dataset, 120)}": ${why}`, {
    code: 'schema_conflict',
    phase: 'load',
    hint: 'Choose another name with --dataset, without slashes and shorter than 200 bytes',
  });
}

export function textNotSql(text: string): SluiceError {
  return new SluiceError(`Cannot write "${printable(text, 120)}" in SQL: it has a NUL character`, {
    code: 'schema_conflict',
    phase: 'load',
    hint: 'Rename the table, column or folder',
  });
}

export function integerTooWide(column: string, precision: number): SluiceError {
  return new SluiceError(
    `Cannot keep the column ${printable(column, 120)}: SQLite has no integers of ${precision} bits`,
    {
      code: 'schema_conflict',
      phase: 'load',
      hint: 'Give the column the type decimal, or a precision of at most 64',
    },
  );
}

export function momentNotKept(column: string): SluiceError {
  return new SluiceError(
    `Cannot keep a value of the column ${printable(column, 120)}: its year has more than four digits`,
    {
      code: 'destination_refused',
      phase: 'load',
      hint: 'Give the column the type text',
    },
  );
}

export function interrupted(): SluiceError {
  return new SluiceError('Cannot finish the load: it was asked to stop', {
    code: 'interrupted',
    phase: 'load',
    retryable: true,
    hint: 'Run again: it goes on from the newest load that was committed',
  });
}

/** SQLite's primary result code; undefined for errors of something else. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  // The extended codes have the primary one in their lowest byte.
  return error.errcode & 0xff;
}

const codes = { busy: 5, locked: 6, readOnly: 8, io: 10, corrupt: 11, full: 13, cannotOpen: 14, noDatabase: 26 };

/** True when another connection has the lock that is needed. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code === codes.busy || code === codes.locked;
}

type Told = Pick<ErrorFacts, 'code' | 'hint' | 'retryable'> & { readonly why: string };

/** What SQLite says of the file, when it is opened or written. */
export function databaseFailed(path: string, cause: unknown): SluiceError {
  const said = textOf(cause);
  const { why, ...facts } = told.get(resultCode(cause) ?? 0) ?? {
    code: 'destination_refused',
    why: `SQLite says "${printable(said, 300)}"`,
    hint: 'Run again; if it fails again, report the statement and what SQLite says',
  };
  return new SluiceError(`Cannot load into ${printable(path, 300)}: ${why}`, {
    ...facts,
    phase: 'load',
    details: { path, said },
    cause,
  });
}

const held: Told = {
  code: 'destination_locked',
  why: 'another connection writes to it and does not come to an end',
  retryable: true,
  hint: 'Close the other program that writes to the file, then run again',
};

const unreadable: Told = {
  code: 'destination_format',
  why: 'it is no SQLite database, or it is damaged',
  hint: 'Name another file, or restore this one from a copy',
};

const told: ReadonlyMap<number, Told> = new Map<number, Told>([
  [codes.busy, held],
  [codes.locked, held],
  [codes.noDatabase, unreadable],
  [codes.corrupt, unreadable],
  [
    codes.full,
    {
      code: 'disk_full',
      why: 'no space is left on the disk',
      retryable: true,
      hint: 'Free space on the disk of the database, then run again',
    },
  ],
  [
    codes.cannotOpen,
    {
      code: 'destination_unreachable',
      why: 'the file cannot be opened',
      hint: 'Make the folder of the file, and see that this user may write there',
    },
  ],
  [
    codes.readOnly,
    {
      code: 'destination_unreachable',
      why: 'the file can only be read',
      hint: 'See that this user may write to the file and to its folder',
    },
  ],
  [
    codes.io,
    {
      code: 'destination_refused',
      why: 'the disk refused to read or write',
      retryable: true,
      hint: 'See to the disk of the database, then run again',
    },
  ],
]);

export function queryRefused(why: string, cause?: unknown): SluiceError {
  return new SluiceError(`Cannot run the query: ${why}`, {
    code: 'query_refused',
    phase: 'load',
    hint: 'Send one SELECT that reads tables of this dataset only',
    cause,
  });
}

/** A query that SQLite does not take, which is refused where it writes (case S15). */
export function queryFailed(cause: unknown): SluiceError {
  if (resultCode(cause) === codes.readOnly) return queryRefused('it does more than read', cause);
  const said = textOf(cause);
  return new SluiceError(`Cannot run the query: SQLite says "${printable(said, 300)}"`, {
    code: 'query_failed',
    phase: 'load',
    hint: 'Correct the query; the command status names the tables and columns',
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
