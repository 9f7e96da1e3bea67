import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RequestListener } from 'node:http';
import { type Loopback, plainFetch, serve } from '../../test/loopback.ts';
import { ExactNumber } from '../core/value.ts';
import type { ApiRequest, ApiResponse } from './http.ts';
import { type HttpOptions, wireSend } from './wire-send.ts';

let answer: RequestListener;
let api: Loopback;
let other: Loopback;
beforeEach(async () => {
  answer = (_, response) => response.end('{}');
  api = await serve((request, response) => answer(request, response));
  other = await serve((_, response) => response.end('other'));
});
afterEach(async () => {
  await Promise.all([api.close(), other.close()]);
});

const signal = new AbortController().signal;

function send(request: Partial<ApiRequest> = {}, options: HttpOptions = {}): Promise<ApiResponse> {
  const whole: ApiRequest = { method: 'GET', url: `${api.origin}/items`, params: [], headers: {}, ...request };
  return wireSend({ fetch: plainFetch }, options)(whole, signal);
}

describe('what is sent', () => {
  test('section 2.2: the query of the URL first, then the parameters, in the form that Python sends', async () => {
    await send({
      url: `${api.origin}/items?a=1&b=x%20y#top`,
      params: [
        ['a', '2'],
        ['filter[name]', "it's (new) & 100%"],
        ['empty', ''],
        ['word', 'ü-_.~!*'],
        ['half', '\uD800'],
      ],
    });
    expect(api.asked[0]?.url).toBe(
      '/items?a=1&b=x%20y&a=2&filter%5Bname%5D=it%27s+%28new%29+%26+100%25&empty=&word=%C3%BC-_.~%21%2A&half=%EF%BF%BD',
    );
  });

  test('section 2.6: standard headers, of which a request replaces any in whatever letter case', async () => {
    await send({ headers: { 'user-agent': 'mine', 'X-Own': '1' } });
    expect(api.asked[0]?.headers).toMatchObject({
      'user-agent': 'mine',
      accept: '*/*',
      'accept-encoding': expect.stringMatching(/^gzip, deflate, br(?:, zstd)?$/) as string,
      'x-own': '1',
    });
    await send({}, { defaultHeaders: {} });
    expect(api.asked[1]?.headers).not.toHaveProperty('user-agent');
  });

  test('section 2.7: a JSON body as Python writes it, exact, also with GET', async () => {
    const json = {
      q: 'ü"',
      big: 2n ** 64n,
      one: new ExactNumber('1.0'),
      list: [1, 1.5, null, true],
      huge: 1e21,
      e: {},
    };
    await send({ method: 'GET', json });
    await send({ method: 'POST', json: {} });
    expect(api.asked[0]).toMatchObject({
      method: 'GET',
      body: '{"q": "\\u00fc\\"", "big": 18446744073709551616, "one": 1.0, "list": [1, 1.5, null, true], "huge": 1000000000000000000000, "e": {}}',
      headers: { 'content-type': 'application/json' },
    });
    expect(api.asked[1]).toMatchObject({ method: 'POST', body: '{}' });
  });

  test('section 2.7: a POST without a body says that it is empty, and a content type of the user is kept', async () => {
    await send({ method: 'POST' });
    await send({ method: 'POST', json: {}, headers: { 'content-type': 'application/vnd.api+json' } });
    expect(api.asked[0]?.headers).toMatchObject({ 'content-length': '0' });
    expect(api.asked[0]?.headers).not.toHaveProperty('content-type');
    expect(api.asked[1]?.headers).toMatchObject({ 'content-type': 'application/vnd.api+json' });
  });

  test.each([
    [{ url: 'items' }, 'not an absolute URL'],
    [{ url: 'file:///etc/passwd' }, 'only http and https'],
    [{ url: 'http://u:canary@127.0.0.1/' }, 'user name or password'],
    [{ headers: { 'X-Key': 'a\r\nX-Evil: canary' } }, '"X-Key"'],
  ])('what cannot be sent is config_invalid, and nothing is sent: %j', async (request, why) => {
    const error: unknown = await send(request).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'config_invalid', message: expect.stringContaining(why) as string });
    expect(String(error)).not.toContain('canary');
    expect(api.asked).toEqual([]);
  });

  test('a JSON body nested 100,000 deep is json_too_deep', async () => {
    let json: ApiRequest['json'] = 1;
    for (let level = 0; level < 100_000; level += 1) json = [json];
    await expect(send({ method: 'POST', json })).rejects.toMatchObject({ code: 'json_too_deep' });
  });
});

describe('F2.18: redirects', () => {
  const redirect =
    (status: number, location: () => string): RequestListener =>
    (request, response) => {
      if (request.url === '/other') response.end('there');
      else response.writeHead(status, { Location: location() }).end('moved');
    };

  test.each([301, 302, 303])('case 140: %s turns POST into GET without a body and its query', async (status) => {
    answer = redirect(status, () => '/other');
    const response = await send({ method: 'POST', json: { a: 1 }, params: [['p', '1']] });
    expect(Buffer.from(response.body).toString()).toBe('there');
    expect(response.url).toBe(`${api.origin}/other`);
    expect(api.asked[1]).toMatchObject({ method: 'GET', url: '/other', body: '' });
    expect(api.asked[1]?.headers).not.toHaveProperty('content-type');
  });

  test.each([307, 308])('%s keeps method, body and headers on the same origin', async (status) => {
    answer = redirect(status, () => '/other');
    await send({ method: 'POST', json: { a: 1 }, headers: { 'X-Api-Key': 'k' } });
    expect(api.asked[1]).toMatchObject({
      method: 'POST',
      url: '/other',
      body: '{"a": 1}',
      headers: { 'x-api-key': 'k' },
    });
  });

  test('S2: another origin is refused before it sees anything', async () => {
    answer = redirect(302, () => `${other.origin}/other?api_key=canary`);
    const error: unknown = await send().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'http_foreign_origin',
      retryable: false,
      message: expect.stringContaining('the base URL has moved') as string,
      hint: expect.stringContaining(`Set client.base_url to ${other.origin}`) as string,
    });
    expect(String(error)).not.toContain('canary');
    expect(other.asked).toEqual([]);
  });

  test('S2: an allowed host is asked without any credential', async () => {
    answer = redirect(302, () => `${other.origin}/other`);
    const headers = { Authorization: 'Bearer canary', 'X-Api-Key': 'canary', Cookie: 'canary', Accept: 'text/csv' };
    const allowedHosts = [new URL(other.origin).host];
    await send({ headers, params: [['key', 'canary']] }, { allowedHosts });
    expect(JSON.stringify(other.asked)).not.toContain('canary');
    expect(other.asked[0]?.headers).toMatchObject({ accept: 'text/csv' });
  });

  test('S2: a body does not follow to an allowed host', async () => {
    answer = redirect(307, () => `${other.origin}/other`);
    const allowedHosts = [new URL(other.origin).host];
    await expect(send({ method: 'POST', json: { a: 1 } }, { allowedHosts })).rejects.toMatchObject({
      code: 'http_redirect',
    });
    expect(other.asked).toEqual([]);
  });

  test('https never becomes http, not even for an allowed host', async () => {
    const location = 'http://api.example/plain';
    const insecure = wireSend(
      { fetch: () => Promise.resolve({ status: 302, headers: { location }, cookies: [], body: nothing() }) },
      { allowedHosts: ['api.example'] },
    );
    const request: ApiRequest = { method: 'GET', url: 'https://api.example/', params: [], headers: {} };
    await expect(insecure(request, signal)).rejects.toMatchObject({ code: 'http_redirect' });
  });

  test.each([
    [301, ['/items?a=1', '/items/?a=1', '/items/?a=1']],
    [308, ['/items?a=1', '/items/?a=1', '/items/?a=1']],
    [302, ['/items?a=1', '/items/?a=1', '/items?a=1', '/items/?a=1']],
  ])('a slash at the end that a path has got for good (%i) is sent at once from then on', async (status, urls) => {
    answer = (request, response) => {
      const isThere = request.url?.startsWith('/items/') === true;
      response.writeHead(isThere ? 200 : status, isThere ? {} : { location: '/items/?a=1' }).end('{}');
    };
    const sending = wireSend({ fetch: plainFetch });
    const asked: ApiRequest = { method: 'GET', url: `${api.origin}/items`, params: [['a', '1']], headers: {} };
    expect([(await sending(asked, signal)).status, (await sending(asked, signal)).status]).toEqual([200, 200]);
    expect(api.asked.map(({ url }) => url)).toEqual(urls);
  });

  test('a loop ends after five redirects', async () => {
    answer = (_, response) => response.writeHead(302, { Location: '/items' }).end();
    await expect(send()).rejects.toMatchObject({ code: 'http_redirect' });
    expect(api.asked).toHaveLength(6);
  });

  test('a 302 without Location is an answer, as dlt takes it', async () => {
    answer = (_, response) => response.writeHead(302).end('{}');
    await expect(send()).resolves.toMatchObject({ status: 302 });
  });
});

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new Uint8Array(0));
}
