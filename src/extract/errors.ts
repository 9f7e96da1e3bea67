import { SluiceError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';

export function unknownResource(name: string, known: readonly string[]): SluiceError {
  const guess = nearest(name, known);
  return new SluiceError(`Cannot select "${name}": the source has no resource of this name`, {
    code: 'resource_unknown',
    phase: 'config',
    hint: guess === undefined ? `Use one of ${known.join(', ')}.` : `Use "${guess}", or one of ${known.join(', ')}.`,
    details: { name, known },
  });
}

export function unknownParent(child: string, parent: string): SluiceError {
  return new SluiceError(`Cannot run resource "${child}": its parent "${parent}" is not in the source`, {
    code: 'resource_unknown',
    phase: 'config',
    hint: `Add a resource called "${parent}" to the source, or let "${child}" name another parent.`,
    details: { child, parent },
  });
}

export function endlessParents(child: string, line: readonly string[]): SluiceError {
  return new SluiceError(`Cannot run resource "${child}": its parents go in a circle, ${line.join(' → ')} and back`, {
    code: 'resource_unknown',
    phase: 'config',
    hint: `Let one of ${line.join(', ')} be a resource without a parent.`,
    details: { child, line },
  });
}
