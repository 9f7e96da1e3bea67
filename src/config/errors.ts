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
