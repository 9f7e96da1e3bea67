import { afterEach, describe, expect, test } from 'vitest';
import { answeringApi, type MockAnswer } from './answering-api.ts';
import { startMockApi, type RunningMock } from './mock-api.ts';

let mock: RunningMock | undefined;
afterEach(async () => {
  await mock?.close();
  mock = undefined;
});

const answers: readonly MockAnswer[] = [
  { path: '/a', body: 'first' },
  { path: '/a', query: { page: '2' }, body: 'second' },
  { path: '/a', query: { page: '2', x: 'y' }, headers: { link: '<x>' }, body: 'third' },
  { method: 'POST', path: '/a', json: { page: { after: 'k' } }, status: 201, body: { ok: true } },
  { method: 'POST', path: '/a', json: {}, body: 'any' },
];

async function ask(
  target: string,
  body?: string,
): Promise<readonly [status: number, body: unknown, link: string | null]> {
  mock ??= await startMockApi(answeringApi('test', answers));
  const response = await fetch(mock.url + target, body === undefined ? {} : { method: 'POST', body });
  return [response.status, await response.json(), response.headers.get('link')];
}

describe('answeringApi', () => {
  test.each([
    ['/a', undefined, [200, 'first', null]],
    ['/a?page=1', undefined, [200, 'first', null]],
    ['/a?page=2&limit=5', undefined, [200, 'second', null]],
    ['/a?x=y&page=2', undefined, [200, 'third', '<x>']],
    ['/a', '{"page":{"after":"k","size":1}}', [201, { ok: true }, null]],
    ['/a', '{"page":{"after":"l"}}', [200, 'any', null]],
    ['/b', undefined, [404, { error: 'no answer to GET /b' }, null]],
    ['/a', 'no JSON', [404, { error: 'no answer to POST /a' }, null]],
  ])('%s with %j gets the answer that says most of it', async (target, body, expected) => {
    expect(await ask(target, body)).toEqual(expected);
  });
});
