import { SluiceError } from '../core/error.ts';

export function packageDamaged(folder: string, why: string): SluiceError {
  return new SluiceError(`Cannot load the package in ${folder}: ${why}`, {
    code: 'package_damaged',
    phase: 'load',
    hint: 'Delete this folder and run again: its rows are asked for again from the last committed state.',
    details: { folder, why },
  });
}

export function packageTooNew(folder: string, found: unknown, known: number): SluiceError {
  return new SluiceError(`Cannot load the package in ${folder}: its format ${String(found)} is newer than ${known}`, {
    code: 'package_mismatch',
    phase: 'load',
    hint: 'Run the version of sluice that made it, or delete the folder and run again.',
    details: { folder, found, known },
  });
}
