import { SluiceError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';

export function hintsOfUnknown(source: string, name: string, known: readonly string[]): SluiceError {
  const guess = nearest(name, known);
  return new SluiceError(`Cannot apply hints to "${name}": source "${source}" has no resource of this name`, {
    code: 'resource_unknown',
    phase: 'config',
    hint: guess === undefined ? `Use one of ${known.join(', ')}` : `Use "${guess}", or one of ${known.join(', ')}`,
    details: { source, name, known },
  });
}

/** What is asked for and written down before a row comes cannot be hidden by a hint that is given later. */
export function hintsHideColumns(name: string): SluiceError {
  return new SluiceError(`Cannot apply hints to "${name}": visibility is not among what they can change`, {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Hide columns where the resource is defined, such as with exclude_columns and mask_columns',
    details: { name },
  });
}
