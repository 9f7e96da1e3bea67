/** An API that answers by a list, and the cassette of what it was asked. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Runtime, WireRequest, WireResponse } from '../src/core/runtime.ts';
import { nodeRuntime } from '../src/runtime/node-runtime.ts';
import { recordingRuntime } from '../src/sources/cassettes.ts';

export const never: AbortSignal = new AbortController().signal;

/** Gone after the test. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-cassette-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Given {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** An API that answers these, one after the other. */
export function apiOf(...answers: readonly Given[]): Runtime {
  let asked = 0;
  return {
    ...nodeRuntime(),
    fetch: async () => {
      const { status = 200, headers = {}, body = '' } = answers[asked++] ?? {};
      await Promise.resolve();
      return { status, headers, cookies: ['session=canary-cookie-9; Path=/'], body: inPieces(Buffer.from(body)) };
    },
  };
}

/** In two. */
export async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const half = Math.ceil(bytes.byteLength / 2);
  for (const piece of [bytes.subarray(0, half), bytes.subarray(half)]) yield piece;
}

export const offline: Runtime = { ...nodeRuntime(), fetch: () => Promise.reject(new Error('the network was used')) };

export function get(url: string, headers: Readonly<Record<string, string>> = {}): WireRequest {
  return { method: 'GET', url, headers };
}

/** An answer with its whole body. */
export async function read({ status, headers, body }: WireResponse): Promise<Given & { readonly body: string }> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return { status, headers, body: Buffer.concat(parts).toString('utf8') };
}

export async function recordAll(folder: string, api: Runtime, requests: readonly WireRequest[]): Promise<void> {
  const runtime = recordingRuntime(api, { folder });
  for (const request of requests) await read(await runtime.fetch(request, never));
}

/** Names and texts of all files in a folder. */
export async function everythingIn(folder: string): Promise<string> {
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return [...names, ...texts].join('\n');
}
