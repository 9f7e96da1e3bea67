import { fileOf, measured } from '../measure.mjs';

/** What one would write by hand for just these tables: nothing evolves, and nothing survives a crash. */
export const floor = {
  name: 'floor',
  what: 'a script by hand: undici, JSON.parse, appender of whole chunks, one transaction; no evolution, no crash safety',
  start: async () => ({ versions: `Node.js ${process.versions.node}` }),
  load: (asked) => measured(process.execPath, [fileOf('contenders/floor-load.mjs')], asked),
};

/** No loader can be faster than this, if it makes JavaScript values of what it receives. */
export const parse = {
  name: 'JSON.parse',
  what: 'the same pages received and parsed, and nothing done with them',
  shape: 'none',
  start: floor.start,
  load: (asked) => measured(process.execPath, [fileOf('contenders/floor-load.mjs')], { ...asked, tables: {} }),
};
