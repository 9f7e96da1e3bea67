import { SluiceError } from '../core/error.ts';
import { printable } from '../core/printable.ts';

/** @param why what stands there, as a clause */
export function notUnderstood(file: string, line: number, why: string): SluiceError {
  return new SluiceError(`Cannot read source file "${printable(file, 200)}": line ${line}: ${printable(why, 500)}`, {
    code: 'config_unreadable',
    phase: 'config',
    hint: 'Write the value as a literal, or take it from dlt.secrets, dlt.config or os.environ',
    details: { file, line },
  });
}

export function noSourceIn(file: string): SluiceError {
  return new SluiceError(`Cannot read source file "${printable(file, 200)}": it describes no REST source`, {
    code: 'config_unreadable',
    phase: 'config',
    hint: 'Name a file with a call of rest_api_source({ … }), or with BASE_CONFIG and ENDPOINTS',
    details: { file },
  });
}

export function severalSourcesIn(file: string, lines: readonly number[]): SluiceError {
  const places = lines.map((line) => `line ${line}`).join(', ');
  return new SluiceError(
    `Cannot read source file "${printable(file, 200)}": it describes more than one source, at ${places}`,
    {
      code: 'config_unreadable',
      phase: 'config',
      hint: 'Put each source into a file of its own',
      details: { file, lines },
    },
  );
}

export function brokenPython(file: string, line: number): SluiceError {
  return new SluiceError(
    `Cannot read source file "${printable(file, 200)}": line ${line}: this is not Python, or it was cut off`,
    {
      code: 'config_unreadable',
      phase: 'config',
      hint: 'Correct the file at that line, then run again',
      details: { file, line },
    },
  );
}

/** @param why what the guide lacks, as a clause */
export function notAGuide(file: string, line: number, why: string): SluiceError {
  return new SluiceError(`Cannot read guide "${printable(file, 200)}": line ${line}: ${printable(why, 500)}`, {
    code: 'config_unreadable',
    phase: 'config',
    hint: 'Correct the guide at that line, then run again',
    details: { file, line },
  });
}

export function standInAddress(file: string, line: number, written: string): SluiceError {
  const said = written === '' ? 'the guide names no address of the API' : `"${printable(written, 200)}" is a stand-in`;
  return new SluiceError(`Cannot run "${printable(file, 200)}": line ${line}: ${said}`, {
    code: 'config_value_missing',
    phase: 'config',
    hint: 'Give the address of the API with --set client.base_url=…',
    details: { file, line, setting: 'client.base_url' },
  });
}
