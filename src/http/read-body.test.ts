import type { RequestListener } from 'node:http';
import * as zlib from 'node:zlib';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Loopback, plainFetch, serve } from '../../test/loopback.ts';
import { type BodyLimits, readableEncodings } from './read-body.ts';
import type { TimeLimits } from './time-limits.ts';
import { wireSend } from './wire-send.ts';

let answer: RequestListener;
let api: Loopback;
beforeEach(async () => {
  api = await serve((request, response) => answer(request, response));
});
afterEach(() => api.close());

async function bodyText(
  limits: { bodyLimits?: Partial<BodyLimits>; timeLimits?: Partial<TimeLimits> } = {},
  signal = new AbortController().signal,
): Promise<string> {
  const send = wireSend({ fetch: plainFetch }, limits);
  const response = await send({ method: 'GET', url: `${api.origin}/`, params: [], headers: {} }, signal);
  return Buffer.from(response.body).toString('utf8');
}

const text = '{"data": [1, 2, "ü"]}';

describe('encodings', () => {
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP, identity', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
    ['', Buffer.from(text)],
  ])('%s is undone', async (encoding, body) => {
    answer = (_, response) => response.writeHead(200, { 'Content-Encoding': encoding }).end(body);
    await expect(bodyText()).resolves.toBe(text);
  });

  test('zstd is undone and asked for where Node has it, and else neither', async () => {
    const compress = (zlib as { readonly zstdCompressSync?: (text: string) => Buffer }).zstdCompressSync;
    expect(readableEncodings.includes('zstd')).toBe(compress !== undefined);
    const body = compress?.(text) ?? Buffer.from(text);
    answer = (_, response) => response.writeHead(200, { 'Content-Encoding': 'zstd' }).end(body);
    if (compress === undefined) await expect(bodyText()).rejects.toMatchObject({ code: 'http_encoding' });
    else await expect(bodyText()).resolves.toBe(text);
  });

  test('an empty body is empty, whatever its head says', async () => {
    answer = (_, response) => response.writeHead(204, { 'Content-Encoding': 'gzip' }).end();
    await expect(bodyText()).resolves.toBe('');
  });

  test.each([
    ['gzip, gzip', gzipSync(gzipSync(text))],
    ['compress', Buffer.from(text)],
    ['gzip', Buffer.from(text)],
    ['br', Buffer.from('not brotli at all')],
  ])('S7: %s that cannot be undone is http_encoding', async (encoding, body) => {
    answer = (_, response) => response.writeHead(200, { 'Content-Encoding': encoding }).end(body);
    await expect(bodyText()).rejects.toMatchObject({ code: 'http_encoding', retryable: false });
  });
});

describe('S7, F2.21: limits', () => {
  test('a gzip bomb stops at 200 times what was sent', async () => {
    answer = (_, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    const before = process.memoryUsage().rss;
    await expect(bodyText()).rejects.toMatchObject({
      code: 'http_body_limit',
      message: expect.stringContaining('200 times') as string,
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  test('one MiB may be packed as tightly as it likes', async () => {
    answer = (_, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1024 * 1024, ' ')));
    await expect(bodyText()).resolves.toHaveLength(1024 * 1024);
  });

  test('unpacked bytes', async () => {
    answer = (_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('x'.repeat(2000)));
    await expect(bodyText({ bodyLimits: { unpackedBytes: 1999 } })).rejects.toMatchObject({ code: 'http_body_limit' });
  });

  test.each([true, false])('wire bytes, with the length announced: %s', async (isAnnounced) => {
    answer = (_, response) => {
      if (isAnnounced) response.setHeader('Content-Length', 2000);
      response.write('x'.repeat(1000));
      response.end('x'.repeat(1000));
    };
    await expect(bodyText({ bodyLimits: { wireBytes: 1999 } })).rejects.toMatchObject({ code: 'http_body_limit' });
    await expect(bodyText({ bodyLimits: { wireBytes: 2000 } })).resolves.toHaveLength(2000);
  });

  test('a body without an end is let go when the limit is reached', async () => {
    let isClosed: (value: unknown) => void = () => undefined;
    const closed = new Promise((resolve) => (isClosed = resolve));
    answer = (_, response) => {
      response.on('close', isClosed);
      const more = (): void => void (response.destroyed || response.write('x'.repeat(65_536), more));
      more();
    };
    await expect(bodyText({ bodyLimits: { wireBytes: 1_000_000 } })).rejects.toMatchObject({ code: 'http_body_limit' });
    await closed;
  });
});

describe('F2.2: a body that is cut is retryable, at every byte', () => {
  const cutAt =
    (body: Uint8Array, count: number, headers: Record<string, string | number>): RequestListener =>
    (_, response) => {
      response.writeHead(200, headers);
      response.flushHeaders();
      response.write(body.subarray(0, count), () => response.destroy());
    };

  const bodies = [
    ['with a length', Buffer.from(text), {}],
    ['chunked', Buffer.from(text), { 'Transfer-Encoding': 'chunked' }],
    ['gzip with a length', gzipSync(text), { 'Content-Encoding': 'gzip' }],
  ] as const;
  test.each(bodies)('%s', async (_, body, headers) => {
    const length: Record<string, number> = 'Transfer-Encoding' in headers ? {} : { 'Content-Length': body.byteLength };
    for (let count = 0; count < body.byteLength; count += 1) {
      answer = cutAt(body, count, { ...headers, ...length });
      await expect(bodyText(), `cut at ${count}`).rejects.toMatchObject({ code: 'http_unreachable', retryable: true });
    }
  });

  test('a body that is shorter than its announced length, although the platform calls it whole', async () => {
    async function* body(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from(text));
    }
    const headers = { 'content-length': String(Buffer.byteLength(text) + 1) };
    const send = wireSend({ fetch: () => Promise.resolve({ status: 200, headers, cookies: [], body: body() }) });
    const request = { method: 'GET', url: api.origin, params: [], headers: {} } as const;
    await expect(send(request, new AbortController().signal)).rejects.toMatchObject({
      code: 'http_unreachable',
      retryable: true,
    });
  });

  test('gzip without a length, which the platform reports as whole', async () => {
    const body = gzipSync(text);
    for (let count = 1; count < body.byteLength; count += 1) {
      answer = (_, response) => {
        response.shouldKeepAlive = false;
        response.useChunkedEncodingByDefault = false;
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(body.subarray(0, count));
      };
      await expect(bodyText(), `cut at ${count}`).rejects.toMatchObject({ code: 'http_unreachable', retryable: true });
    }
  });
});

describe('F2.1: time limits', () => {
  test('no head', async () => {
    answer = () => undefined;
    const timeLimits = { headMs: 30 };
    await expect(bodyText({ timeLimits })).rejects.toMatchObject({ code: 'http_timeout', retryable: true });
  });

  test('a stall half way', async () => {
    answer = (_, response) => void response.write('half');
    const timeLimits = { idleMs: 30 };
    await expect(bodyText({ timeLimits })).rejects.toMatchObject({ code: 'http_timeout', retryable: true });
  });

  test('a server that drips is stopped by the limit of the whole answer, not by the one between bytes', async () => {
    answer = (_, response) => {
      const drip = setInterval(() => response.write('.'), 5);
      response.on('close', () => clearInterval(drip));
    };
    const timeLimits = { idleMs: 10_000, wholeMs: 80 };
    await expect(bodyText({ timeLimits })).rejects.toMatchObject({
      code: 'http_timeout',
      message: expect.stringContaining('the whole answer did not come within 0.08 s') as string,
    });
  });

  test('an abort ends a request that waits, with the reason of the caller', async () => {
    const abort = new AbortController();
    answer = (_, response) => response.write('half', () => abort.abort(new Error('stop now')));
    await expect(bodyText({}, abort.signal)).rejects.toThrow('stop now');
  });
});

test('F2.20: a refused connection and an unknown host are told apart, and say what to check', async () => {
  await api.close();
  await expect(bodyText()).rejects.toMatchObject({
    code: 'http_unreachable',
    message: `Cannot reach ${api.origin}: connection refused`,
    retryable: true,
  });
});
