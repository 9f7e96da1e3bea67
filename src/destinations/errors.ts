import { SluiceError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import { printable } from '../core/printable.ts';

/** @param known how the destinations of this version are written */
export function destinationUnknown(text: string, known: readonly string[]): SluiceError {
  const meant = nearest(
    text.split(':', 1)[0] ?? text,
    known.map((one) => one.split(':', 1)[0] ?? one),
  );
  const question = meant === undefined ? '' : `Did you mean ${meant}:? `;
  return new SluiceError(`Cannot use the destination "${printable(text, 200)}": no destination is called like this`, {
    code: 'destination_unknown',
    phase: 'config',
    hint: `${question}Write one of ${known.join(', ')}`,
    details: { nearest: meant, known },
  });
}

/** @param kind the part before the colon; never the rest, which may hold a password */
export function destinationNotInThisVersion(kind: string): SluiceError {
  return new SluiceError(`Cannot use a destination that begins with "${kind}:": it is not in this version`, {
    code: 'destination_unknown',
    phase: 'config',
    hint: 'Load into duckdb:<file> instead; this version has no other destination',
    details: { kind },
  });
}

export function tableGone(table: string): SluiceError {
  return altered(`Cannot load into ${shown(table)}: the table is not there any more, though loads went into it`, {
    table,
  });
}

export function columnGone(table: string, column: string): SluiceError {
  return altered(`Cannot load into ${shown(table)}: its column ${shown(column)} is not there any more`, {
    table,
    column,
  });
}

export function columnAltered(
  table: string,
  column: string,
  types: { readonly expected: string; readonly found: string },
): SluiceError {
  const message = `Cannot load into ${shown(table)}: its column ${shown(column)} is ${types.found}, not ${types.expected}`;
  return altered(message, { table, column, ...types });
}

/** What somebody changed by hand is put back by hand: nothing is repaired by dropping (case F3.6). */
function altered(message: string, details: Readonly<Record<string, unknown>>): SluiceError {
  return new SluiceError(message, {
    code: 'schema_conflict',
    phase: 'load',
    hint: 'Restore the table as it was, or load into another dataset with --dataset',
    details,
  });
}

/** Case 128: a column that needs a value, and a table that is there already. */
export function cannotAddNotNull(table: string, column: string): SluiceError {
  return new SluiceError(
    `Cannot add the column ${shown(column)} to ${shown(table)}: it must have a value, and the table is there already`,
    {
      code: 'schema_conflict',
      phase: 'load',
      hint: 'Load into another dataset with --dataset, or go back to the earlier write disposition and keys',
      details: { table, column },
    },
  );
}

/** @param known the tables that are there */
export function tableNotFound(table: string, dataset: string, known: Iterable<string>): SluiceError {
  const message = `Cannot read the table ${shown(table)}: the dataset ${shown(dataset)} has none of this name`;
  return notFound(message, nearest(table, known), { table, dataset });
}

/** @param known the columns that are there */
export function columnNotFound(table: string, column: string, known: Iterable<string>): SluiceError {
  const message = `Cannot read the column ${shown(column)}: the table ${shown(table)} has none of this name`;
  return notFound(message, nearest(column, known), { table, column });
}

/** The caller's signal, or the close of the dataset that is read. */
export function readingStopped(): SluiceError {
  return new SluiceError('Cannot read on: it was asked to stop, or the dataset was closed', {
    code: 'interrupted',
    phase: 'load',
    retryable: true,
    hint: 'Read again from the beginning',
  });
}

function notFound(message: string, meant: string | undefined, details: Readonly<Record<string, unknown>>): SluiceError {
  const question = meant === undefined ? '' : `Did you mean ${shown(meant)}? `;
  return new SluiceError(message, {
    code: 'table_not_found',
    phase: 'load',
    hint: `${question}Ask tables() for the names that are there`,
    details,
  });
}

/** Case 130: without a root key, only direct children can be found. */
export function keyNotMergeable(root: string, child: string): SluiceError {
  return new SluiceError(`Cannot merge ${shown(root)}: its nested table ${shown(child)} has no column for the root`, {
    code: 'schema_conflict',
    phase: 'load',
    hint: 'Load into another dataset with --dataset, so that the nested tables get _dlt_root_id from the start',
    details: { root, child },
  });
}

function shown(name: string): string {
  return printable(name, 120);
}
