import { expect, test } from 'vitest';
import { restApi } from '../index.ts';
import type { EndpointConfig } from '../vocabulary.ts';

const planned = (endpoint: EndpointConfig, more: object = {}) => {
  const client = { base_url: 'https://api.test/', ...more };
  const resources = [
    { name: 'users' },
    { name: 'orders', endpoint: { path: 'users/{resources.users.id}/orders', ...endpoint } },
  ];
  return restApi({ client, resources }).requests?.find(({ resource }) => resource === 'orders');
};

test.each<readonly [EndpointConfig['paginator'], string]>([
  [null, 'as the first answer shows'],
  ['single_page', 'after one page'],
  ['page_number', 'when the count of pages at total, where there is one, is reached, or a page is empty'],
  [{ type: 'page_number', total_path: null, maximum_page: 3 }, 'when maximum_page 3 is reached, or a page is empty'],
  [
    { type: 'offset', limit: 5, total_path: 'meta.total', stop_after_empty_page: false },
    'when the count of rows at meta.total is reached',
  ],
  [{ type: 'offset', limit: 5, total_path: '', has_more_path: 'more' }, 'when more is false, or a page is empty'],
  [{ type: 'cursor', cursor_path: 'at', done_path: 'done' }, 'when done is true, or an answer has no cursor at at'],
  [{ type: 'cursor', cursor_param: 'iterator' }, 'when an answer has no further cursor'],
  [
    { type: 'cursor', cursor_param: 'after', stop_condition: 'done' },
    'when done is true, or an answer has no further cursor',
  ],
  [
    { type: 'cursor', last_row_key: 'id', stop_condition: "not response.get('more', False)" },
    "when the condition not response.get('more', False) is met, or a page is empty",
  ],
  [
    { type: 'page_number', total_path: null, next_page_path: 'next_page' },
    'when an answer has no next_page, or a page is empty',
  ],
  ['json_link', 'when an answer has no link at next'],
  ['header_link', 'when an answer has no Link header with rel="next"'],
])('PlannedRequest.end of %j', (paginator, end) => expect(planned({ paginator })?.end).toBe(end));

test('PlannedRequest.unknown has every placeholder of address, headers and body once, with its meaning', () => {
  const endpoint: EndpointConfig = {
    method: 'POST',
    params: { of: '{resources.users.id}' },
    json: { name: '{resources.users.name.first}' },
  };
  expect(planned(endpoint)?.unknown).toEqual([
    { placeholder: '{resources.users.id}', meaning: 'id of each row of users' },
    { placeholder: '{resources.users.name.first}', meaning: 'name.first of each row of users' },
  ]);
});

test.each<readonly [EndpointConfig['paginator'], string]>([
  [{ type: 'cursor', cursor_param: 'at' }, 'at takes the cursor of each answer; the first one shows where it is'],
  [{ type: 'cursor', cursor_param: 'at', cursor_path: 'next' }, 'at takes next of each answer'],
  [{ type: 'cursor', cursor_param: 'at', last_row_key: 'id' }, 'at takes id of the last row of each answer'],
])('PlannedRequest.paging of %j names only places that somebody named', (paginator, paging) => {
  expect(planned({ paginator })?.paging).toBe(paging);
});

test('PlannedRequest.unknown tells of an incremental cursor where it comes from', () => {
  const incremental = { cursor_path: 'at', start_param: 'since', initial_value: '2026-01-01' };
  const request = planned({ incremental });
  expect(request?.url).toContain('since={incremental.start_value}');
  expect(request?.unknown).toContainEqual({
    placeholder: '{incremental.start_value}',
    meaning: 'where the last run came to, or the initial value of the cursor',
  });
});

test('PlannedRequest.credentials names what a credential fills, and S1: nothing shows it', () => {
  const auth = { type: 'api_key', api_key: 'canary-key-1', name: 'k', location: 'query' } as const;
  const byQuery = planned({}, { auth });
  expect(byQuery).toMatchObject({ credentials: ['k'], headers: {} });
  const byHeader = planned({}, { auth: { type: 'bearer', token: 'canary-token-1' }, headers: { 'X-A': 'b' } });
  expect(byHeader).toMatchObject({ credentials: ['Authorization'], headers: { Authorization: '***', 'X-A': '***' } });
  const inBody = planned({ method: 'POST', json: { password: 'canary-word-1', q: 'x' } });
  expect(inBody?.body).toBe('{"password": "***", "q": "x"}');
  expect(JSON.stringify([byQuery, byHeader, inBody])).not.toContain('canary');
});
