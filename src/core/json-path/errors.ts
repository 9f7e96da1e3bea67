import { SluiceError } from '../error.ts';
import { printable } from '../printable.ts';

const quoteNames = `Write names with dots between them, such as data.items, and quote names that have other characters: data.'next page'`;

export function pathNotReadable(text: string, position: number, why: string, hint: string = quoteNames): SluiceError {
  return new SluiceError(`Cannot read JSONPath "${printable(text, 200)}": ${why} at character ${position + 1}`, {
    code: 'config_invalid',
    phase: 'config',
    hint,
    details: { path: text.slice(0, 1000), position },
  });
}

export function pathNotSupported(text: string, position: number, what: string): SluiceError {
  return new SluiceError(
    `Cannot read JSONPath "${printable(text, 200)}": ${what} at character ${position + 1} is not supported`,
    {
      code: 'config_invalid',
      phase: 'config',
      hint: 'Select more with a simpler path, and drop rows with a filter in processing_steps',
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
