import { afterEach, describe, expect, test } from 'vitest';
import {
  recordingApi,
  walkAll,
  type Answer,
  type Recorded,
  type RecordingApi,
} from '../../../../test/recording-api.ts';
import type { Source } from '../../source.ts';
import { restApi } from '../index.ts';
import type { RestApiConfig } from '../vocabulary.ts';
import { endWith, goOn } from './paginator.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

async function serve(answer: (request: Recorded, index: number) => Answer): Promise<RecordingApi> {
  const api = await recordingApi(answer);
  open.push(api);
  return api;
}

const sourceOf = (api: RecordingApi, config: Omit<RestApiConfig, 'client'>, client: object = {}): Source =>
  restApi({ client: { base_url: api.url, ...client }, ...config });

/** Two pages, by a link. */
const twoPages = (request: Recorded): Answer => ({
  body: request.query.has('page') ? { data: [{ id: 2 }], next: null } : { data: [{ id: 1 }], next: '/items?page=2' },
});

describe('which paginator counts', () => {
  test('case 14: null gives way to that of the client', async () => {
    const api = await serve(twoPages);
    const defaults = { endpoint: { paginator: 'json_link' } } as const;
    const items = { name: 'items', endpoint: { paginator: null } };
    await walkAll(sourceOf(api, { resource_defaults: defaults, resources: [items] }, { paginator: 'single_page' }));
    expect(api.targets()).toEqual(['/items']);
  });

  test('case 15: auto gives way to that of the client', async () => {
    const api = await serve(twoPages);
    const items = { name: 'items', endpoint: { paginator: 'auto' } } as const;
    await walkAll(sourceOf(api, { resources: [items] }, { paginator: 'single_page' }));
    expect(api.targets()).toEqual(['/items']);
  });

  test('case 16: auto goes before the defaults', async () => {
    const api = await serve(twoPages);
    const defaults = { endpoint: { paginator: 'single_page' } } as const;
    const items = { name: 'items', endpoint: { paginator: 'auto' } } as const;
    const walked = await walkAll(sourceOf(api, { resource_defaults: defaults, resources: [items] }));
    expect(api.targets()).toEqual(['/items', '/items?page=2']);
    expect(walked.rows['items']).toEqual([{ id: 1 }, { id: 2 }]);
  });
});

describe('a source without a paginator', () => {
  test.each<[string, (request: Recorded, index: number) => Answer, readonly string[]]>([
    ['case 109: a link', twoPages, ['/items', '/items?page=2']],
    [
      'case 110: a link in an object',
      (_, i) => ({ body: { data: [{ i }], _links: { next: i === 0 ? { href: '?page=2' } : null } } }),
      ['/items', '/items?page=2'],
    ],
    [
      'case 111: a Link header before the body',
      (_, i) =>
        i === 0
          ? { headers: { Link: '</items?page=2>; rel="next"' }, body: { data: [{ i }], next: '/items?page=3' } }
          : { body: { data: [{ i }] } },
      ['/items', '/items?page=2'],
    ],
    [
      'case 112: links and pages',
      (_, i) => ({ body: { data: [{ i }], links: { nextPage: ['/items?p=2'][i] ?? null }, meta: { totalPages: 2 } } }),
      ['/items', '/items?p=2'],
    ],
    [
      'case 113: a cursor',
      (_, i) => ({ body: { data: [{ i }], next_cursor: ['abc'][i] } }),
      ['/items', '/items?cursor=abc'],
    ],
    [
      'case 114: a nested cursor',
      (_, i) => ({ body: { data: [{ i }], cursors: { next: ['x'][i] } } }),
      ['/items', '/items?cursor=x'],
    ],
    [
      'case 115: pages',
      (_, i) => ({ body: { data: [{ i }], page_info: { total_pages: 2 } } }),
      ['/items', '/items?page=2'],
    ],
    [
      'case 116: pages from 1',
      (_, i) => ({ body: { data: [{ i }], total_pages: 4 } }),
      ['/items', '/items?page=2', '/items?page=3', '/items?page=4'],
    ],
    ['case 117: one page', () => ({ body: { data: [{}], offset: 0, limit: 1, total_count: 2 } }), ['/items']],
    ['case 118: a list', () => ({ body: [{ id: 1 }] }), ['/items']],
  ])('%s', async (_name, answer, targets) => {
    const api = await serve(answer);
    await walkAll(sourceOf(api, { resources: ['items'] }));
    expect(api.targets()).toEqual(targets);
  });

  test('finds out for each child by itself', async () => {
    const api = await serve(({ path, query }) => {
      if (path === '/parents') return { body: [{ id: 'a' }, { id: 'b' }] };
      if (path === '/a')
        return { body: { data: [{ at: query.get('cursor') }], next_cursor: query.has('cursor') ? null : 'c' } };
      return { body: { data: [{ at: query.get('page') }], next: query.has('page') ? null : '?page=2' } };
    });
    const child = {
      name: 'children',
      endpoint: { path: '{resources.parents.id}', data_selector: 'data', paginator: 'auto' },
    } as const;
    const { rows } = await walkAll(sourceOf(api, { resources: ['parents', child] }));
    expect(api.targets()).toEqual(['/parents', '/a', '/a?cursor=c', '/b', '/b?page=2']);
    expect(rows['children']).toHaveLength(4);
  });

  test('a walk that is taken up again knows what it found', async () => {
    const answer = (request: Recorded): Answer => {
      const page = Number(request.query.get('page') ?? 1);
      return { body: { data: [{ id: page }], total_pages: 3 } };
    };
    const api = await serve(answer);
    const source = sourceOf(api, { resources: ['items'] });
    const { positions } = await walkAll(source);
    const kept: unknown = JSON.parse(JSON.stringify(positions[1]));
    expect(kept).toMatchObject({ paginator: { type: 'detected', sign: 'the count of pages at total_pages' } });
    // Written as JSON and read back, so it is a value.
    const again = await walkAll(source, { resumeFrom: kept as (typeof positions)[number] });
    expect(api.targets().slice(3)).toEqual(['/items?page=3']);
    expect(again.ends).toMatchObject([{ verdict: 'proven' }]);
  });

  test('S11: a position with another paginator than a walk can have written is refused', async () => {
    const api = await serve(twoPages);
    const position = { url: `${api.url}/items`, params: [], page: 2, paginator: { type: 'detected', paginator: {} } };
    const walked = walkAll(sourceOf(api, { resources: ['items'] }), { resumeFrom: position });
    await expect(walked).rejects.toMatchObject({ code: 'state_unreadable' });
  });
});

test('1.8: a paginator that is code walks like any other', async () => {
  const api = await serve((_, index) => ({ body: [{ index }] }));
  const paginator = {
    first: (request: Parameters<typeof goOn>[0]) => ({ ...request, params: [['n', '1']] as const }),
    next: (request: Parameters<typeof goOn>[0]) =>
      request.params[0]?.[1] === '1' ? goOn({ ...request, params: [['n', '2']] }) : endWith('proven', 'that is all'),
  };
  const { ends } = await walkAll(sourceOf(api, { resources: [{ name: 'items', endpoint: { paginator } }] }));
  expect(api.targets()).toEqual(['/items?n=1', '/items?n=2']);
  expect(ends).toEqual([{ verdict: 'proven', reason: 'that is all' }]);
});

test('W15: a page in a form is sent and, with it, kept; what is configured stays out of the position', async () => {
  const api = await serve((_, index) => ({ body: { data: [{ index }], total: 3 } }));
  const paginator = { type: 'page_number', base_page: 1, page_body_path: 'page' } as const;
  const endpoint = { method: 'POST', data: { q: 'hidden' }, paginator } as const;
  const source = sourceOf(api, { resources: [{ name: 'items', endpoint }] });
  const { positions } = await walkAll(source);
  expect(api.requests.map(({ body }) => body)).toEqual(['q=hidden&page=1', 'q=hidden&page=2', 'q=hidden&page=3']);
  expect(JSON.stringify(positions)).not.toContain('hidden');
  await walkAll(source, { resumeFrom: positions[1] ?? null });
  expect(api.requests.slice(3).map(({ body }) => body)).toEqual(['q=hidden&page=3']);
});
