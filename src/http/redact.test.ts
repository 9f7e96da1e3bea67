import { expect, test } from 'vitest';
import { redactHeaders, redactUrl } from './redact.ts';

test.each([
  ['http://h/items?api_key=S&page=2', 'http://h/items?api_key=***&page=2'],
  ['http://h/items?API-KEY=S', 'http://h/items?API-KEY=***'],
  ['http://h/items?token=', 'http://h/items?token=***'],
  ['http://h/items?token', 'http://h/items?token'],
  ['http://h/items?api%5Fkey=S', 'http://h/items?api%5Fkey=***'],
  ['http://h/items?X-Amz-Signature=S&sig=S', 'http://h/items?X-Amz-Signature=***&sig=***'],
  ['http://h/items?a=1&access_token=S#password', 'http://h/items?a=1&access_token=***#password'],
  ['http://h/items?password=a?b', 'http://h/items?password=***'],
  ['http://u:S@h/items', 'http://***@h/items'],
  [String.raw`https:\\u:S@h/items`, String.raw`https:\\***@h/items`],
  ['http://h/@name?email=a@b.example', 'http://h/@name?email=a@b.example'],
  ['http://h/?%E0%A4%A=1', 'http://h/?%E0%A4%A=1'],
  ['not a url?secret=S', 'not a url?secret=***'],
])('case 139, section 5.7: redactUrl(%s)', (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

test('redactUrl() masks known values wherever they are', () => {
  expect(redactUrl('http://h/tenants/canary/x?k=canary', (text) => text.replaceAll('canary', '•••'))).toBe(
    'http://h/tenants/•••/x?k=•••',
  );
});

test('redactUrl() takes a URL of 100,000 signs in its stride (S10)', () => {
  const started = process.hrtime.bigint();
  redactUrl(`http://${'@'.repeat(100_000)}/${'?&=#'.repeat(25_000)}`);
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(500);
});

test('S1: redactHeaders() shows what is known to be harmless, and no other value', () => {
  expect(redactHeaders({ Accept: '*/*', 'X-Own': 'S', Authorization: 'Bearer S', __proto__: null } as never)).toEqual({
    Accept: '*/*',
    'X-Own': '***',
    Authorization: '***',
  });
});
