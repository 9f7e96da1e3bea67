import { afterEach, describe, expect, test } from 'vitest';
import {
  recordingApi,
  walkAll,
  type Recorded,
  type RecordingApi,
  type Walked,
} from '../../../../test/recording-api.ts';
import { restApi } from '../index.ts';
import type { PaginatorConfig, PageNumberConfig } from '../paginators/vocabulary.ts';
import type { EndpointConfig } from '../vocabulary.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

type Says = (request: Recorded, index: number) => unknown;

interface Asked extends Walked {
  readonly api: RecordingApi;
  readonly targets: readonly string[];
}

async function walk(paginator: PaginatorConfig | null, says: Says, endpoint: EndpointConfig = {}): Promise<Asked> {
  const api = await recordingApi((request, index) => {
    const said = says(request, index);
    return said instanceof Response
      ? { headers: Object.fromEntries(said.headers), body: [{ id: index }] }
      : { body: said };
  });
  open.push(api);
  const source = restApi({
    client: { base_url: `${api.url}/v1` },
    resources: [{ name: 'items', endpoint: { path: 'items', paginator, ...endpoint } }],
  });
  const walked = await walkAll(source);
  return { ...walked, api, targets: api.targets().map((target) => target.replace('/v1/items', '')) };
}

const page1 = { type: 'page_number', base_page: 1 } as const;
const row = { id: 1 };
const endOf = (asked: Walked): string => `${asked.ends[0]?.verdict}: ${asked.ends[0]?.reason}`;
const pages = (...numbers: readonly number[]): readonly string[] => numbers.map((number) => `?page=${number}`);

describe('page_number', () => {
  test.each<[string, PaginatorConfig, Says, readonly string[], string]>([
    [
      'case 70: counts from 0',
      'page_number',
      (_, i) => ({ data: [{ i }], total: 3 }),
      pages(0, 1, 2),
      'proven: all 3 pages were read',
    ],
    [
      'case 71: a total that is a text',
      page1,
      (_, i) => ({ data: [{ i }], total: '3' }),
      pages(1, 2, 3),
      'proven: all 3 pages were read',
    ],
    [
      'case 72: begins later',
      { ...page1, page: 2 },
      (_, i) => ({ data: [{ i }], total: 3 }),
      pages(2, 3),
      'proven: all 3 pages were read',
    ],
    ['case 74: an empty first page', page1, () => ({ data: [] }), pages(1), 'proven: page 1 is empty'],
    [
      'case 75: until an empty page',
      { ...page1, total_path: null },
      (_, i) => ({ data: i < 3 ? [{ i }] : [] }),
      pages(1, 2, 3, 4),
      'proven: page 4 is empty',
    ],
    [
      'case 76: a page that is not asked for',
      { ...page1, total_path: null, maximum_page: 3 },
      (_, i) => ({ data: [{ i }] }),
      pages(1, 2),
      'unknown: maximum_page 3 was reached',
    ],
    [
      'case 77: an empty page ends it',
      page1,
      (_, i) => ({ data: i === 1 ? [] : [row], total: 4 }),
      pages(1, 2),
      'unknown: page 2 is empty, but the API counts 4 pages',
    ],
    [
      'case 78: an empty page does not end it',
      { ...page1, stop_after_empty_page: false },
      (_, i) => ({ data: i === 1 ? [] : [{ i }], total: 4 }),
      pages(1, 2, 3, 4),
      'proven: all 4 pages were read',
    ],
    [
      'case 79: a flag goes before the total',
      { ...page1, has_more_path: 'more' },
      (_, i) => ({ data: [{ i }], total: 2, more: i < 4 }),
      pages(1, 2, 3, 4, 5),
      'proven: the API said that page 5 is the last',
    ],
    [
      'W17: a maximum goes before the flag',
      { ...page1, maximum_page: 3, has_more_path: 'more' },
      (_, i) => ({ data: [{ i }], more: true }),
      pages(1, 2),
      'unknown: maximum_page 3 was reached',
    ],
    [
      'W18: no total where nobody asked for one',
      page1,
      (_, i) => ({ data: i < 2 ? [{ i }] : [] }),
      pages(1, 2, 3),
      'proven: page 3 is empty',
    ],
  ])('%s', async (...[, paginator, says, targets, end]) => {
    const asked = await walk(paginator, says);
    expect(asked.targets).toEqual(targets);
    expect(endOf(asked)).toBe(end);
  });

  test('case 73: a total that was asked for and is not there', async () => {
    await expect(walk({ ...page1, total_path: 'total' }, () => ({ data: [row] }))).rejects.toMatchObject({
      code: 'pagination_value',
      message: 'Cannot go on with "items": total in the answer must be a count, but there is nothing',
    });
  });

  test.each<[string, unknown, number | string]>([
    ['"no" stops', 'no', 1],
    ['"TRUE" goes on', 'TRUE', 2],
    ['1 goes on (W19)', 1, 2],
    ['null is an error', null, 'pagination_value'],
    ['another text is an error', 'maybe', 'pagination_value'],
  ])('case 80: the flag %s', async (_name, more, expected) => {
    const config: PageNumberConfig = { ...page1, total_path: null, has_more_path: 'more' };
    const walked = walk(config, (_, i) => ({ data: i === 0 ? [row] : [], more }));
    if (typeof expected === 'string') await expect(walked).rejects.toMatchObject({ code: expected });
    else expect((await walked).targets).toHaveLength(expected);
  });

  test('case 81: the page in the body', async () => {
    const { api } = await walk({ ...page1, page_body_path: 'pg.no' }, (_, i) => ({ data: [{ i }], total: 2 }), {
      method: 'POST',
      json: { pg: { size: 2 }, q: 'x' },
    });
    expect(api.requests.map(({ body }) => body)).toEqual([
      '{"pg": {"size": 2, "no": 1}, "q": "x"}',
      '{"pg": {"size": 2, "no": 2}, "q": "x"}',
    ]);
  });

  test('case 82: the page of the user is overwritten in place', async () => {
    const asked = await walk(page1, (_, i) => ({ data: [{ i }], total: 2 }), { params: { page: 100, z: 1 } });
    expect(asked.targets).toEqual(['?page=1&z=1', '?page=2&z=1']);
  });
});

describe('offset', () => {
  const rows = (request: Recorded, all: number, cap = 1000): readonly { id: number }[] => {
    const [start, limit] = [Number(request.query.get('offset')), Number(request.query.get('limit'))];
    return Array.from({ length: Math.max(0, Math.min(limit, cap, all - start)) }, (_, index) => ({
      id: start + index,
    }));
  };
  const offsets = (asked: Asked): readonly (string | null)[] =>
    asked.api.requests.map(({ query }) => query.get('offset'));

  test.each<[string, PaginatorConfig, Says, readonly number[]]>([
    ['case 84: until the total', { type: 'offset', limit: 2 }, (r) => ({ data: rows(r, 5), total: 5 }), [0, 2, 4]],
    ['case 85: begins later', { type: 'offset', limit: 2, offset: 3 }, (r) => ({ data: rows(r, 7), total: 7 }), [3, 5]],
    [
      'case 86: until an empty page',
      { type: 'offset', limit: 2, total_path: null },
      (r) => ({ data: rows(r, 4) }),
      [0, 2, 4],
    ],
    [
      'case 87: an offset that is not asked for',
      { type: 'offset', limit: 2, total_path: null, maximum_offset: 4 },
      (r) => ({ data: rows(r, 100) }),
      [0, 2],
    ],
  ])('%s', async (_name, paginator, says, expected) => {
    const asked = await walk(paginator, says);
    expect(offsets(asked)).toEqual(expected.map(String));
    expect(asked.api.requests.every(({ query }) => query.get('limit') === '2')).toBe(true);
  });

  test('case 88: steps by the rows that came where the API caps its pages', async () => {
    const asked = await walk({ type: 'offset', limit: 5 }, (r) => ({ data: rows(r, 12, 2), total: 12 }));
    expect(asked.rows['items']?.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(endOf(asked)).toBe('proven: all 12 rows were read');
  });

  test('case 89: limit in the query, offset in the body', async () => {
    const { api, targets } = await walk(
      { type: 'offset', limit: 2, offset_body_path: 'o' },
      (_, i) => ({ data: [{ i }, { i }].slice(i), total: 3 }),
      {
        method: 'POST',
      },
    );
    expect(targets).toEqual(['?limit=2', '?limit=2']);
    expect(api.requests.map(({ body }) => body)).toEqual(['{"o": 0}', '{"o": 2}']);
  });

  test('fewer rows than the API counts are an error', async () => {
    const walked = walk({ type: 'offset', limit: 2 }, (r) => ({ data: rows(r, 3), total: 9 }));
    await expect(walked).rejects.toMatchObject({
      code: 'result_short',
      message: 'Cannot finish "items": the API counts 9 rows, but its page at offset 3 is empty',
    });
  });
});

describe('links', () => {
  test('case 91: follows links, and params are on the first request only', async () => {
    const nexts = ['/v1/items?page=2', '/v1/items?page=3', null];
    const says: Says = (r, i) => ({ data: [{ i }], next: nexts[i] && `http://${r.headers['host']}${nexts[i]}` });
    const asked = await walk('json_link', says, { params: { a: 1 } });
    expect(asked.targets).toEqual(['?a=1', '?page=2', '?page=3']);
    expect(endOf(asked)).toBe('proven: the API gave no further link');
  });

  test.each([
    ['/items?page=2', '/items?page=2'],
    ['?page=2', '/v1/items?page=2'],
    ['items?page=2', '/v1/items?page=2'],
  ])('case 92: the relative link %s', async (next, target) => {
    const { api } = await walk('json_link', (_, i) => ({ data: [{ i }], ...(i === 0 ? { next } : {}) }));
    expect(api.targets()).toEqual(['/v1/items', target]);
  });

  test('case 93, 94: the query is that of the link, and the body stays', async () => {
    const says: Says = (_, i) => ({ data: [{ i }], next: i === 0 ? '/r?page=2&p=1' : '' });
    const { api } = await walk('json_link', says, { method: 'POST', params: { p: 1 }, json: { q: 1 } });
    expect(api.targets()).toEqual(['/v1/items?p=1', '/r?page=2&p=1']);
    expect(api.requests.map(({ method, body }) => method + body)).toEqual(['POST{"q": 1}', 'POST{"q": 1}']);
  });

  test('case 95: an odd key', async () => {
    const paginator = { type: 'json_link', next_url_path: "['@odata.nextLink']" } as const;
    const says: Says = (_, i) => ({ value: [{ i }], ...(i === 0 ? { '@odata.nextLink': '?s=2' } : {}) });
    expect((await walk(paginator, says, { data_selector: 'value' })).targets).toEqual(['', '?s=2']);
  });

  test.each<[string, PaginatorConfig, string]>([
    ['case 96: next', 'header_link', '</v1/items?page=2>; rel="next", </v1/items?page=9>; rel="last"'],
    [
      'case 96: unquoted, after others',
      'header_link',
      '</x,y>; rel="last", </v1/items?page=2>; results="true"; rel=next',
    ],
    ['case 97: another relation', { type: 'header_link', links_next_key: 'more' }, '</v1/items?page=2>; rel="more"'],
  ])('%s', async (_name, paginator, link) => {
    const says: Says = (_, i) => new Response('', { headers: i === 0 ? { Link: link } : {} });
    expect((await walk(paginator, says)).targets).toEqual(['', '?page=2']);
  });

  test('S2: a link to another host is not followed', async () => {
    const walked = walk('json_link', () => ({ data: [row], next: 'http://127.0.0.2:9/x' }));
    await expect(walked).rejects.toMatchObject({ code: 'http_foreign_origin' });
  });
});
