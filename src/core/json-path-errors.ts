import { SluiceError } from './error.ts';
import { printable } from './printable.ts';

export function pathNotReadable(text: string, position: number, why: string): SluiceError {
  return new SluiceError(`Cannot read JSONPath "${printable(text, 200)}": ${why} at character ${position + 1}`, {
    code: 'config_invalid',
    phase: 'config',
    hint: `Write names with dots between them, such as data.items, and quote names that have other characters: data.'next page'`,
    details: { path: text.slice(0, 1000), position },
  });
}

export function pathNotSupported(text: string, position: number, what: string): SluiceError {
  return new SluiceError(
    `Cannot read JSONPath "${printable(text, 200)}": ${what} at character ${position + 1} is not supported yet`,
    {
      code: 'config_invalid',
      phase: 'config',
      hint: 'Use names, indexes, slices, [*], unions and .. only',
      details: { path: text.slice(0, 1000), position },
    },
  );
}

export function pathTooFar(text: string, mostSteps: number): SluiceError {
  return new SluiceError(
    `Cannot follow JSONPath "${printable(text, 200)}": it takes more than ${mostSteps} steps in one answer`,
    {
      code: 'config_invalid',
      phase: 'extract',
      hint: 'Use fewer .. and | in the path, or name the members',
      details: { path: text.slice(0, 1000), mostSteps },
    },
  );
}
