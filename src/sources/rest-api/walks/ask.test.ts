import { afterEach, expect, test } from 'vitest';
import { serve, type Loopback } from '../../../../test/loopback.ts';
import { answerLog, tokenStore } from '../../../../test/recording-api.ts';
import { nodeRuntime } from '../../../runtime/node-runtime.ts';
import { restApi } from '../index.ts';

const open: Loopback[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

/** Counts nine pages at first and two later; page 2 waits for its answer until so many pages were asked for. */
async function askedPages(most: number | undefined, count: number): Promise<readonly number[]> {
  const waiting: (() => void)[] = [];
  let asked = 0;
  const api = await serve((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://h').searchParams.get('page'));
    const answer = (): void => void response.end(JSON.stringify({ data: [{ id: page }], total: page === 1 ? 9 : 2 }));
    if (page === 2) waiting.push(answer);
    else answer();
    asked += 1;
    if (asked === count) for (const release of waiting.splice(0)) release();
  });
  open.push(api);
  const client = {
    base_url: api.origin,
    paginator: { type: 'page_number', base_page: 1 },
    max_concurrency: most,
  } as const;
  const [resource] = restApi({ client, resources: ['items'] }).resources;
  if (resource?.kind !== 'root') throw new Error('no root resource');
  const { signal } = new AbortController();
  const run = {
    runtime: nodeRuntime(),
    signal,
    answers: answerLog(),
    tokens: tokenStore(),
    startedAt: '2024-01-01T00:00:00Z',
  };
  const ids: unknown[] = [];
  for await (const page of resource.pages({ run: { ...run, emit: () => undefined }, kept: {} })) ids.push(...page.rows);
  expect(ids).toEqual([{ id: 1 }, { id: 2 }]);
  return api.asked
    .map(({ url }) => Number(new URL(url, 'http://h').searchParams.get('page')))
    .toSorted((one, other) => one - other);
}

test('four pages are asked for before their turn where the answer counts them; the paginator decides', async () => {
  expect(await askedPages(undefined, 5)).toEqual([1, 2, 3, 4, 5]);
});

test('with one request at a time no page is asked for before its turn', async () => {
  expect(await askedPages(1, 2)).toEqual([1, 2]);
});
