import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Runtime, WireRequest, WireResponse } from '../../core/runtime.ts';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import { recordingRuntime, replayingRuntime } from '../../sources/cassettes.ts';

const never = new AbortController().signal;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-cassette-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Given {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** An API that answers these, one after the other. */
function apiOf(...answers: readonly Given[]): Runtime {
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

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const half = Math.ceil(bytes.byteLength / 2);
  for (const piece of [bytes.subarray(0, half), bytes.subarray(half)]) yield piece;
}

const offline: Runtime = { ...nodeRuntime(), fetch: () => Promise.reject(new Error('the network was used')) };

const get = (url: string, headers = {}): WireRequest => ({ method: 'GET', url, headers });

async function read({ status, headers, body }: WireResponse): Promise<Given & { readonly body: string }> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return { status, headers, body: Buffer.concat(parts).toString('utf8') };
}

async function recordAll(api: Runtime, requests: readonly WireRequest[]): Promise<void> {
  const runtime = recordingRuntime(api, { folder });
  for (const request of requests) await read(await runtime.fetch(request, never));
}

const everything = async (): Promise<string> => {
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return [...names, ...texts].join('\n');
};

describe('replayingRuntime()', () => {
  test.each<readonly [string, string | Uint8Array, string]>([
    ['JSON with spaces and exact numbers', '{ "id": 12345678901234567890, "x": 1.50,\n"a":[ ] }', ''],
    ['an empty body', '', ''],
    ['text', 'not { json', ''],
    ['JSON with Windows line breaks', '{\r\n}', ''],
    ['JSON behind a byte order mark', '\uFEFF{}', ''],
    ['a scalar', '"}\\n"', ''],
    ['gzip', gzipSync('{"a":1}'), 'gzip'],
    ['brotli', brotliCompressSync('{"a":1}'), 'br'],
  ])('gives %s back as it was', async (_, body, encoding) => {
    const headers = { 'content-type': 'application/json', link: '<x>; rel="next"', 'content-encoding': encoding };
    await recordAll(apiOf({ status: 203, headers, body }), [get('http://api.test/a?b=1')]);
    const replay = replayingRuntime(offline, { folder });
    const { 'content-encoding': __, ...kept } = headers;
    const text = encoding === '' ? String(body) : '{"a":1}';
    expect(await read(await replay.fetch(get('http://api.test/a?b=1'), never))).toEqual({
      status: 203,
      headers: kept,
      body: text,
    });
  });

  test('gives bytes that are no text back as they were', async () => {
    const body = Uint8Array.from([0xff, 0xfe, 0x00, 0x80]);
    await recordAll(apiOf({ body }), [get('http://api.test/a')]);
    const { body: replayed } = await replayingRuntime(offline, { folder }).fetch(get('http://api.test/a'), never);
    for await (const piece of replayed) expect([...piece]).toEqual([...body]);
  });

  test('gives the answers to the same request in their order, and then none', async () => {
    const api = apiOf({ status: 503, headers: { 'retry-after': '3600' } }, { body: '1' }, { body: '2' });
    const [a, b] = [get('http://api.test/a'), get('http://api.test/b')];
    await recordAll(api, [a, a, b]);
    const { fetch, clock } = replayingRuntime(offline, { folder });
    expect((await read(await fetch(a, never))).status).toBe(503);
    const before = clock.monotonicMs();
    await clock.sleep(3_600_000, never);
    expect(clock.monotonicMs() - before).toBeGreaterThanOrEqual(3_600_000);
    expect((await read(await fetch(b, never))).body).toBe('2');
    expect((await read(await fetch(a, never))).body).toBe('1');
    await expect(fetch(a, never)).rejects.toMatchObject({
      code: 'cassette_missed',
      message: expect.stringContaining('recorded 2 times and is asked for once more'),
    });
  });

  test('names a request that was not recorded as a command line, with the nearest one', async () => {
    await recordAll(apiOf({ body: '1' }, { body: '2' }), [
      get('http://api.test/users?page=1'),
      get('http://api.test/x'),
    ]);
    const replay = replayingRuntime(offline, { folder });
    const request = get('http://api.test/users?page=2&api_key=canary-key-1', { Accept: '*/*' });
    await expect(replay.fetch(request, never)).rejects.toMatchObject({
      code: 'cassette_missed',
      retryable: false,
      message: [
        'Cannot replay GET http://api.test/users?page=2&api_key=***: it was not recorded',
        "  asked: curl 'http://api.test/users?page=2&api_key=***' -H 'accept: */*'",
        '  nearest: GET http://api.test/users?page=1',
      ].join('\n'),
    });
  });

  test('tells requests apart by method, body and the headers that choose, and not by credentials', async () => {
    const post = (body: string, key: string): WireRequest => ({
      method: 'POST',
      url: `http://api.test/q?api_key=${key}`,
      headers: { Authorization: `Bearer ${key}`, 'User-Agent': key, 'Content-Type': 'application/json' },
      body: Buffer.from(body),
    });
    await recordAll(apiOf({ body: '1' }, { body: '2' }), [
      post('{"page": 1}', 'first-key'),
      post('{"page": 2}', 'first-key'),
    ]);
    const replay = replayingRuntime(offline, { folder });
    expect((await read(await replay.fetch(post('{"page": 2}', 'other-key'), never))).body).toBe('2');
    expect((await read(await replay.fetch(post('{"page": 1}', 'third-key'), never))).body).toBe('1');
  });

  test('takes an answer that was edited', async () => {
    await recordAll(apiOf({ headers: { 'content-length': '8' }, body: '{"a": 1}' }), [get('http://api.test/a')]);
    const [file = ''] = (await readdir(folder)).filter((name) => name !== 'index.jsonl');
    expect(file).toBe('000001-get-a.json');
    const text = await readFile(join(folder, file), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ request: { url: 'http://api.test/a' }, body: { a: 1 } });
    await writeFile(join(folder, file), text.replace('{"a": 1}', '{"a": 1, "b": "new"}'));
    const again = async (): Promise<string> =>
      (await read(await replayingRuntime(offline, { folder }).fetch(get('http://api.test/a'), never))).body;
    expect(await again()).toBe('{"a": 1, "b": "new"}');
    await writeFile(join(folder, file), JSON.stringify(JSON.parse(text)));
    expect(JSON.parse(await again())).toEqual({ a: 1 });
    await writeFile(join(folder, file), text.replace('"status": 200', '"status": 200,,'));
    await expect(again()).rejects.toMatchObject({ code: 'cassette_unreadable' });
  });

  test('says so where nothing was recorded', async () => {
    const replay = replayingRuntime(offline, { folder: join(folder, 'nowhere') });
    await expect(replay.fetch(get('http://api.test/a'), never)).rejects.toMatchObject({ code: 'cassette_unreadable' });
  });

  test('S4: an index cannot name a file outside of its folder', async () => {
    await writeFile(join(folder, 'index.jsonl'), '{"number":1,"take":1,"file":"../../etc/passwd","key":"x"}\n');
    const replay = replayingRuntime(offline, { folder });
    await expect(replay.fetch(get('http://api.test/a'), never)).rejects.toMatchObject({ code: 'cassette_unreadable' });
  });
});

describe('recordingRuntime()', () => {
  test('goes on behind a recording that was killed, and what is asked again takes the earlier place', async () => {
    const [a, b] = [get('http://api.test/a'), get('http://api.test/b')];
    await recordAll(apiOf({ body: '"old"' }, { body: '"b"' }), [a, b]);
    const index = join(folder, 'index.jsonl');
    // What a kill leaves: a line that is cut, and a file that no line names.
    await writeFile(index, (await readFile(index, 'utf8')).slice(0, -20));
    await writeFile(join(folder, '000007-get-c.json'), '{');
    await recordAll(apiOf({ body: '"new"' }, { body: '"b2"' }), [a, b]);
    expect(await readdir(folder)).toContain('000009-get-b.json');
    const replay = replayingRuntime(offline, { folder });
    expect((await read(await replay.fetch(a, never))).body).toBe('"new"');
    expect((await read(await replay.fetch(b, never))).body).toBe('"b2"');
  });

  test('keeps no answer that was cut, and none that nobody read to the end', async () => {
    const cut: Runtime = {
      ...apiOf(),
      fetch: async () => ({
        status: 200,
        headers: { 'content-length': '100' },
        cookies: [],
        body: inPieces(Buffer.from('{}')),
      }),
    };
    await recordAll(cut, [get('http://api.test/a')]);
    const { body } = await recordingRuntime(apiOf({ body: '{"a":1}' }), { folder }).fetch(
      get('http://api.test/b'),
      never,
    );
    for await (const _ of body) break;
    expect(await readdir(folder)).toEqual([]);
  });

  test('has written an exchange before the end of its answer is told', async () => {
    const { body } = await recordingRuntime(apiOf({ body: '{}' }), { folder }).fetch(get('http://api.test/a'), never);
    for await (const _ of body) expect(await readdir(folder)).toEqual([]);
    expect(await readdir(folder)).toEqual(['000001-get-a.json', 'index.jsonl']);
  });
});

describe('S1: no credential gets into a cassette', () => {
  const canary = (where: string): string => `canary-${where}-f00d"/&`;
  const encoded = (text: string): readonly string[] => [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
  ];

  test('from header, query, cookie or body, nor where an answer repeats it', async () => {
    const secrets = ['bearer', 'header', 'query', 'cookie', 'form', 'password'].map(canary);
    const [bearer = '', header = '', query = '', cookie = '', form = '', password = ''] = secrets;
    const basic = Buffer.from(`user:${password}`).toString('base64');
    const echo = JSON.stringify({
      echo: secrets.filter((secret) => secret !== form),
      url: `?k=${encodeURIComponent(query)}`,
      basic,
    });
    const requests: readonly WireRequest[] = [
      get(`http://api.test/a?api_key=${encodeURIComponent(query)}`, {
        Authorization: `Bearer ${bearer}`,
        'X-Api-Key': header,
        Cookie: `a=1; session=${cookie}`,
      }),
      get('http://api.test/b', { Authorization: `Basic ${basic}` }),
      {
        method: 'POST',
        url: 'http://api.test/c',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: Buffer.from(`client_secret=${encodeURIComponent(form)}&x=1`),
      },
      { method: 'POST', url: 'http://api.test/d', headers: {}, body: Buffer.from(JSON.stringify({ password: form })) },
    ];
    const answer = { headers: { 'x-auth-token': 'canary-answer', link: `<http://api.test/?x=${bearer}>` }, body: echo };
    await recordAll(apiOf({}, answer, answer, answer), requests);
    const text = await everything();
    for (const part of [...secrets.flatMap(encoded), basic, 'canary-answer', 'canary-cookie']) {
      expect(text).not.toContain(part);
    }
    expect(text).toContain('x=1');
  });

  test('of OAuth: neither the secret nor the token, and the replay goes on with a stand-in', async () => {
    const token: WireRequest = {
      method: 'POST',
      url: 'http://api.test/token',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: Buffer.from('grant_type=client_credentials&client_id=me&client_secret=canary-secret'),
    };
    const login: WireRequest = {
      method: 'POST',
      url: 'http://api.test/login',
      headers: {},
      body: Buffer.from('{"user": "me", "password": "canary-secret"}'),
    };
    await recordAll(
      apiOf(
        { body: '{"access_token": "canary-token", "refresh_token": "canary-fresh", "expires_in": 60}' },
        { body: '{"session": {"token": "canary-inner"}}' },
        { body: '["canary-token", "canary-inner"]' },
      ),
      [token, login, get('http://api.test/a', { Authorization: 'Bearer canary-token' })],
    );
    expect(await everything()).not.toContain('canary');
    const replay = replayingRuntime(offline, { folder });
    const answer = await replay.fetch(token, never);
    expect(answer.cookies).toEqual(['session=masked-in-cassette; Path=/']);
    const { body } = await read(answer);
    expect(JSON.parse(body)).toEqual({
      access_token: 'masked-in-cassette',
      refresh_token: 'masked-in-cassette',
      expires_in: 60,
    });
  });

  test('but a cursor that is called token stays what it is', async () => {
    const first = get('http://api.test/a?key=canary-first');
    await recordAll(
      apiOf({ body: '{"next": "cursor-of-two", "k": "canary-first"}' }, { body: '{"at": "cursor-of-two"}' }),
      [first, get('http://api.test/b?token=cursor-of-two')],
    );
    const text = await everything();
    expect(text).toContain('"next": "cursor-of-two"');
    expect(text).toContain('"at": "cursor-of-two"');
    expect(text).not.toContain('canary-first');
  });
});
