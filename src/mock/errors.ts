import { SluiceError } from '../core/error.ts';

export function mockPortTaken(name: string, port: number, cause: unknown): SluiceError {
  return new SluiceError(`Cannot serve "${name}": port ${port} of 127.0.0.1 is not free`, {
    code: 'usage',
    phase: 'config',
    hint: 'Choose another port, or 0 for one that is free',
    details: { name, port },
    cause,
  });
}

export function sessionsMissing(name: string): SluiceError {
  return new SluiceError(`Cannot end sessions of "${name}": nobody logs in there`, {
    code: 'usage',
    phase: 'config',
    hint: 'Leave out --expire-every, or serve lightdash',
    details: { name },
  });
}

export function mockNotFound(name: string, known: readonly string[], guess: string | undefined): SluiceError {
  return new SluiceError(`Cannot serve ${JSON.stringify(name)}: there is no local API with this name`, {
    code: 'source_not_found',
    phase: 'config',
    hint: guess === undefined ? `Name one of ${known.join(', ')}` : `Did you mean "${guess}"?`,
    details: { name, known, guess },
  });
}

export function datasetPackageMissing(name: string, packageName: string, cause: unknown): SluiceError {
  return new SluiceError(`Cannot serve "${name}": its rows are in the package ${packageName}, which is not installed`, {
    code: 'source_not_found',
    phase: 'config',
    hint: `Install it with "npm install ${packageName}"`,
    details: { name, packageName },
    cause,
  });
}

/** @param why such as `it is not a list of objects` */
export function datasetUnreadable(name: string, why: string, cause?: unknown): SluiceError {
  return new SluiceError(`Cannot serve "${name}": ${why}`, {
    code: 'config_unreadable',
    phase: 'config',
    hint: 'Give a JSON file that holds one list of objects',
    details: { name },
    cause,
  });
}

export function mockRowMissing(name: string, list: string, key: string): SluiceError {
  return new SluiceError(`Cannot change ${list} ${JSON.stringify(key)} of "${name}": there is no such row`, {
    code: 'usage',
    phase: 'config',
    hint: 'Take the key of a row that the list shows',
    details: { name, list, key },
  });
}
