import { createRequire } from 'node:module';
import { CommanderError } from 'commander';
import type { Runtime } from '../core/runtime.ts';
import { wrongUse } from './errors.ts';
import { exitCodeOf } from './exit-code.ts';
import { processTerminal } from './process-terminal.ts';
import { programFor, type Launch } from './program.ts';
import { errorJson, errorText } from './render/error-text.ts';
import { exitCodes, type Terminal } from './terminal.ts';

/** Runs the command line of this process; its exit code is set when the promise resolves. */
export async function start(): Promise<void> {
  const openRuntime = async (): Promise<Runtime> => (await import('../runtime/node-runtime.ts')).nodeRuntime();
  process.exitCode = await main(process.argv.slice(2), processTerminal(process), openRuntime);
}

/**
 * Runs one command line and prints its errors.
 * @param openRuntime called only when a command needs the outside, so that `--help` starts at once
 * @returns the exit code
 */
export async function main(
  words: readonly string[],
  terminal: Terminal,
  openRuntime: () => Promise<Runtime>,
): Promise<number> {
  let exitCode: number = exitCodes.done;
  const launch: Launch = async (command) => {
    exitCode = await command({ terminal, runtime: await openRuntime() });
  };
  try {
    const program = programFor(terminal, packageVersion(), launch);
    if (words.length === 0) return showHelp(program.helpInformation(), terminal);
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportError(error, words, terminal);
  }
}

function showHelp(help: string, terminal: Terminal): number {
  terminal.messages.write(help);
  return exitCodes.wrongUse;
}

function reportError(thrown: unknown, words: readonly string[], terminal: Terminal): number {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return exitCodes.done;
  const error = thrown instanceof CommanderError ? fromParser(thrown) : thrown;
  terminal.messages.write(errorText(error, words.includes('--debug'), terminal.messages));
  if (words.includes('--json')) terminal.output.write(errorJson(error));
  return exitCodeOf(error);
}

/** The parser says `error: unknown option '--x'`, and on a second line what may have been meant. */
function fromParser({ message }: CommanderError): Error {
  const [what = '', ...guesses] = message.replace(/^error: /, '').split('\n');
  const guess = guesses.map((line) => line.replace(/^\((.*)\)$/, '$1')).find((line) => line !== '');
  return wrongUse(what, guess === undefined ? undefined : `${guess} See \`sluice --help\`.`);
}

function packageVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('../../package.json');
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return known ? String(manifest.version) : 'unknown';
}
