import { afterEach, expect, test } from 'vitest';
import { recordingApi, walkAll, type Answer, type RecordingApi } from '../../../../test/recording-api.ts';
import { isSluiceError, type SluiceError } from '../../../core/error.ts';
import { restApi } from '../index.ts';
import type { EndpointConfig } from '../vocabulary.ts';

const open: RecordingApi[] = [];
afterEach(() => Promise.all(open.splice(0).map((api) => api.close())));

/** How a walk fails whose API says this, and the address of the API. */
async function failure(answer: Answer, endpoint: EndpointConfig): Promise<readonly [SluiceError, string]> {
  const api = await recordingApi(() => answer);
  open.push(api);
  const auth = { type: 'bearer', token: 'canary' } as const;
  const source = restApi({ client: { base_url: api.url, auth }, resources: [{ name: 'items', endpoint }] });
  try {
    await walkAll(source);
  } catch (error) {
    if (isSluiceError(error)) return [error, api.url];
    throw error;
  }
  throw new TypeError('the walk did not fail');
}

test('a selector that misses says what was asked, what came, and where to look', async () => {
  const answer = { body: { data: [{ id: 'private' }], next: 'private' } };
  const [error, url] = await failure(answer, { path: 'items', params: { q: "it's" }, data_selector: 'rows' });
  expect(error).toMatchObject({ code: 'selector_missed' });
  expect(error.details).toMatchObject({
    resource: 'items',
    configPath: 'resources[0].endpoint.data_selector',
    curl: `curl -H 'Authorization: ***' '${url}/items?q=it%27s'`,
    shape: '{ data: list of 1 object, next: text }',
  });
  expect(JSON.stringify(error.details)).not.toMatch(/canary|private/);
  expect(error.stack).toContain('select-rows.ts');
});

test('a status says what was asked, without the answer, which the message quotes', async () => {
  const [error, url] = await failure(
    { status: 404 },
    { method: 'POST', path: 'items', json: { password: 'private', a: 1 } },
  );
  expect(error.details).toMatchObject({
    status: 404,
    configPath: 'resources[0].endpoint.path',
    curl: `curl -H 'Authorization: ***' -H 'Content-Type: application/json' --data-raw '{"password": "***", "a": 1}' ${url}/items`,
  });
  expect(error.details).not.toHaveProperty('shape');
});

test('S2: a link to another host is shown without the credential that it would not get', async () => {
  const answer = { body: { data: [], next: 'http://127.0.0.2/items' } };
  const [error] = await failure(answer, { path: 'items', paginator: 'json_link', data_selector: 'data' });
  expect(error).toMatchObject({ code: 'http_foreign_origin', details: { curl: 'curl http://127.0.0.2/items' } });
});
