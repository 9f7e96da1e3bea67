import type { Agent } from 'undici';
import type { Fetch, WireRequest, WireResponse } from '../core/runtime.ts';

/** Three separate limits, so that a server which drips is not taken for one that thinks (case F2.1). */
export interface NetworkTimeouts {
  /** @default 10,000 */
  readonly connectMs: number;
  /** Until the first byte of an answer. @default 60,000 */
  readonly firstByteMs: number;
  /** Between two parts of a body. @default 60,000 */
  readonly idleMs: number;
}

const defaults: NetworkTimeouts = { connectMs: 10_000, firstByteMs: 60_000, idleMs: 60_000 };

/** Case S7. */
const mostHeaderBytes = 64 * 1024;

/** The network over undici, with one pool of connections; loaded with the first request. */
export function undiciFetch(timeouts: Partial<NetworkTimeouts>): Fetch {
  const limits = { ...defaults, ...timeouts };
  let opening: Promise<Agent> | undefined;
  return async (request, signal) => {
    opening ??= openAgent(limits);
    return send(await opening, request, signal);
  };
}

async function openAgent({ connectMs, firstByteMs, idleMs }: NetworkTimeouts): Promise<Agent> {
  const { Agent } = await import('undici');
  return new Agent({
    connect: { timeout: connectMs },
    headersTimeout: firstByteMs,
    bodyTimeout: idleMs,
    maxHeaderSize: mostHeaderBytes,
    allowH2: false,
    keepAliveTimeout: 4_000,
  });
}

async function send(agent: Agent, request: WireRequest, signal: AbortSignal): Promise<WireResponse> {
  const { origin, pathname, search } = new URL(request.url);
  const { statusCode, headers, body } = await agent.request({
    origin,
    path: pathname + search,
    method: request.method,
    headers: { ...request.headers },
    body: request.body === undefined ? null : Buffer.from(request.body),
    signal,
  });
  const cookies = headers['set-cookie'] ?? [];
  const plain = Object.entries(headers).filter(([name]) => name !== 'set-cookie');
  return {
    status: statusCode,
    headers: Object.fromEntries(plain.map(([name, value]) => [name.toLowerCase(), textOf(value)])),
    cookies: typeof cookies === 'string' ? [cookies] : cookies,
    body,
  };
}

function textOf(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}
