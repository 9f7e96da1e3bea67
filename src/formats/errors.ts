import { SluiceError } from '../core/error.ts';
import type { TableName } from '../core/names.ts';
import { printable } from '../core/printable.ts';

/** Invariant I3 was about to be broken, or a writer was used after its end. */
export function fileRefused(table: TableName, why: string): SluiceError {
  return new SluiceError(`Cannot write rows of table "${table}" into a file: ${why}`, {
    code: 'internal',
    phase: 'normalize',
    hint: 'Report this with the name of the source and the version of sluice',
    details: { table },
  });
}

/** A file of a package is not as it was written. */
export function fileUnreadable(path: string, why: string, cause?: unknown): SluiceError {
  return new SluiceError(`Cannot read the package file ${printable(path, 300)}: ${why}`, {
    code: 'package_damaged',
    phase: 'load',
    hint: 'Restore the file, or delete the package, after which its rows are asked for again',
    details: { path },
    cause,
  });
}
