import { randomBytes } from 'node:crypto';
import type { Clock, Runtime } from '../core/runtime.ts';
import { nodeFiles } from './node-files.ts';
import { processFacts } from './process-facts.ts';
import { undiciFetch, type NetworkTimeouts } from './undici-fetch.ts';
import { wallClock } from './wall-clock.ts';

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
  now: wallClock(),
  monotonicMs: () => performance.now(),
  sleep,
};

/** A timer of the platform that is set for longer than this fires at once. */
const longestTimerMs = 2 ** 31 - 1;

function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    let timer: NodeJS.Timeout;
    let leftMs = durationMs;
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const wait = (): void => {
      const partMs = Math.min(leftMs, longestTimerMs);
      leftMs -= partMs;
      timer = setTimeout(leftMs > 0 ? wait : wake, partMs);
    };
    const wake = (): void => {
      signal.removeEventListener('abort', stop);
      resolve();
    };
    wait();
    signal.addEventListener('abort', stop, { once: true });
  });
}
