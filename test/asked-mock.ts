import type { MockApi, MockResponse } from '../src/mock/mock-api.ts';

/** What a local API answers, without a network. */
export function askMock(api: MockApi, target: string, headers: Readonly<Record<string, string>>): MockResponse {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const origin = 'http://mock.invalid';
  return api.handle({ method: 'GET', path, query: new URLSearchParams(query), headers, body: '', origin });
}

/** The same, read as JSON. */
export function readMock(api: MockApi, target: string, headers: Readonly<Record<string, string>>): unknown {
  return JSON.parse(askMock(api, target, headers).body);
}
