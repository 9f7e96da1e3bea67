import { afterEach, expect, test } from 'vitest';
import { FakeClock, fakeRuntime, serve, type Loopback } from '../../../test/loopback.ts';
import type { ApiRequest } from '../http.ts';
import { wireSend } from '../wire-send.ts';
import { keepingCookies } from './keep-cookies.ts';

const open: Loopback[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const get = (url: string): ApiRequest => ({ method: 'GET', url, params: [], headers: {} });
const { signal } = new AbortController();

test('8.6: keepingCookies() sends back what earlier answers set, redirects included', async () => {
  const server = await serve((asked, response) => {
    if (asked.url === '/one') response.writeHead(302, { Location: '/two', 'Set-Cookie': ['a=1', 'b=1'] }).end();
    else response.writeHead(200, { 'Set-Cookie': 'b=2' }).end('{}');
  });
  open.push(server);
  const clock = new FakeClock();
  const send = keepingCookies(server.origin, clock)(wireSend(fakeRuntime(clock)));
  expect((await send(get(`${server.origin}/one`), signal)).cookies).toEqual(['a=1', 'b=1', 'b=2']);
  await send(get(`${server.origin}/three`), signal);
  expect(server.asked.map(({ headers }) => headers.cookie)).toEqual([undefined, 'a=1; b=1', 'a=1; b=2']);
  const other = keepingCookies(server.origin, clock)(wireSend(fakeRuntime(clock)));
  await other(get(`${server.origin}/three`), signal);
  expect(server.asked.at(-1)?.headers.cookie).toBeUndefined();
});
