import { createRequire } from 'node:module';
import type { Agent, Dispatcher } from 'undici';
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
  let send: Send | undefined;
  return async (request, signal) => {
    send ??= openAgent(limits);
    return exchange(send, request, signal);
  };
}

type Send = (options: Dispatcher.RequestOptions) => Promise<Dispatcher.ResponseData<unknown>>;

function openAgent({ connectMs, firstByteMs, idleMs }: NetworkTimeouts): Send {
  const { Agent, request } = partsOfUndici();
  const agent = new Agent({
    connect: { timeout: connectMs },
    headersTimeout: firstByteMs,
    bodyTimeout: idleMs,
    maxHeaderSize: mostHeaderBytes,
    allowH2: false,
    keepAliveTimeout: 4_000,
  });
  return (options) => request(agent, options);
}

interface UndiciParts {
  readonly Agent: typeof Agent;
  readonly request: (agent: Agent, options: Dispatcher.RequestOptions) => Promise<Dispatcher.ResponseData<unknown>>;
}

const require = createRequire(import.meta.url);

/**
 * Of undici only what sends requests, which loads in a third of the time that all of it takes. Where its files are is no
 * promise of the package: should they be elsewhere, all of it is loaded.
 */
function partsOfUndici(): UndiciParts {
  try {
    // The method of an agent, and the class.
    const request = require('undici/lib/api/api-request.js') as Dispatcher['request'];
    const agent = require('undici/lib/dispatcher/agent.js') as typeof Agent;
    return { Agent: agent, request: (one, options) => request.call(one, options) };
  } catch {
    // The package that the types are of.
    const { Agent: agent } = require('undici') as { readonly Agent: typeof Agent };
    return { Agent: agent, request: (one, options) => one.request(options) };
  }
}

async function exchange(send: Send, request: WireRequest, signal: AbortSignal): Promise<WireResponse> {
  const { origin, pathname, search } = new URL(request.url);
  const { statusCode, headers, body } = await send({
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
