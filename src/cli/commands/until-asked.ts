import type { Progress } from '../render/progress.ts';
import { exitCodes, type Terminal } from '../terminal.ts';

/**
 * Runs something that can stop at a safe point. The first wish to stop is passed on, the second one ends the process
 * as it is, and the next run goes on from what was committed (case F4.10). The progress is ended in any case.
 */
export async function untilAsked<Result>(
  terminal: Terminal,
  progress: Progress,
  run: (stopSoon: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const stopListening = terminal.onStop(() => {
    if (stop.signal.aborted) {
      progress.end();
      terminal.exitNow(exitCodes.stoppedAtOnce);
      return;
    }
    stop.abort();
    progress.say('Stopping at the next safe point; Ctrl-C again stops at once. Later the same command goes on.');
  });
  try {
    return await run(stop.signal);
  } finally {
    stopListening();
    progress.end();
  }
}
