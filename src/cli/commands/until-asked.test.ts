import { expect, test } from 'vitest';
import { clockOnly, recordingTerminal, steppedClock } from '../../../test/cli/recording-terminal.ts';
import { progressFor } from '../render/choose-progress.ts';
import { untilAsked } from './until-asked.ts';

test('F4.10: untilAsked() passes on the first wish to stop, and ends the process at the second', async () => {
  const terminal = recordingTerminal();
  const progress = progressFor('plain', { terminal, runtime: clockOnly(steppedClock()) });
  const result = await untilAsked(terminal, progress, async (stopSoon) => {
    expect(stopSoon.aborted).toBe(false);
    terminal.askToStop();
    expect(stopSoon.aborted).toBe(true);
    expect(terminal.exits).toEqual([]);
    expect(terminal.messages.text()).toMatch(/next safe point; Ctrl-C again stops at once\. Later the same command/);
    terminal.askToStop();
    return 'interrupted';
  });
  expect(result).toBe('interrupted');
  expect(terminal.exits).toEqual([130]);
});

test('F4.10: untilAsked() listens no longer than it runs, also when it fails', async () => {
  const terminal = recordingTerminal();
  const progress = progressFor('plain', { terminal, runtime: clockOnly(steppedClock()) });
  await expect(untilAsked(terminal, progress, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  terminal.askToStop();
  terminal.askToStop();
  expect(terminal.exits).toEqual([]);
});
