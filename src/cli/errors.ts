import { SluiceError } from '../core/error.ts';
import { printable } from '../core/printable.ts';

export function wrongUse(why: string, hint?: string): SluiceError {
  return new SluiceError(`Cannot understand the command line: ${why}`, {
    code: 'usage',
    phase: 'config',
    hint: hint ?? 'See `sluice --help`, or `sluice <command> --help`.',
  });
}

/** @param path of a `--set` that says something of another destination, or nothing that one can be told */
export function settingNotRead(path: string, destination: string): SluiceError {
  const shown = printable(path, 200);
  return new SluiceError(
    `Cannot use --set ${shown}: nothing of the destination ${printable(destination, 80)} reads it`,
    {
      code: 'usage',
      phase: 'config',
      hint: 'Name the destination and a setting that it has, such as destination.postgres.credentials.password',
      details: { path: shown, destination },
    },
  );
}

export function sourceNotFound(text: string, connectors: readonly string[], guess: string | undefined): SluiceError {
  const known = connectors.length === 0 ? '' : ` Connectors: ${connectors.join(', ')}.`;
  const start =
    guess === undefined ? 'Name a connector or a file that exists.' : `Did you mean "${printable(guess, 200)}"?`;
  return new SluiceError(`Cannot find source "${printable(text, 200)}": no connector and no file is called like this`, {
    code: 'source_not_found',
    phase: 'config',
    hint: `${start}${known}`,
    details: { source: text, connectors, guess },
  });
}

export function unknownFileKind(file: string): SluiceError {
  return new SluiceError(`Cannot read source file "${printable(file, 200)}": its name does not say what it is`, {
    code: 'usage',
    phase: 'config',
    hint: 'Use a file that ends in .ts, .js, .mjs, .py, .yaml, .yml, .json or .toml, or a guide that ends in .md or .txt.',
    details: { file },
  });
}

/** @param why one or more lines, each with its place in the file where it is known */
export function fileUnreadable(file: string, why: readonly string[], cause?: unknown): SluiceError {
  const reasons = why.map((line) => printable(line, 500));
  const list = reasons.length === 1 ? ` ${reasons[0]}` : reasons.map((line) => `\n  ${line}`).join('');
  return new SluiceError(`Cannot read source file "${printable(file, 200)}":${list}`, {
    code: 'config_unreadable',
    phase: 'config',
    hint: 'Correct the file at the place that is named, then run again.',
    details: { file, problems: reasons },
    cause,
  });
}

/** @param path as it was given with `--set` */
export function settingOfCode(file: string, path: string): SluiceError {
  return new SluiceError(
    `Cannot apply --set ${printable(path, 100)}: "${printable(file, 200)}" makes its source itself`,
    {
      code: 'usage',
      phase: 'config',
      hint: 'Set a key that the file reads, such as --set base_url=…',
      details: { file, path },
    },
  );
}

export function sourceIsCode(file: string): SluiceError {
  return new SluiceError(`Cannot write "${printable(file, 200)}" as code: it is code already`, {
    code: 'usage',
    phase: 'config',
    hint: 'Name a guide, a connector, or a file whose default export is a configuration',
    details: { file },
  });
}

export function noUsableExport(file: string, found: string): SluiceError {
  return new SluiceError(`Cannot use source file "${printable(file, 200)}": its default export is ${found}`, {
    code: 'config_unreadable',
    phase: 'config',
    hint: 'Export a source, such as restApi({ … }), or a REST configuration with client and resources as default.',
    details: { file },
  });
}

/** The mistakes of a configuration, under the name of the file they are in. */
export function mistakesIn(file: string, error: SluiceError): SluiceError {
  const message = error.message.replace(
    /^Cannot use source "[^"\n]*"/,
    `Cannot use source file "${printable(file, 200)}"`,
  );
  const { code, phase, hint, details, cause } = error;
  return new SluiceError(message, { code, phase, hint, details: { ...details, file }, cause });
}

/** The same mistakes, each with the line of the file where its place begins. */
export function mistakesAtLines(error: SluiceError, lineOf: (place: string) => number | undefined): SluiceError {
  const message = error.message.replaceAll(/(?<=^|[\s:])(?:resources\[\d+\]|client\.\w+)(?=[.:[])/gm, (place) => {
    const line = lineOf(place);
    return line === undefined ? place : `line ${line}, ${place}`;
  });
  const { code, phase, hint, details, cause } = error;
  return new SluiceError(message, { code, phase, hint, details, cause });
}
