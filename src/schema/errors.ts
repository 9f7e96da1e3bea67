import { SluiceError } from '../core/error.ts';
import { printable } from '../core/printable.ts';

/** @param raw the name as the data or the user spells it */
export function nameEmpty(raw: string): SluiceError {
  return new SluiceError(`Cannot name a table or column after "${shown(raw)}": nothing of it is left`, {
    code: 'name_empty',
    phase: 'normalize',
    hint: 'Rename the field in the source, or leave it out, so that its name has a letter or a digit',
    details: { name: shown(raw) },
  });
}

export function columnRetyped(table: string, column: string, known: string, wanted: string): SluiceError {
  return new SluiceError(
    `Cannot make column ${shown(column)} of table ${shown(table)} ${wanted}: it is ${known} already`,
    {
      code: 'schema_conflict',
      phase: 'normalize',
      hint: 'Remove the type from the hint of the column, or load into another dataset',
      details: { table, column, known, wanted },
    },
  );
}

export function rowsOverList(table: string, parent: string, resource: string): SluiceError {
  return new SluiceError(
    `Cannot load resource ${shown(resource)} into table ${shown(table)}: it holds the elements of a list in table ${shown(parent)}`,
    {
      code: 'schema_conflict',
      phase: 'normalize',
      hint: 'Give the resource another table name, or load it into another dataset',
      details: { table, parent, resource },
    },
  );
}

/** Where a contract stood in the way, and of what. */
export interface Breach {
  readonly table: string;
  readonly column: string;
  readonly resource: string;
  /** The value, printed and masked where that was asked for. Absent where a hint broke the contract. */
  readonly value?: string | undefined;
  /** Such as `page 2 of https://…`. */
  readonly origin?: string | undefined;
}

const contractHint = 'Change schema_contract, or take the change in once with a run whose contract is evolve';

/** @param value an element of the list that the table would be for */
export function tableFrozen(table: string, resource: string, more: Pick<Breach, 'value' | 'origin'> = {}): SluiceError {
  const why = 'the table is new, and the contract freezes tables';
  return new SluiceError(
    `Cannot load resource ${shown(resource)} into table ${shown(table)}: ${why}${evidence(more)}`,
    {
      code: 'contract_violated',
      phase: 'normalize',
      hint: contractHint,
      details: { entity: 'tables', table, resource, ...more },
    },
  );
}

export function columnFrozen(breach: Breach): SluiceError {
  return contractViolated(breach, 'columns', 'it is new, and the contract freezes columns');
}

/** @param breach with a value that does not fit its column, or a hint that gives the column another type */
export function typeFrozen(breach: Breach): SluiceError {
  const what = breach.value === undefined ? 'its hints give it another type' : 'the value does not fit its type';
  return contractViolated(breach, 'data_type', `${what}, and the contract freezes data_type`);
}

function contractViolated(breach: Breach, entity: string, why: string): SluiceError {
  const { table, column, resource } = breach;
  const where = `column ${shown(column)} of table ${shown(table)} from resource ${shown(resource)}`;
  return new SluiceError(`Cannot fill ${where}: ${why}${evidence(breach)}`, {
    code: 'contract_violated',
    phase: 'normalize',
    hint: contractHint,
    details: { entity, ...breach },
  });
}

/** What was found and where, in parentheses; empty where neither is known. */
export function evidence({ value, origin }: Pick<Breach, 'value' | 'origin'>): string {
  const parts = [value === undefined ? [] : [`value ${value}`], origin === undefined ? [] : [origin]].flat();
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** @param subject such as `detection "iso_dates"` @param hint what to write instead */
export function settingInvalid(
  subject: string,
  why: string,
  hint = 'Correct it in the schema hints of the source',
): SluiceError {
  return new SluiceError(`Cannot use ${printable(subject, 160)}: ${printable(why, 200)}`, {
    code: 'config_invalid',
    phase: 'config',
    hint,
    details: { subject, why },
  });
}

export function unreadableSchema(why: string): SluiceError {
  return new SluiceError(`Cannot read the stored schema: ${why}`, {
    code: 'state_unreadable',
    phase: 'load',
    hint: 'Load into another dataset, or let dlt 1.26.0 open this one once so that it brings the schema up to date.',
    details: { why },
  });
}

export function unreadableState(why: string): SluiceError {
  return new SluiceError(`Cannot read the stored pipeline state: ${why}`, {
    code: 'state_unreadable',
    phase: 'load',
    hint: 'Load into another dataset, or give the pipeline another name.',
    details: { why },
  });
}

/** What a newer version wrote is left as it is. @param engine the number of its engine @param known that of this version */
export function newerThanThis(what: 'schema' | 'pipeline state', engine: number, known: number): SluiceError {
  return new SluiceError(
    `Cannot read the stored ${what}: a newer version wrote it, whose engine version is ${engine}, and ${known} can be read`,
    {
      code: 'state_unreadable',
      phase: 'load',
      hint: 'Update sluice, or load into another dataset',
      details: { engine, known },
    },
  );
}

/** Enough of a name to recognize it. */
function shown(name: string): string {
  return printable(name, 80);
}

export function importUnreadable(path: string, why: string, cause?: unknown): SluiceError {
  return new SluiceError(`Cannot import the schema in ${path}: ${printable(why, 300)}`, {
    code: 'config_unreadable',
    phase: 'config',
    hint: 'Correct the file, or delete it: the next run writes a new one',
    details: { path },
    cause,
  });
}
