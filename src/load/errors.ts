import { SluiceError } from '../core/error.ts';
import { printable } from '../core/printable.ts';
import type { MergeStrategy } from '../schema/table.ts';

/** Case 105: dlt appends then; here a merge that matches nothing is a mistake. */
export function keyMissing(table: string, resource: string | undefined): SluiceError {
  const name = printable(table, 120);
  return new SluiceError(`Cannot merge into ${name}: it has neither a primary key nor a merge key`, {
    code: 'key_missing',
    phase: 'load',
    hint: `Set primary_key or merge_key of the resource ${printable(resource ?? table, 120)}, load it with write_disposition append, or say on_missing_key: append`,
    details: { table, resource },
  });
}

/** Case 119: rows are found again by their primary key alone. */
export function primaryKeyMissing(table: string, resource: string | undefined, strategy: MergeStrategy): SluiceError {
  return new SluiceError(`Cannot merge into ${printable(table, 120)} with ${strategy}: it has no primary key`, {
    code: 'key_missing',
    phase: 'load',
    hint: `Set primary_key of the resource ${printable(resource ?? table, 120)}, or leave out the strategy`,
    details: { table, resource, strategy },
  });
}

/** Case 116. */
export function columnsAmbiguous(table: string, hint: string, columns: readonly string[]): SluiceError {
  const names = columns.map((name) => printable(name, 120)).join(' and ');
  return new SluiceError(`Cannot load into ${printable(table, 120)}: ${names} are all ${hint}, and one may be`, {
    code: 'config_invalid',
    phase: 'load',
    hint: `Set ${hint} on one column only`,
    details: { table, columns },
  });
}

/** Case 131. */
export function skippedTable(table: string): SluiceError {
  return new SluiceError(`Cannot load into ${printable(table, 120)}: its write disposition is skip`, {
    code: 'config_invalid',
    phase: 'load',
    hint: 'Set write_disposition of the resource to append, replace or merge',
    details: { table },
  });
}

/** @param wanted as a configuration spells it: `merge`, or a strategy of it */
export function notOffered(table: string, wanted: string, offered: readonly string[]): SluiceError {
  return new SluiceError(`Cannot load into ${printable(table, 120)}: the destination does not offer ${wanted}`, {
    code: 'config_invalid',
    phase: 'load',
    hint: `Choose ${offered.join(' or ')} with --write-disposition or in the source, or load into another destination`,
    details: { table, wanted, offered },
  });
}
