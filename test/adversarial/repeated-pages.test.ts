import { describe, expect, onTestFinished, test } from 'vitest';
import { datasetMock } from '../../src/mock/dataset/index.ts';
import type { Faults } from '../../src/mock/faults.ts';
import { startMockApi, type RunningMock } from '../../src/mock/mock-api.ts';
import { restApi } from '../../src/sources/rest-api/index.ts';
import { walkAll, type Walked } from '../recording-api.ts';
import { failureOf, hostileApi, items, ofKind, walk } from './hostile-api.ts';

const limit = 10;
const ids = Array.from({ length: 60 }, (_, id) => ({ id }));

const byNumber = {
  params: { style: 'page_number', per_page: limit },
  paginator: { type: 'page_number', base_page: 1, total_path: 'total_pages' },
};
const byOffset = { params: { style: 'offset' }, paginator: { type: 'offset', limit, total_path: 'total' } };
const byCursor = {
  params: { style: 'cursor', limit },
  paginator: { type: 'cursor', cursor_path: 'cursors.next', cursor_param: 'cursor' },
};

async function serve(faults: Faults): Promise<RunningMock> {
  const mock = await startMockApi(datasetMock({ name: 'items', rows: ids }), { faults });
  onTestFinished(() => mock.close());
  return mock;
}

function walked({ url }: RunningMock, endpoint: object, more: Readonly<Record<string, unknown>> = {}): Promise<Walked> {
  const client = { base_url: url, max_concurrency: 1 };
  return walkAll(restApi({ client, resources: items({ ...endpoint, data_selector: 'data' }, more) }));
}

const told = ({ events }: Walked): readonly string[] => ofKind(events, 'notice').map(({ message }) => message);

describe('F2.12: the page before comes in the place of the next', () => {
  test.each([
    ['page numbers', byNumber, {}],
    ['offsets', byOffset, {}],
    ['offsets, rows have a key', byOffset, { primary_key: 'id' }],
  ])('%s: the pages that never came are told once, and the end is not trusted', async (_, endpoint, more) => {
    const mock = await serve({ repeatEvery: 3 });
    const one = await walked(mock, endpoint, more);
    expect(mock.strikes.repeated).toBe(1);
    const what = 'page 4 came as the page before once more, byte for byte';
    expect(one.rows['items']).toHaveLength(60);
    expect(one.ends).toMatchObject([
      { verdict: 'unknown', reason: expect.stringMatching(`^all .* read, but ${what}$`) },
    ]);
    expect(told(one).filter((message) => message.includes('may lack'))).toEqual([`"items" may lack rows: ${what}`]);
  });

  test('nothing is told of pages that all came', async () => {
    const one = await walked(await serve({}), byOffset);
    expect(one.ends).toMatchObject([{ verdict: 'proven' }]);
    expect(told(one)).toEqual([]);
  });

  test('cursors: the same cursor once more is a loop, and loses nothing in silence', async () => {
    const mock = await serve({ repeatEvery: 3 });
    expect(await failureOf(walked(mock, byCursor))).toMatchObject({ code: 'pagination_loop' });
    expect(mock.strikes.repeated).toBe(1);
  });

  test('several that came so are told together', async () => {
    const mock = await serve({ repeatEvery: 2 });
    expect(told(await walked(mock, byNumber))).toEqual([
      '"items" may lack rows: pages 3, 5 came as the page before once more, byte for byte',
    ]);
  });

  test('a row alone that comes once more is no news without a key', async () => {
    const api = await hostileApi(({ index }) => ({ body: index < 5 ? [{ ok: true }] : [] }));
    const { ends, events } = await walk(api, items({ paginator: { type: 'page_number', total_path: null } }));
    expect(ends).toMatchObject([{ verdict: 'proven' }]);
    expect(ofKind(events, 'notice')).toEqual([]);
  });
});
