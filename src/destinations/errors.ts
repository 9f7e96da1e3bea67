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

/** @param kind the name of the kind; never what follows it, which may hold a password */
export function destinationNotInThisVersion(kind: string, known: readonly string[]): SluiceError {
  return new SluiceError(`Cannot use a destination of the kind ${kind}: it is not in this version`, {
    code: 'destination_unknown',
    phase: 'config',
    hint: `Write one of ${known.join(', ')}`,
    details: { kind, known },
  });
}

/** A destination of which only the name was said, and nothing in the configuration. */
export function destinationNotSet(name: string, written: string, settings: readonly string[]): SluiceError {
  const variables = settings.map((path) => variable(name, path));
  return new SluiceError(`Cannot use the destination ${printable(name, 80)}: where it is is not set anywhere`, {
    code: 'config_value_missing',
    phase: 'config',
    hint: `Set ${variables.slice(0, 2).join(' or ')} in the environment or .env, or write ${written} for --destination`,
    details: { name, places: variables },
  });
}

/** @param unknown the names that mean nothing, with the place in which each was found */
export function settingsUnknown(
  name: string,
  unknown: readonly { readonly path: string; readonly from: string }[],
  known: readonly string[],
): SluiceError {
  const lines = unknown.map(({ path, from }) => {
    const near = nearest(path, known);
    const question = near === undefined ? '' : `. Did you mean ${near}?`;
    return `${printable(from, 200)}: there is no setting ${printable(path, 80)}${question}`;
  });
  const what = lines.length === 1 ? 'it has a mistake' : `it has ${lines.length} mistakes`;
  return new SluiceError(`Cannot use the destination ${printable(name, 80)}: ${what}\n  ${lines.join('\n  ')}`, {
    code: 'config_invalid',
    phase: 'config',
    hint: `Use names among ${known.join(', ')}`,
    details: { name, problems: lines, known },
  });
}

/** @param why without the value, which may be a secret */
export function settingInvalid(name: string, from: string, why: string): SluiceError {
  return new SluiceError(`Cannot use the destination ${printable(name, 80)}: ${printable(from, 200)} ${why}`, {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Correct the value that is named',
    details: { name, from },
  });
}

/** @param from a `--set` beside a --destination that says where */
export function settingContradicted(name: string, from: string): SluiceError {
  return new SluiceError(
    `Cannot use ${printable(from, 200).replace(': ', ' ')}: --destination says already where to load, and how`,
    {
      code: 'config_invalid',
      phase: 'config',
      hint: `Write it into the text of --destination, or only --destination ${printable(name, 80)}`,
      details: { name, from },
    },
  );
}

function variable(name: string, path: string): string {
  return `DESTINATION__${[name, ...path.split('.')].join('__').replaceAll('-', '_').toUpperCase()}`;
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
