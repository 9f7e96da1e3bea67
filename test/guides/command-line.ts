import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import type { Runtime } from '../../src/core/runtime.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { recordingTerminal } from '../cli/recording-terminal.ts';

export interface Said {
  readonly exitCode: number;
  readonly output: string;
  readonly messages: string;
}

/** The command line in a folder of its own, which must not use the network. */
export interface CommandLine {
  readonly folder: string;
  say(words: readonly string[], environment?: Runtime['environment']): Promise<Said>;
  close(): Promise<void>;
}

export async function commandLine(): Promise<CommandLine> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-cli-guides-'));
  const fetch = (): never => {
    throw new Error('the network was used');
  };
  return {
    folder,
    async say(words, environment = {}) {
      const terminal = recordingTerminal();
      const runtime = { ...nodeRuntime({ workingFolder: folder }), environment, fetch };
      const exitCode = await main(words, terminal, () => Promise.resolve(runtime));
      return { exitCode, output: terminal.output.text(), messages: terminal.messages.text() };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
