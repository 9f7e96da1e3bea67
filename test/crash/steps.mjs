// Counts the steps of a process towards the outside, and kills it with SIGKILL just before the n-th of them.
import { writeSync } from 'node:fs';

let step = 0;
let fatal;

export function killBefore(killAt) {
  fatal = killAt;
}

export function stepCount() {
  return step;
}

export function pass(name) {
  step += 1;
  if (step !== fatal) return;
  writeSync(2, `killed at step ${step}: ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
}

/** A runtime of which each disk operation, request and answer is a step. */
export function watchedRuntime(real, folder) {
  return {
    ...real,
    workingFolder: folder,
    files: watched(real.files, 'files'),
    async fetch(request, signal) {
      pass('request');
      const response = await real.fetch(request, signal);
      pass('answer');
      return response;
    },
  };
}

function watched(target, prefix) {
  return new Proxy(target, {
    get(object, key) {
      const value = Reflect.get(object, key);
      if (typeof value !== 'function') return value;
      return (...values) => {
        pass(`${prefix}.${String(key)}`);
        const result = value.apply(object, values);
        return key === 'open' ? result.then((file) => watched(file, 'file')) : result;
      };
    },
  });
}
