import { SluiceError } from '../core/error.ts';
import type { TableName } from '../core/names.ts';

/** Invariant I3 was about to be broken, or a writer was used after its end. */
export function fileRefused(table: TableName, why: string): SluiceError {
  return new SluiceError(`Cannot write rows of table "${table}" into a file: ${why}`, {
    code: 'internal',
    phase: 'normalize',
    hint: 'Report this with the name of the source and the version of sluice',
    details: { table },
  });
}
