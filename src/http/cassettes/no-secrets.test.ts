import { beforeEach, describe, expect, test } from 'vitest';
import { apiOf, everythingIn, get, never, newFolder, offline, read, recordAll } from '../../../test/taped-api.ts';
import type { WireRequest } from '../../core/runtime.ts';
import { recordingRuntime, replayingRuntime } from '../../sources/cassettes.ts';
import { withoutValue } from './learn-secrets.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});

test('a cookie that would be over is replayed without its date, and one that is taken back with it', () => {
  const book = { mask: (text: string) => text, learn: () => undefined };
  const cookies = [
    'a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly',
    'b=; expires=Thu, 01 Jan 1970 00:00:00 GMT',
  ];
  expect(cookies.map((cookie) => withoutValue(cookie, book))).toEqual([
    'a=masked-in-cassette; Path=/; HttpOnly',
    'b=masked-in-cassette; expires=Thu, 01 Jan 1970 00:00:00 GMT',
  ]);
});

describe('S1: no credential gets into a cassette', () => {
  const canary = (where: string): string => `canary-${where}-f00d"/&`;
  const encoded = (text: string): readonly string[] => [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
  ];

  test('from header, query, cookie or body, nor where an answer repeats it', async () => {
    const secrets = ['form', 'bearer', 'header', 'query', 'cookie', 'password', 'own'].map(canary);
    const [form = '', bearer = '', header = '', query = '', cookie = '', password = '', own = ''] = secrets;
    const basic = Buffer.from(`user:${password}`).toString('base64');
    const echo = JSON.stringify({
      echo: secrets.slice(1),
      url: `?k=${encodeURIComponent(query)}`,
      basic,
    });
    const requests: readonly WireRequest[] = [
      get(`http://api.test/a?api_key=${encodeURIComponent(query)}`, {
        Authorization: `Bearer ${bearer}`,
        'X-Api-Key': header,
        'X-Acme-Auth-V2': own,
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
    await recordAll(folder, apiOf({}, answer, answer, answer), requests);
    const text = await everythingIn(folder);
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
      folder,
      apiOf(
        { body: '{"access_token": "canary-token", "refresh_token": "canary-fresh", "expires_in": 60}' },
        { body: '{"session": {"token": "canary-inner"}}' },
        { body: '["canary-token", "canary-inner"]' },
      ),
      [token, login, get('http://api.test/a', { Authorization: 'Bearer canary-token' })],
    );
    expect(await everythingIn(folder)).not.toContain('canary');
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
      folder,
      apiOf({ body: '{"next": "cursor-of-two", "k": "canary-first"}' }, { body: '{"at": "cursor-of-two"}' }),
      [first, get('http://api.test/b?token=cursor-of-two')],
    );
    const text = await everythingIn(folder);
    expect(text).toContain('"next": "cursor-of-two"');
    expect(text).toContain('"at": "cursor-of-two"');
    expect(text).not.toContain('canary-first');
  });

  test('that a source knows, in whatever encoding, in bytes that are no text too', async () => {
    const secret = 'canary-known';
    const mask = (text: string): string => text.replaceAll(secret, '•••');
    const bytes = Buffer.concat([Uint8Array.from([0xff, 0x00]), Buffer.from(secret), Uint8Array.from([0x80])]);
    const runtime = recordingRuntime(apiOf({ body: bytes }, { body: `"${secret}"` }), { folder, mask });
    const requests = [get(`http://api.test/${secret}/a?x=${secret}`), get('http://api.test/b')];
    for (const request of requests) await read(await runtime.fetch(request, never));
    const text = await everythingIn(folder);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12));
    expect(text).toContain('http://api.test/***/a?x=***');
    const replay = replayingRuntime(offline, { folder, mask: (shown) => shown.replaceAll('other-known', '•••') });
    expect((await replay.fetch(get('http://api.test/other-known/a?x=other-known'), never)).status).toBe(200);
  });
});
