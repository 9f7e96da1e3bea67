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

/** Enough of a name to recognize it. */
function shown(name: string): string {
  return printable(name, 80);
}
