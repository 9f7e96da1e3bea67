import { expect, test } from 'vitest';
import { FakeClock } from '../../../test/loopback.ts';
import { openTrafficBook } from './traffic-book.ts';

const clock = new FakeClock();
const [one, other] = [{}, {}];

test('the same origin and the same credential have one budget, whatever the path', () => {
  const book = openTrafficBook({ clock });
  const traffic = book.of('https://api.example/v1', one);
  expect(book.of('https://api.example:443/v2/items', one)).toBe(traffic);
  expect(book.of('https://api.example/v1', other)).not.toBe(traffic);
  expect(book.of('https://files.example/v1', one)).not.toBe(traffic);
});

test('each request counts against its own origin', async () => {
  const book = openTrafficBook({ clock });
  const send = book.interceptor(one)(({ url }) =>
    Promise.resolve({ status: 200, headers: {}, cookies: [], body: new Uint8Array(0), url }),
  );
  for (const url of ['https://api.example/a', 'https://api.example/b', 'https://files.example/c']) {
    await send({ method: 'GET', url, params: [], headers: {} }, new AbortController().signal);
  }
  const counted = (url: string): number => book.of(url, one).figures().requestCount;
  expect([counted('https://api.example/'), counted('https://files.example/')]).toEqual([2, 1]);
});
