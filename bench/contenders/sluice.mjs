import { readFileSync } from 'node:fs';
import { fileOf, measured } from '../measure.mjs';

const { version } = JSON.parse(readFileSync(fileOf('../package.json'), 'utf8'));

/** Ours, through the package as others get it; nothing is set. */
export const sluice = {
  name: 'sluice',
  what: 'the package, nothing set',
  start: async () => ({ versions: `sluice ${version}, Node.js ${process.versions.node}` }),
  load: (asked) =>
    measured(process.execPath, [...(asked.nodeOptions ?? []), fileOf('contenders/sluice-load.mjs')], asked),
};
