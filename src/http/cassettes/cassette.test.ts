import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { apiOf, get, inPieces, never, newFolder, offline, read, recordAll } from '../../../test/taped-api.ts';
import type { Runtime, WireRequest } from '../../core/runtime.ts';
import { recordingRuntime, replayingRuntime } from '../../sources/cassettes.ts';
import { readExchange, writeExchange } from './exchange-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});

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
    await recordAll(folder, apiOf({ status: 203, headers, body }), [get('http://api.test/a?b=1')]);
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
    await recordAll(folder, apiOf({ body }), [get('http://api.test/a')]);
    const { body: replayed } = await replayingRuntime(offline, { folder }).fetch(get('http://api.test/a'), never);
    for await (const piece of replayed) expect([...piece]).toEqual([...body]);
  });

  test('gives the answers to the same request in their order, and then none', async () => {
    const api = apiOf({ status: 503, headers: { 'retry-after': '3600' } }, { body: '1' }, { body: '2' });
    const [a, b] = [get('http://api.test/a'), get('http://api.test/b')];
    await recordAll(folder, api, [a, a, b]);
    const { fetch, clock } = replayingRuntime(offline, { folder });
    expect((await read(await fetch(a, never))).status).toBe(503);
    const before = clock.monotonicMs();
    await clock.sleep(3_600_000, never);
    await Promise.all([clock.sleep(3_600_000, never), clock.sleep(1000, never)]);
    expect(clock.monotonicMs() - before).toBeGreaterThanOrEqual(7_200_000);
    expect(clock.monotonicMs() - before).toBeLessThan(7_200_900);
    expect((await read(await fetch(b, never))).body).toBe('2');
    expect((await read(await fetch(a, never))).body).toBe('1');
    await expect(fetch(a, never)).rejects.toMatchObject({
      code: 'cassette_missed',
      message: expect.stringContaining('recorded 2 times and is asked for once more'),
    });
  });

  test('names a request that was not recorded as a command line, with the nearest one', async () => {
    await recordAll(folder, apiOf({ body: '1' }, { body: '2' }), [
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
    await recordAll(folder, apiOf({ body: '1' }, { body: '2' }), [
      post('{"page": 1}', 'first-key'),
      post('{"page": 2}', 'first-key'),
    ]);
    const replay = replayingRuntime(offline, { folder });
    expect((await read(await replay.fetch(post('{"page": 2}', 'other-key'), never))).body).toBe('2');
    expect((await read(await replay.fetch(post('{"page": 1}', 'third-key'), never))).body).toBe('1');
  });

  test('takes an answer that was edited', async () => {
    await recordAll(folder, apiOf({ headers: { 'content-length': '8' }, body: '{"a": 1}' }), [
      get('http://api.test/a'),
    ]);
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
    await recordAll(folder, apiOf({ body: '"old"' }, { body: '"b"' }), [a, b]);
    const index = join(folder, 'index.jsonl');
    // What a kill leaves: a line that is cut, and a file that no line names.
    await writeFile(index, (await readFile(index, 'utf8')).slice(0, -20));
    await writeFile(join(folder, '000007-get-c.json'), '{');
    await recordAll(folder, apiOf({ body: '"new"' }, { body: '"b2"' }), [a, b]);
    expect(await readdir(folder)).toContain('000009-get-b.json');
    const replay = replayingRuntime(offline, { folder });
    expect((await read(await replay.fetch(a, never))).body).toBe('"new"');
    expect((await read(await replay.fetch(b, never))).body).toBe('"b2"');
    expect((await read(await replay.fetch(a, never))).body).toBe('"old"');
    await expect(replay.fetch(a, never)).rejects.toMatchObject({ code: 'cassette_missed' });
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
    await recordAll(folder, cut, [get('http://api.test/a')]);
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

test('writeExchange() gives a JSON document from which readExchange() reads the same answer', () => {
  const request = { method: 'GET', url: 'http://api.test/"a', headers: {} };
  const bodies = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text, 'utf8')),
    fc.json().map((text) => Buffer.from(text, 'utf8')),
    fc.constantFrom(',\n  "body":\n1', '{\n}\n', '[1]\n}\n').map((text) => Buffer.from(text, 'utf8')),
  );
  const headers = fc.dictionary(fc.stringMatching(/^[a-z-]{1,9}$/), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(bodies, headers, fc.array(fc.string()), (body, given, cookies) => {
      const answer = { status: 200, headers: { ...given }, cookies, body };
      const document = writeExchange(request, answer);
      expect(JSON.parse(document)).toMatchObject({ request });
      const back = readExchange(Buffer.from(document), 'x');
      expect(back).toEqual({ ...answer, body: expect.anything() });
      expect(Buffer.compare(back.body, body)).toBe(0);
    }),
  );
});
