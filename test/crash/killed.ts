import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/**
 * True where the process was killed before that step. Only near its end may it be done earlier: how often something is
 * flushed depends on the clock, so that two runs differ by a few steps.
 */
export function wasKilled(
  ending: { readonly signal: NodeJS.Signals | null; readonly stdout: string; readonly stderr: string },
  killAt: number,
): boolean {
  if (ending.signal === 'SIGKILL') return true;
  expect(ending.stdout, `to be killed at ${killAt}: ${ending.stderr}`).toContain('"outcome":"done"');
  // Printed by the run itself as numbers.
  const { steps } = JSON.parse(ending.stdout) as { readonly steps: number };
  expect(steps, `the steps of a run that should have been killed at ${killAt}`).toBeLessThan(killAt);
  expect(steps, `the steps of a run that should have been killed at ${killAt}`).toBeGreaterThan(killAt * 0.9);
  return false;
}

/**
 * True where the run `crash` came to its end, whatever became of its process: it had let go of its lock when it was killed,
 * and another run would be a new one.
 */
export function cameToItsEnd(folder: string, { stdout }: { readonly stdout: string }): boolean {
  if (stdout.includes('"outcome":"done"')) return true;
  const place = join(folder, '.sluice', 'pipelines', 'crash');
  const note = join(place, 'last-run.json');
  if (existsSync(join(place, 'lock.json')) || !existsSync(note)) return false;
  // Written by the pipeline itself.
  return (JSON.parse(readFileSync(note, 'utf8')) as { readonly outcome?: unknown }).outcome === 'done';
}
