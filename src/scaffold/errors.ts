import { SluiceError } from '../core/error.ts';
import { printable } from '../core/printable.ts';

/** @param path such as `resources.2.processing_steps.0.filter` */
export function notWritable(origin: string, path: readonly string[], what: string): SluiceError {
  const place = path.map((name) => (/^\d+$/.test(name) ? `[${name}]` : `.${name}`)).join('');
  return new SluiceError(
    `Cannot write "${printable(origin, 200)}" as code: ${printable(place.replace(/^\./, ''), 200)} is ${what}`,
    {
      code: 'usage',
      phase: 'config',
      hint: 'Leave it out of the configuration, and add it to the code that is written',
      details: { origin, path },
    },
  );
}

/** @param names files that are there */
export function filesInTheWay(folder: string, names: readonly string[]): SluiceError {
  const list = names.map((name) => printable(name, 100)).join(', ');
  const verb = names.length === 1 ? 'is' : 'are';
  return new SluiceError(`Cannot write to "${printable(folder, 200)}": ${list} ${verb} there already`, {
    code: 'usage',
    phase: 'config',
    hint: 'Name another folder, or overwrite them with --force',
    details: { folder, names },
  });
}

export function noFileName(name: string): SluiceError {
  return new SluiceError(`Cannot name files after "${printable(name, 100)}": it has no letter and no digit`, {
    code: 'usage',
    phase: 'config',
    hint: 'Rename the file, so that its name begins with a letter',
    details: { name },
  });
}
