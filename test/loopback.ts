import {
  createServer,
  request as startRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock, Fetch, Runtime } from '../src/core/runtime.ts';

/** A server on 127.0.0.1 that writes down what it was asked. */
export interface Loopback {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export async function serve(answer: RequestListener): Promise<Loopback> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('error', () => undefined);
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, asked, close: () => closed(server) };
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** The plainest `Fetch`: one connection a request, nothing decoded, nothing followed. */
export const plainFetch: Fetch = (wire, signal) =>
  new Promise((resolve, reject) => {
    const body = wire.body === undefined ? {} : { 'Content-Length': String(wire.body.byteLength) };
    const options = { method: wire.method, headers: { ...wire.headers, ...body }, agent: false, signal } as const;
    const request = startRequest(wire.url, options, (response) => {
      const headers = Object.entries(response.headers).flatMap(([name, value]) =>
        value === undefined || name === 'set-cookie' ? [] : [[name, [value].flat().join(', ')] as const],
      );
      resolve({
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(headers),
        cookies: response.headers['set-cookie'] ?? [],
        body: response,
      });
    });
    request.on('error', reject);
    request.end(wire.body);
  });

/** A clock that sleeps at once and remembers for how long it was asked to. */
export class FakeClock implements Clock {
  readonly sleptMs: number[] = [];
  #nowMs = Date.UTC(2026, 0, 1);

  now(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  async sleep(durationMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.sleptMs.push(durationMs);
    this.#nowMs += durationMs;
    await Promise.resolve();
  }
}

/** Chance that always comes out highest: every wait is as long as it can be. */
export function fakeRuntime(clock: FakeClock): Pick<Runtime, 'clock' | 'randomBytes' | 'fetch'> {
  return { clock, randomBytes: (count) => new Uint8Array(count).fill(0xff), fetch: plainFetch };
}
