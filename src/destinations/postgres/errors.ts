import { SluiceError, type ErrorFacts } from '../../core/error.ts';
import { printable } from '../../core/printable.ts';

export function driverMissing(cause: unknown): SluiceError {
  return new SluiceError('Cannot load into Postgres: the package pg is not installed', {
    code: 'destination_unreachable',
    phase: 'load',
    hint: 'Install the drivers: npm i pg pg-copy-streams',
    cause,
  });
}

/** @param why never with a value of the connection string, which may be a password */
export function connectionInvalid(why: string): SluiceError {
  return new SluiceError(`Cannot read the connection string of Postgres: ${why}`, {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Write postgresql://user:password@host:5432/database?sslmode=require, special characters percent-encoded',
  });
}

export function certificateUnreadable(option: string, path: string): SluiceError {
  return new SluiceError(
    `Cannot connect to Postgres: there is no file ${printable(path, 300)}, which ${option} names`,
    {
      code: 'config_invalid',
      phase: 'config',
      hint: `Name a file in PEM form with ${option}`,
      details: { path },
    },
  );
}

export function textNotSql(text: string): SluiceError {
  return new SluiceError(`Cannot write "${printable(text, 120)}" in SQL: it has a NUL character`, {
    code: 'schema_conflict',
    phase: 'load',
    hint: 'Rename the table, column or dataset',
  });
}

export function nameTooLong(name: string): SluiceError {
  return new SluiceError(`Cannot use the name "${printable(name, 120)}" in Postgres: it has more than 63 bytes`, {
    code: 'schema_conflict',
    phase: 'load',
    hint: 'Choose a shorter name; that of a dataset also needs room for _staging',
    details: { name },
  });
}

export function integerTooWide(column: string, precision: number): SluiceError {
  return new SluiceError(
    `Cannot keep the column ${printable(column, 120)} in Postgres: its integers are of ${precision} bits, not 64 at most`,
    {
      code: 'schema_conflict',
      phase: 'load',
      hint: 'Give the column the data type decimal, or a precision of 64 at most',
      details: { column, precision },
    },
  );
}

/** Where a value stands that Postgres cannot keep. */
export interface ValuePlace {
  /** Qualified. */
  readonly table: string;
  readonly column: string;
  /** In the package, counted from 1. */
  readonly row: number;
}

/** A value that no repetition makes fit: the load is not tried again by itself. */
export function valueNotKept({ table, column, row }: ValuePlace, why: string, hint: string): SluiceError {
  return new SluiceError(
    `Cannot load into ${printable(table, 120)}: its column ${printable(column, 120)} cannot keep the value of row ${row}, ${why}`,
    { code: 'destination_refused', phase: 'load', hint, details: { table, column, row } },
  );
}

export function columnUnfit(table: string, column: string, type: string): SluiceError {
  return new SluiceError(
    `Cannot load into ${printable(table, 120)}: its column ${printable(column, 120)} is ${type}, which the rows of the package do not fit`,
    {
      code: 'schema_conflict',
      phase: 'load',
      hint: 'Restore the table as it was, or load into another dataset with --dataset',
      details: { table, column, type },
    },
  );
}

export function tooManyColumns(table: string, count: number): SluiceError {
  return new SluiceError(
    `Cannot load into ${printable(table, 120)}: it would have ${count} columns, and a table of Postgres has 1600 at most`,
    {
      code: 'column_limit',
      phase: 'load',
      hint: 'Keep nested objects as JSON with max_table_nesting, or leave fields out',
      details: { table, count },
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

/** The server did not answer within the time it was given; what it did is looked up. */
export function answerLate(location: string, timeoutMs: number): SluiceError {
  return new SluiceError(`Cannot load into ${location}: the server did not answer within ${timeoutMs} ms`, {
    code: 'destination_unreachable',
    phase: 'load',
    retryable: true,
    hint: 'Check the network and the server, then run again',
    details: { timeoutMs },
  });
}

/** What the driver throws when it cannot connect. @param location without credentials */
export function cannotConnect(location: string, cause: unknown): SluiceError {
  const [, why, hint, retryable] = connectRules.find(([is]) => is.test(keyOf(cause))) ?? [
    undefined,
    `Postgres says "${said(cause)}"`,
    'Check host, port, database and role of the connection string',
    true,
  ];
  return new SluiceError(`Cannot connect to ${location}: ${why}`, {
    code: 'destination_unreachable',
    phase: 'load',
    retryable,
    hint,
    details: { said: said(cause) },
    cause,
  });
}

type ConnectRule = readonly [is: RegExp, why: string, hint: string, retryable: boolean];

/** By the code of the server or of the system, and the text where there is no code. */
const connectRules: readonly ConnectRule[] = [
  [
    /^28P01|^28000.*password/,
    'the server refused user or password',
    'Correct user and password of the connection string',
    false,
  ],
  [
    /^28000/,
    'the server refuses this role, host or kind of connection',
    'Check pg_hba.conf of the server, and sslmode',
    false,
  ],
  [/^3D000/, 'there is no such database', 'Create the database, or name another one', false],
  [/^ENOTFOUND|^EAI_AGAIN/, 'no host has this name', 'Correct the host of the connection string', true],
  [/^ECONNREFUSED|^ENOENT/, 'no server listens there', 'Start the server, or correct host and port', true],
  [
    /^ETIMEDOUT|timeout expired/,
    'it did not answer in time',
    'Check host, port and firewall, or raise connect_timeout',
    true,
  ],
  [/does not support SSL/, 'the server does not speak TLS', 'Turn TLS on at the server, or set sslmode=prefer', false],
  [/ERR_TLS_CERT_ALTNAME/, 'its certificate is of another host', 'Correct the host, or set sslmode=verify-ca', false],
  [
    /CERT|SELF_SIGNED|UNABLE_TO/,
    'its certificate is not signed by an authority that is known here',
    'Name the file of the authority with sslrootcert',
    false,
  ],
  [/^53300/, 'it has no connection left', 'Wait, or raise max_connections of the server', true],
  [/^57P03|^57P01/, 'it is starting or stopping', 'Wait until the server is up, then run again', true],
];

function keyOf(cause: unknown): string {
  return `${codeOf(cause) ?? ''} ${said(cause)}`.trimStart();
}

/** What the server says when a statement fails while loading. */
export function statementFailed(location: string, cause: unknown): SluiceError {
  const sqlState = codeOf(cause) ?? '';
  const doing = `Cannot load into ${location}`;
  const make = (why: string, facts: Pick<ErrorFacts, 'code' | 'hint' | 'retryable'>): SluiceError =>
    new SluiceError(`${doing}: ${why}`, { ...facts, phase: 'load', details: { said: said(cause), sqlState }, cause });
  const rule = statementRules.find((one) => one.is.test(sqlState) && one.when?.(cause) !== false);
  if (rule !== undefined) return make(rule.why(cause), rule);
  if (isDisconnected(cause)) return make('the connection broke', unreachable);
  return make(`Postgres says "${said(cause)}"`, {
    code: 'destination_refused',
    hint: 'Run again; if it fails again, report the statement and what Postgres says',
  });
}

const unreachable = {
  code: 'destination_unreachable',
  retryable: true,
  hint: 'Check the network and the server, then run again',
} as const;

interface StatementRule extends Pick<ErrorFacts, 'code' | 'hint' | 'retryable'> {
  readonly is: RegExp;
  /** Where the SQLSTATE alone does not tell. */
  when?(cause: unknown): boolean;
  why(cause: unknown): string;
}

const statementRules: readonly StatementRule[] = [
  {
    is: /^53100|^53000/,
    why: () => 'no space is left on the disk of the server',
    code: 'disk_full',
    retryable: true,
    hint: 'Free space on the disk of the server, then run again',
  },
  {
    is: /^25006/,
    why: () => 'the server or the role only lets it read',
    code: 'destination_refused',
    hint: 'Connect to the primary server, with a role whose default_transaction_read_only is off',
  },
  {
    is: /^42501/,
    why: (cause) => `the role is not allowed to, Postgres says "${said(cause)}"`,
    code: 'destination_refused',
    hint: 'Grant the role CREATE and USAGE on the schemas of the dataset, or CREATE on the database',
  },
  {
    is: /^23502/,
    why: (cause) => `a column must have a value, and there are rows without it, Postgres says "${said(cause)}"`,
    code: 'schema_conflict',
    hint: 'Load into another dataset with --dataset, or go back to the earlier write disposition and keys',
  },
  {
    // Ids that are hashes of their row: those of `scd2`, and of the rows that are nested in it (case 124).
    is: /^23505/,
    when: (cause) => /^Key \("?_dlt_id"?\)=/.test(fieldOf(cause, 'detail')),
    why: (cause) => `the same row comes twice, and table ${fieldOf(cause, 'table')} would have its _dlt_id twice`,
    code: 'destination_refused',
    hint: 'Let the source bring each row once, or load into a new dataset with create_indexes=false',
  },
  {
    is: /^23505/,
    why: (cause) => `a column that is unique would have a value twice, Postgres says "${said(cause)}"`,
    code: 'destination_refused',
    hint: 'Remove the hint unique from the column, or the UNIQUE constraint from the table',
  },
  {
    is: /^54011/,
    why: () => 'a table would have more than 1600 columns',
    code: 'column_limit',
    hint: 'Keep nested objects as JSON with max_table_nesting, or leave fields out',
  },
  {
    is: /^(?:40001|40P01|55P03)/,
    why: () => 'other work on the same tables came in its way, again and again',
    code: 'destination_refused',
    retryable: true,
    hint: 'Run again when the other work has finished',
  },
  { ...unreachable, is: /^(?:57P|08)/, why: () => 'the server ended the connection' },
];

/** True for what another attempt of the whole transaction may not meet again (cases F3.1, F3.4). */
export function isWorthRepeating(error: unknown): boolean {
  return /^(?:40001|40P01|55P03|57P0|08)/.test(codeOf(error) ?? '') || isDisconnected(error);
}

/** True when the connection of the statement is gone. */
export function isDisconnected(error: unknown): boolean {
  return (
    /^(?:57P0|08|ECONN|EPIPE|ETIMEDOUT)/.test(codeOf(error) ?? '') ||
    /Connection terminated|connection error|Client has encountered|Client was closed/i.test(said(error))
  );
}

/** The SQLSTATE of the server, or the code of the system. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What the server tells beside the message, such as the name of the table. */
function fieldOf(error: unknown, field: 'detail' | 'table'): string {
  const fields: { readonly [Field in typeof field]?: unknown } =
    typeof error === 'object' && error !== null ? error : {};
  const value = fields[field];
  return typeof value === 'string' ? printable(value, 120) : '';
}

/** What server or driver say, on one line. */
export function said(error: unknown): string {
  const errors: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return printable(errors instanceof Error ? errors.message : String(errors), 300);
}
