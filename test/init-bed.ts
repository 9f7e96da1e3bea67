import { mkdtemp, mkdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../src/cli/main.ts';
import type { Runtime } from '../src/core/runtime.ts';
import { nodeRuntime } from '../src/runtime/node-runtime.ts';
import { recordingTerminal } from './cli/recording-terminal.ts';

/** The root of this package. */
export const root: string = fileURLToPath(new URL('..', import.meta.url));

export interface Said {
  readonly exitCode: number;
  readonly output: string;
  readonly messages: string;
}

/** A folder in which the built package is installed, and the command line in it. */
export interface InitBed {
  readonly folder: string;
  say(words: readonly string[], environment?: Runtime['environment']): Promise<Said>;
  close(): Promise<void>;
}

export async function initBed(): Promise<InitBed> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-init-'));
  await mkdir(join(folder, 'node_modules/@types'), { recursive: true });
  await symlink(root, join(folder, 'node_modules/sluice'));
  for (const name of ['@types/node', 'jiti']) {
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return {
    folder,
    async say(words, environment = {}) {
      const terminal = recordingTerminal();
      const runtime = { ...nodeRuntime({ workingFolder: folder }), environment };
      const exitCode = await main(words, terminal, () => Promise.resolve(runtime));
      return { exitCode, output: terminal.output.text(), messages: terminal.messages.text() };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
