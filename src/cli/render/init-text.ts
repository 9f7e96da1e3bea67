import { printable } from '../../core/printable.ts';
import type { Scaffold } from '../../scaffold/scaffold.ts';
import type { TextOutput } from '../terminal.ts';
import { jsonText } from './json.ts';

export interface Written extends Scaffold {
  readonly name: string;
  /** As the user gave it. */
  readonly folder: string;
}

/** What was written, and what to do with it. */
export function initText({ folder, files, untested }: Written, output: TextOutput): string {
  const shown = printable(folder, 200);
  const [source = { name: '' }] = files;
  return [
    `${output.style('bold', shown)} has\n`,
    ...files.map(({ name }) => `  ${name}\n`),
    ...untested.map((name) =>
      output.style('yellow', `  The test leaves out ${printable(name, 100)}: no answers for it could be made up\n`),
    ),
    `Next: fill in secrets.example.toml as it says, then\n`,
    ...[`cd ${shown}`, 'npm install', 'npm test', `npx sluice plan ${source.name}`].map((line) => `  ${line}\n`),
  ].join('');
}

export function initJson({ name, folder, files, untested }: Written): string {
  return `${jsonText({ name, folder, files: files.map((file) => file.name), untested })}\n`;
}
