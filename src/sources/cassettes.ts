import { resolve } from 'node:path';
import { Redactor } from '../config/redactor.ts';
import { Secret } from '../config/secret.ts';
import type { Runtime } from '../core/runtime.ts';
import { recorded, replayed } from '../http/cassettes/cassette.ts';
import type { CassetteOptions } from '../http/cassettes/options.ts';
import { maskNothing, type Mask } from '../http/redact.ts';

export interface CassetteFolder {
  /** Where the exchanges are; a relative path starts in the working folder of the runtime. */
  readonly folder: string;
  /**
   * Masks the secrets of the source, in whatever encoding. Credentials in headers, in parameters with the name of a
   * secret, and tokens that the API gives out are masked without it.
   */
  readonly mask?: Mask | undefined;
}

/**
 * A runtime that writes each exchange with an API into a folder, free of credentials, while a pipeline runs with it.
 * Recording into a folder that has exchanges already goes on there.
 * @example
 * pipeline({ name: 'shop', destination, runtime: recordingRuntime(nodeRuntime(), { folder: 'cassettes/shop' }) })
 */
export function recordingRuntime(runtime: Runtime, options: CassetteFolder): Runtime {
  return recorded(runtime, optionsOf(runtime, options));
}

/**
 * A runtime that answers from such a folder instead of the network, in the order in which it was recorded, and that
 * waits for nothing. It needs no credentials.
 * @throws `cassette_missed`, `cassette_unreadable` while a pipeline runs with it
 */
export function replayingRuntime(runtime: Runtime, options: CassetteFolder): Runtime {
  return replayed(runtime, optionsOf(runtime, options));
}

function optionsOf({ workingFolder }: Runtime, { folder, mask = maskNothing }: CassetteFolder): CassetteOptions {
  const learned = new Redactor();
  const secrets = {
    mask: (text: string) => learned.mask(mask(text)),
    learn: (value: string) => void learned.remember(new Secret(value)),
  };
  return { folder: resolve(workingFolder, folder), secrets };
}
