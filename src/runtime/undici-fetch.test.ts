import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterAll, describe, expect, test } from 'vitest';
import type { Fetch } from '../core/runtime.ts';
import { undiciFetch } from './undici-fetch.ts';

const fetch = undiciFetch({ firstByteMs: 300, idleMs: 300 });
const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});
const never = new AbortController().signal;

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

const get = (url: string, signal = never): ReturnType<Fetch> => fetch({ method: 'GET', url, headers: {} }, signal);

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('undiciFetch()', () => {
  test('sends method, path, headers and body, and joins what comes back', async () => {
    const origin = await serve((request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.setHeader('X-Twice', ['one', 'two']);
      response.statusCode = 418;
      const head = `${request.method} ${request.url} ${String(request.headers['x-own'])} `;
      response.write(head);
      request.pipe(response);
    });
    const request = { method: 'POST', url: `${origin}/a%20b?c=d&c=e`, headers: { 'X-Own': 'yes' } };
    const answer = await fetch({ ...request, body: Buffer.from('body') }, never);
    expect(await textOf(answer.body)).toBe('POST /a%20b?c=d&c=e yes body');
    expect(answer.status).toBe(418);
    expect(answer.headers['x-twice']).toBe('one, two');
    expect(answer.cookies).toEqual(['a=1', 'b=2']);
    expect(Object.keys(answer.headers)).not.toContain('set-cookie');
  });

  test('follows no redirect, undoes no encoding, and keeps the connection', async () => {
    const ports = new Set<number | undefined>();
    const origin = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.writeHead(302, { Location: '/elsewhere', 'Content-Encoding': 'gzip' }).end('raw');
    });
    for (let turn = 0; turn < 10; turn += 1) {
      const answer = await get(origin);
      expect([answer.status, answer.headers['location'], await textOf(answer.body)]).toEqual([
        302,
        '/elsewhere',
        'raw',
      ]);
    }
    // A connection is free again one turn of the loop after its body ended, so two may take turns.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  test('rejects with the reason of the signal, before the answer and in its body', async () => {
    const origin = await serve((request, response) => void (request.url === '/body' && response.write('start')));
    const stop = new AbortController();
    const waiting = get(origin, stop.signal);
    const reason = new Error('stop');
    setImmediate(() => stop.abort(reason));
    await expect(waiting).rejects.toBe(reason);
    await expect(get(origin, stop.signal)).rejects.toBe(reason);
    const stopBody = new AbortController();
    const answer = await get(`${origin}/body`, stopBody.signal);
    setImmediate(() => stopBody.abort(reason));
    await expect(textOf(answer.body)).rejects.toBe(reason);
  });

  test('F2: no first byte and a silent body end in time', async () => {
    const origin = await serve((request, response) => void (request.url === '/body' && response.write('start')));
    await expect(get(origin)).rejects.toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' });
    const answer = await get(`${origin}/body`);
    await expect(textOf(answer.body)).rejects.toMatchObject({ code: 'UND_ERR_BODY_TIMEOUT' });
  });

  test('S7: more than 64 KiB of headers are refused, 60 are not', async () => {
    const origin = await serve((request, response) => {
      const lines = request.url === '/many' ? 70 : 60;
      for (let line = 0; line < lines; line += 1) response.setHeader(`x-${line}`, 'y'.repeat(1000));
      response.end();
    });
    const { headers, body } = await get(origin);
    expect([headers['x-59']?.length, await textOf(body)]).toEqual([1000, '']);
    await expect(get(`${origin}/many`)).rejects.toMatchObject({ code: 'UND_ERR_HEADERS_OVERFLOW' });
  });

  test('what the network says is passed through', async () => {
    await expect(get('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('V14: a kept connection does not keep the process alive', async () => {
    const origin = await serve((request, response) => {
      request.socket.unref();
      response.end('done');
    });
    const holding = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    const before = holding();
    const answer = await get(origin);
    expect(await textOf(answer.body)).toBe('done');
    await expect.poll(holding, { timeout: 2000 }).toBeLessThanOrEqual(before);
  });
});
