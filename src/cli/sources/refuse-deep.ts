import { fileUnreadable } from '../errors.ts';

const mostOpenBrackets = 100;
const mostIndicators = 50;
const widestIndent = 400;

/**
 * Refuses a text that nests deeper than any configuration does, before a parser sees it: parsers call themselves for
 * each level, and a stack that is full to the brim can end the process instead of throwing (cases S8, S12).
 * @throws `config_unreadable`
 */
export function refuseDeep(file: string, text: string): void {
  let open = 0;
  for (const [index, line] of text.split('\n').entries()) {
    open = mostOpenIn(line, open, () => fail(file, index));
    const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    const indicators = /^(?:[ \t]*[-?:](?=[ \t]))*/.exec(line)?.[0].replaceAll(/[ \t]/g, '').length ?? 0;
    if (indent > widestIndent || indicators > mostIndicators) fail(file, index);
  }
}

/** Those in texts and comments count too: a configuration has not so many of them either. */
function mostOpenIn(line: string, before: number, fail: () => never): number {
  let open = before;
  for (const [bracket] of line.matchAll(/[[\]{}]/g)) {
    open = Math.max(0, open + (bracket === '[' || bracket === '{' ? 1 : -1));
    if (open > mostOpenBrackets) fail();
  }
  return open;
}

function fail(file: string, index: number): never {
  throw fileUnreadable(file, [`it is nested too deep at line ${index + 1}`]);
}
