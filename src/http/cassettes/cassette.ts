/**
 * A cassette is a folder with what an API was asked and what it answered, one readable file for each exchange and an
 * index. A runtime that records writes every exchange before its answer is used; a runtime that replays answers from the
 * folder alone, in the same order, and waits for nothing. No credential gets in: both see requests through one mask, so
 * what was recorded with a secret is found again without it.
 */
import type { Clock, Runtime } from '../../core/runtime.ts';
import type { CassetteOptions } from './options.ts';
import { openRecorder } from './recorder.ts';
import { openReplayer } from './replayer.ts';

/**
 * The runtime, writing down what its `fetch` asks and gets. What is in the folder already stays: an exchange that is
 * recorded again by a later runtime takes the place of the earlier one when it is replayed.
 * @throws `disk_full`, `disk_error` from the body of the answer that cannot be written
 */
export function recorded(runtime: Runtime, options: CassetteOptions): Runtime {
  return { ...runtime, fetch: openRecorder(runtime, options) };
}

/**
 * The runtime with the cassette in place of the network, and with sleeps that take no time.
 * @throws `cassette_unreadable`, `cassette_missed` from `fetch`
 */
export function replayed(runtime: Runtime, options: CassetteOptions): Runtime {
  return { ...runtime, fetch: openReplayer(runtime.files, options), clock: restless(runtime.clock) };
}

/**
 * What was waited for when the cassette was recorded need not be waited for again: durations jump ahead instead, to the
 * end of the longest of the sleeps that overlap. The time of day stays true, for it goes into load ids.
 */
function restless(clock: Clock): Clock {
  let skippedMs = 0;
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs() + skippedMs,
    async sleep(durationMs, signal) {
      signal.throwIfAborted();
      const endsMs = clock.monotonicMs() + skippedMs + durationMs;
      // Others have their turn, as in a real sleep.
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      skippedMs = Math.max(skippedMs, endsMs - clock.monotonicMs());
    },
  };
}
