import { afterEach, describe, expect, test } from 'vitest';
import {
  recordingApi,
  walkAll,
  type Answer,
  type Recorded,
  type RecordingApi,
  type Walked,
} from '../../../../test/recording-api.ts';
import type { Row } from '../../../core/value.ts';
import type { RootResource } from '../../source.ts';
import { restApi } from '../index.ts';
import type { RestApiConfig } from '../vocabulary.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

async function walked(
  resources: RestApiConfig['resources'],
  answer: (request: Recorded, index: number) => Answer,
): Promise<Walked & { readonly targets: readonly string[] }> {
  const api = await recordingApi(answer);
  open.push(api);
  return { ...(await walkAll(restApi({ client: { base_url: api.url }, resources }))), targets: api.targets() };
}

const posts = { name: 'posts', endpoint: { data_selector: '$', paginator: 'single_page' } } as const;
const rows: readonly Row[] = [
  { id: 1, title: 'a' },
  { id: 2, title: 'b' },
  { id: 3, title: 'c' },
];

describe('processing_steps', () => {
  test('in one step: filter, then map, then yield_map; steps in order', async () => {
    const steps = [
      {
        yield_map: (row: Row) => [row, { ...row, copy: true }],
        map: (row: Row) => ({ id: Number(row['id']) * 10 }),
        filter: (row: Row) => row['id'] !== 2,
      },
      { filter: (row: Row) => row['copy'] !== true || row['id'] === 30 },
    ];
    const result = await walked([{ ...posts, processing_steps: steps }], () => ({ body: rows }));
    expect(result.rows['posts']).toEqual([{ id: 10 }, { id: 30 }, { id: 30, copy: true }]);
  });

  test('case 48: of parent and child; case 49: fields of the parent are there', async () => {
    const seen: unknown[] = [];
    const child = {
      name: 'c',
      include_from_parent: ['title'],
      endpoint: { path: 'p/{resources.posts.id}/c', data_selector: '$', paginator: 'single_page' },
      processing_steps: [
        { filter: (row: Row) => row['id'] === 1 },
        {
          map: (row: Row) => {
            const title = row['_posts_title'];
            seen.push(title);
            return { ...row, upper: typeof title === 'string' ? title.toUpperCase() : null };
          },
        },
      ],
    } as const;
    const parent = { ...posts, processing_steps: [{ filter: (row: Row) => row['id'] !== 3 }] };
    const comments = Array.from({ length: 50 }, (_, id) => ({ id }));
    const result = await walked([parent, child], ({ path }) => ({ body: path === '/posts' ? rows : comments }));
    expect(result.rows['c']).toEqual([
      { id: 1, _posts_title: 'a', upper: 'A' },
      { id: 1, _posts_title: 'b', upper: 'B' },
    ]);
    expect(seen).toEqual(['a', 'b']);
  });

  test('W41: children of a parent with yield_map', async () => {
    const parent = {
      ...posts,
      processing_steps: [{ yield_map: (row: Row) => [row, { id: Number(row['id']) + 100 }] }],
    };
    const { targets } = await walked([parent, { name: 'c', endpoint: 'c/{resources.posts.id}/x' }], ({ path }) => ({
      body: path === '/posts' ? [{ id: 1 }] : [],
    }));
    expect(targets).toEqual(['/posts', '/c/1/x', '/c/101/x']);
  });

  test('code may wait, and what it gives becomes values', async () => {
    const map = async (row: Row): Promise<unknown> => {
      await Promise.resolve();
      return { ...row, at: new Date(0), none: undefined, list: [1, { deep: new Date(1) }] };
    };
    const result = await walked([{ ...posts, processing_steps: [{ map }] }], () => ({ body: [{ id: 1 }] }));
    expect(result.rows['posts']).toEqual([
      { id: 1, at: '1970-01-01T00:00:00.000Z', list: [1, { deep: '1970-01-01T00:00:00.001Z' }] },
    ]);
  });

  test.each<readonly [string, (row: Row) => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('no\u001B such luck');
      },
      'failed for row 0 of a page: it threw',
    ],
    ['gives a function', () => ({ a: () => 1 }), 'it gave a function'],
    ['gives NaN', () => ({ a: Number.NaN }), 'it gave NaN'],
  ])('code that %s is named with its place', async (_name, map, why) => {
    await expect(walked([{ ...posts, processing_steps: [{ map }] }], () => ({ body: rows }))).rejects.toMatchObject({
      code: 'step_failed',
      message: expect.stringMatching(
        new RegExp(
          String.raw`^Cannot go on with "posts": processing_steps\[0\]\.map failed.*${why.split(': ').at(-1) ?? ''}`,
        ),
      ) as string,
    });
  });
});

describe('response_actions that are code', () => {
  test('case 137: in order, each once, and what one changes the next sees', async () => {
    const seen: unknown[] = [];
    const endpoint = {
      path: 'items',
      data_selector: '$',
      paginator: 'single_page',
      response_actions: [
        ({ body }: { readonly body: string }) => (seen.push(['one', body]), { body: [{ id: 'changed' }] }),
        { status_code: 200, action: ({ body }: { readonly body: string }) => void seen.push(['two', body]) },
        { status_code: 404, action: () => void seen.push('never') },
      ],
    } as const;
    const result = await walked([{ name: 'items', endpoint }], () => ({ body: [] }));
    expect(seen).toEqual([
      ['one', '[]'],
      ['two', '[{"id": "changed"}]'],
    ]);
    expect(result.rows['items']).toEqual([{ id: 'changed' }]);
  });

  test('section 6: a status that code changes is the one that counts; code may ignore an answer', async () => {
    const changing = {
      path: 'a',
      data_selector: '$',
      response_actions: [{ status_code: 503, action: () => ({ status: 200, body: [] }) }],
    } as const;
    const ignoring = { path: 'b', data_selector: '$', response_actions: [() => 'ignore' as const] } as const;
    const result = await walked(
      [
        { name: 'a', endpoint: changing },
        { name: 'b', endpoint: ignoring },
      ],
      () => ({ status: 503 }),
    );
    expect(result.targets).toEqual(['/a', '/b']);
    expect(result.ends).toMatchObject([{ verdict: 'consistent' }, { verdict: 'consistent' }]);
  });

  test('an error of the code is named with its place', async () => {
    const endpoint = {
      path: 'items',
      response_actions: [
        () => {
          throw new Error('broken');
        },
      ],
    } as const;
    await expect(walked([{ name: 'items', endpoint }], () => ({ body: [] }))).rejects.toMatchObject({
      code: 'step_failed',
      message: 'Cannot go on with "items": response_actions[0] failed: it threw "Error: broken"',
    });
  });
});

test('1.3: a resource that is written as code stands beside the configuration, and may be a parent', async () => {
  const code: RootResource = {
    kind: 'root',
    name: 'ids',
    table: 'ids',
    hints: {},
    selected: true,
    async *pages() {
      yield { resource: 'ids', table: 'ids', rows: [{ id: 7 }, { id: 8 }] };
    },
  };
  const { targets, rows: all } = await walked([code, { name: 'c', endpoint: 'c/{resources.ids.id}' }], ({ path }) => ({
    body: { path },
  }));
  expect(targets).toEqual(['/c/7', '/c/8']);
  expect(all['ids']).toHaveLength(2);
});
