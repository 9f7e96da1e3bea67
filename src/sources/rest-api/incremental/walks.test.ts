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
import { restApi } from '../index.ts';
import type { RestApiConfig } from '../vocabulary.ts';
import type { Kept } from '../../source.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

type Resources = RestApiConfig['resources'];

async function walked(
  resources: Resources,
  answer: (request: Recorded) => Answer,
  kept: Readonly<Record<string, Kept>> = {},
): Promise<Walked & { readonly targets: readonly string[] }> {
  const api = await recordingApi(answer);
  open.push(api);
  const result = await walkAll(restApi({ client: { base_url: api.url }, resources }), { kept });
  return { ...result, targets: api.targets() };
}

const cursors = (rows: readonly Row[] | undefined): readonly unknown[] => (rows ?? []).map((row) => row['u']);

/** Pages of two rows; the page is in the query. */
const paged =
  (pages: readonly (readonly number[])[]) =>
  ({ query }: Recorded): Answer => ({ body: (pages[Number(query.get('page'))] ?? []).map((u) => ({ u })) });

const byPage = { paginator: { type: 'page_number', total_path: null }, data_selector: '$' } as const;

describe('incremental: a walk that stops early', () => {
  const newestFirst = paged([
    [11, 10],
    [9, 8],
    [7, 6],
    [5, 4],
    [3, 2],
  ]);

  test('case 153: newest first, it stops at the first row before the start', async () => {
    const incremental = { cursor_path: 'u', initial_value: 6, row_order: 'desc' } as const;
    const { targets, rows, ends } = await walked([{ name: 'i', endpoint: { ...byPage, incremental } }], newestFirst);
    expect(targets).toEqual(['/i?page=0', '/i?page=1', '/i?page=2', '/i?page=3']);
    expect(cursors(rows['i'])).toEqual([11, 10, 9, 8, 7, 6]);
    expect(ends).toMatchObject([{ verdict: 'proven' }]);
  });

  test('case 154: oldest first, it stops at the first row after the end', async () => {
    const incremental = { cursor_path: 'u', initial_value: 0, end_value: 5, row_order: 'asc' } as const;
    const oldestFirst = paged([
      [0, 1],
      [2, 3],
      [4, 5],
      [6, 7],
    ]);
    const { targets, rows } = await walked([{ name: 'i', endpoint: { ...byPage, incremental } }], oldestFirst);
    expect(targets).toHaveLength(3);
    expect(cursors(rows['i'])).toEqual([0, 1, 2, 3, 4]);
  });

  test('case 155: without an order all pages are asked for', async () => {
    const incremental = { cursor_path: 'u', initial_value: 6 } as const;
    const { targets, rows } = await walked([{ name: 'i', endpoint: { ...byPage, incremental } }], newestFirst);
    expect(targets).toHaveLength(6);
    expect(cursors(rows['i'])).toEqual([11, 10, 9, 8, 7, 6]);
  });

  test('W9: a row at the start that is loaded already does not stop it', async () => {
    const incremental = { cursor_path: 'u', initial_value: 0, row_order: 'desc' } as const;
    const resources: Resources = [{ name: 'i', primary_key: 'id', endpoint: { ...byPage, incremental } }];
    const page =
      (rows: readonly (readonly Row[])[]) =>
      ({ query }: Recorded): Answer => ({
        body: rows[Number(query.get('page'))] ?? [],
      });
    const first = await walked(resources, page([[{ id: 1, u: 5 }]]));
    const second = await walked(resources, page([[{ id: 1, u: 5 }], [{ id: 2, u: 5 }]]), first.kept);
    expect(second.rows['i']).toEqual([{ id: 2, u: 5 }]);
  });
});

describe('incremental: parents and children', () => {
  test('case 165: only new rows of the parent have children', async () => {
    const resources: Resources = [
      {
        name: 'p',
        endpoint: { path: 'p', data_selector: '$', paginator: 'single_page', incremental: { cursor_path: 'id' } },
      },
      { name: 'c', endpoint: 'p/{resources.p.id}/c' },
    ];
    const serve =
      (ids: readonly number[]) =>
      ({ path }: Recorded): Answer => ({
        body: path === '/p' ? ids.map((id) => ({ id })) : [{ x: 1 }],
      });
    const first = await walked(resources, serve([1, 2]));
    const second = await walked(resources, serve([2, 3]), first.kept);
    expect(first.targets).toEqual(['/p', '/p/1/c', '/p/2/c']);
    expect(second.targets).toEqual(['/p', '/p/3/c']);
  });

  test('case 166, W3: all children of a run start at the same value and none of their rows is lost', async () => {
    const incremental = { cursor_path: 'u', initial_value: 0, start_param: 'since' } as const;
    const resources: Resources = [
      { name: 'p', endpoint: { path: 'p', ...byPage } },
      {
        name: 'c',
        endpoint: { path: 'p/{resources.p.u}/c', data_selector: '$', paginator: 'single_page', incremental },
      },
    ];
    const parents = paged([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ]);
    const answer = (request: Recorded): Answer =>
      request.path === '/p'
        ? parents(request)
        : { body: [10, 20, 30].map((u) => ({ u: u - Number(request.path.split('/')[2]) })) };
    const { rows, targets, kept } = await walked(resources, answer);
    expect(rows['c']).toHaveLength(24);
    expect(new Set(targets.filter((target) => target.includes('/c')).map((target) => target.split('?')[1]))).toEqual(
      new Set(['since=0']),
    );
    expect(kept['c']?.['incremental']).toMatchObject({ u: { last_value: 29 } });
  });
});

describe('incremental: what is told', () => {
  test('asked for rows after a start and got older ones: it is said once', async () => {
    const incremental = { cursor_path: 'u', initial_value: 6, start_param: 'since' } as const;
    const pages = paged([
      [1, 2],
      [3, 7],
    ]);
    const { events, rows } = await walked([{ name: 'i', endpoint: { ...byPage, incremental } }], pages);
    expect(cursors(rows['i'])).toEqual([7]);
    expect(events.filter(({ kind }) => kind === 'notice')).toMatchObject([
      { message: expect.stringContaining('may filter nothing') as string },
    ]);
  });

  test('vendors 17: a watermark from the start of the run, for rows that do not show their cursor', async () => {
    const incremental = {
      cursor_path: 'u',
      start_param: 'since',
      watermark: 'run_start',
      value_format: 'iso',
    } as const;
    const resources: Resources = [
      { name: 'i', endpoint: { data_selector: '$', paginator: 'single_page', incremental } },
    ];
    const first = await walked(resources, () => ({ body: [{ id: 1 }] }));
    const second = await walked(resources, () => ({ body: [{ id: 1 }] }), first.kept);
    expect(first.targets).toEqual(['/i']);
    expect(second.targets).toEqual(['/i?since=2024-06-01T00%3A00%3A00.000Z']);
    expect(second.rows['i']).toEqual([{ id: 1 }]);
  });

  test.each([
    ['iso', '2024-03-01 12:34:56.5+00:00', '2024-03-01T12:34:56.500Z'],
    ['iso_no_zone', '2024-03-01T12:34:56Z', '2024-03-01T12:34:56'],
    ['date', '2024-03-01T12:34:56Z', '2024-03-01'],
    ['epoch_seconds', '2024-03-01T00:00:00Z', '1709251200'],
    ['epoch_milliseconds', 1709251200, '1709251200000'],
    ['iso', 1709251200, '2024-03-01T00:00:00Z'],
  ] as const)('vendors 17: %s of %s', async (value_format, initial_value, sent) => {
    const params = { range: '["{incremental.start_value}","{incremental.run_start}"]' };
    const endpoint = {
      data_selector: '$',
      params,
      incremental: { cursor_path: 'u', initial_value, value_format },
    } as const;
    const { targets } = await walked([{ name: 'i', endpoint }], () => ({ body: [] }));
    const range = JSON.parse(
      new URL(targets[0] ?? '', 'http://h').searchParams.get('range') ?? '',
    ) as readonly unknown[];
    expect(range[0]).toBe(sent);
  });
});
