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
