import { isSluiceError, SluiceError } from '../../core/error.ts';
import { printable } from '../../core/printable.ts';

export function driverMissing(cause: unknown): SluiceError {
  return new SluiceError('Cannot use ClickHouse: the package @clickhouse/client is not installed', {
    code: 'destination_unreachable',
    phase: 'load',
    hint: 'Install it: npm install @clickhouse/client',
    cause,
  });
}

export function addressInvalid(why: string): SluiceError {
  return new SluiceError(`Cannot use the address of ClickHouse: ${why}`, {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Write clickhouse://<user>@<host>/<database>, and set the password as destination.clickhouse.credentials.password',
  });
}

export function textNotSql(text: string): SluiceError {
  return new SluiceError(`Cannot write "${printable(text, 120)}" in SQL: it has a NUL character`, {
    code: 'schema_conflict',
    phase: 'load',
    hint: 'Rename the table or column',
  });
}

export function integerTooWide(column: string, precision: number): SluiceError {
  const why = `ClickHouse gets no integers of ${precision} bits here`;
  return new SluiceError(`Cannot keep the column ${printable(column, 120)}: ${why}`, {
    code: 'schema_conflict',
    phase: 'load',
    hint: 'Give the column the type decimal, or a precision of at most 64',
  });
}

export function dateNotKept(column: string): SluiceError {
  return new SluiceError(
    `Cannot keep a value of the column ${printable(column, 120)}: ClickHouse has dates from 1900 to 2299`,
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
    hint: 'Run again: it goes on from the newest load that was recorded',
  });
}

/** What the server or the network says; nothing of it has the password. */
export function statementFailed(location: string, cause: unknown): SluiceError {
  if (isSluiceError(cause)) return cause;
  const said = textOf(cause);
  const code = codeOf(cause);
  const [why, hint] = reasons.get(code) ?? [
    `ClickHouse says "${printable(said.split('\n', 1)[0] ?? '', 300)}"`,
    'Run again; if it fails again, report the statement and what ClickHouse says',
  ];
  return new SluiceError(`Cannot load into ${printable(location, 200)}: ${why}`, {
    code: unreachable.has(code) ? 'destination_unreachable' : 'destination_refused',
    phase: 'load',
    retryable: !/^\d+$/.test(code) || busy.has(code),
    hint,
    details: { location, said, code },
    cause,
  });
}

const credentials = ['the user or the password is wrong', 'Correct the user and the password'] as const;
const network = ['there is no connection to the server', 'Look at host, port and TLS of the address'] as const;

const reasons: ReadonlyMap<string, readonly [why: string, hint: string]> = new Map<
  string,
  readonly [why: string, hint: string]
>([
  ['516', credentials],
  ['194', credentials],
  ['81', ['there is no database of this name', 'Create the database, or name another one']],
  ['ECONNREFUSED', network],
  ['ENOTFOUND', network],
  ['ECONNRESET', network],
  ['ETIMEDOUT', network],
]);

const unreachable: ReadonlySet<string> = new Set(reasons.keys());
/** Too many queries, timeouts, no memory, no quorum. */
const busy: ReadonlySet<string> = new Set(['159', '202', '209', '210', '241', '285', '319']);

export function queryRefused(why: string): SluiceError {
  return new SluiceError(`Cannot run the query: ${why}`, {
    code: 'query_refused',
    phase: 'load',
    hint: 'Send one SELECT that reads tables of this dataset only',
  });
}

export function queryFailed(cause: unknown): SluiceError {
  if (isSluiceError(cause)) return cause;
  const said = textOf(cause);
  return new SluiceError(`Cannot run the query: ClickHouse says "${printable(said.split('\n', 1)[0] ?? '', 300)}"`, {
    code: codeOf(cause) === '164' ? 'query_refused' : 'query_failed',
    phase: 'load',
    hint: 'Correct the query; the command status names the tables and columns',
    details: { said },
    cause,
  });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function queryTooLong(timeoutMs: number): SluiceError {
  return new SluiceError(`Cannot run the query: it took longer than ${timeoutMs} ms`, {
    code: 'query_failed',
    phase: 'load',
    hint: 'Ask for less, or give it more time',
    details: { timeoutMs },
  });
}
