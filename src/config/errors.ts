import { SluiceError } from '../core/error.ts';

/** @param lines one for each mistake, free of secrets */
export function configInvalid(subject: string, lines: readonly string[]): SluiceError {
  const what = lines.length === 1 ? 'it has a mistake' : `it has ${lines.length} mistakes`;
  return new SluiceError(`Cannot use ${subject}: ${what}\n${lines.map((line) => `  ${line}`).join('\n')}`, {
    code: 'config_invalid',
    phase: 'config',
    hint: lines.length === 1 ? 'Correct the value that is named' : 'Correct all values that are named',
    details: { problems: lines },
  });
}

/** @param places where it can be set, the best one first */
export function valueMissing(section: string, key: string, places: readonly string[]): SluiceError {
  return new SluiceError(`Cannot use ${section}: ${key} is not set anywhere`, {
    code: 'config_value_missing',
    phase: 'config',
    hint: `Set ${places.join(', or ')}`,
    details: { section, key, places },
  });
}

export function fileUnreadable(file: string, why: string, line?: number, cause?: unknown): SluiceError {
  const where = line === undefined ? '' : ` in line ${line}`;
  return new SluiceError(`Cannot read ${file}: ${why}${where}`, {
    code: 'config_unreadable',
    phase: 'config',
    hint: line === undefined ? 'Check the file and its permissions' : 'Correct this line',
    details: { file, line },
    cause,
  });
}

export function settingInvalid(setting: string, why: string): SluiceError {
  return new SluiceError(`Cannot apply --set ${setting}: ${why}`, {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Write the path as the configuration has it: client.base_url, resources[0].endpoint.path or resources.<name>.primary_key',
    details: { setting },
  });
}
