import { randomBytes } from 'node:crypto';
import type { Clock, Runtime } from '../core/runtime.ts';
import { nodeFiles } from './node-files.ts';
import { processFacts } from './process-facts.ts';
import { undiciFetch, type NetworkTimeouts } from './undici-fetch.ts';

export interface NodeRuntimeOptions {
  readonly timeouts?: Partial<NetworkTimeouts> | undefined;
  /** @default the folder this process was started in */
  readonly workingFolder?: string | undefined;
}

/** This process on this machine: the one implementation of `Runtime` that is not a test's. */
export function nodeRuntime(options: NodeRuntimeOptions = {}): Runtime {
  return {
    clock: systemClock,
    randomBytes: (count) => randomBytes(count),
    environment: process.env,
    files: nodeFiles,
    fetch: undiciFetch(options.timeouts ?? {}),
    workingFolder: options.workingFolder ?? process.cwd(),
    process: processFacts,
  };
}

const systemClock: Clock = {
  now: wallClockMs,
  monotonicMs: () => performance.now(),
  sleep,
};

/** The system's time in whole milliseconds, with the microseconds of the monotonic clock as fraction. */
function wallClockMs(): number {
  const fraction = (performance.timeOrigin + performance.now()) % 1;
  return Date.now() + Math.floor(fraction * 1000) / 1000;
}

function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, durationMs);
    signal.addEventListener('abort', stop, { once: true });
  });
}
