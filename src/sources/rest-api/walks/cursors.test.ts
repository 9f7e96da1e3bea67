import { afterEach, describe, expect, test } from 'vitest';
import {
  recordingApi,
  walkAll,
  type Recorded,
  type RecordingApi,
  type Walked,
} from '../../../../test/recording-api.ts';
import { restApi } from '../index.ts';
import type { PaginatorConfig } from '../paginators/vocabulary.ts';
import type { ApiRequest, QueryParam } from '../../../http/http.ts';
import type { EndpointConfig } from '../vocabulary.ts';
import { fromResumeFrom, toResumeFrom } from './walk-position.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

type Says = (request: Recorded, index: number) => unknown;
type Asked = Walked & { readonly targets: readonly string[]; readonly api: RecordingApi };

async function walk(paginator: PaginatorConfig | null, says: Says, endpoint: EndpointConfig = {}): Promise<Asked> {
  const api = await recordingApi((request, index) => ({ body: says(request, index) }));
  open.push(api);
  const endpoints = { path: 'items', paginator, ...endpoint };
  const source = restApi({ client: { base_url: api.url }, resources: [{ name: 'items', endpoint: endpoints }] });
  return { ...(await walkAll(source)), api, targets: api.targets().map((target) => target.replace('/items', '')) };
}

const endOf = (asked: Walked): string => `${asked.ends[0]?.verdict}: ${asked.ends[0]?.reason}`;
const next = { type: 'cursor', cursor_path: 'next' } as const;

describe('cursor', () => {
  test('case 98: until there is none', async () => {
    const cursors = ['a', 'b', null];
    const asked = await walk('cursor', (_, i) => ({ data: [{ i }], cursors: { next: cursors[i] } }));
    expect(asked.targets).toEqual(['', '?cursor=a', '?cursor=b']);
    expect(endOf(asked)).toBe('proven: the API gave no further cursor');
  });

  test.each([[''], [0], [false], [undefined]])('case 99: %s is no cursor', async (last) => {
    const asked = await walk(next, (_, i) => ({ data: [{ i }], next: i === 0 ? 'a' : last }));
    expect(asked.targets).toEqual(['', '?cursor=a']);
  });

  test.each([
    ['case 100: an empty page ends it', true, 2],
    ['case 101: an empty page does not end it', false, 3],
  ])('%s', async (_name, stop, count) => {
    const paginator = { ...next, stop_after_empty_page: stop };
    const asked = await walk(paginator, (_, i) => ({ data: i === 1 ? [] : [{ i }], next: ['a', 'b'][i] }));
    expect(asked.targets).toHaveLength(count);
  });

  test('case 102: a flag that says no', async () => {
    const asked = await walk({ ...next, has_more_path: 'm' }, () => ({ data: [{}], next: 'a', m: false }));
    expect(endOf(asked)).toBe('proven: the API said there is no next page');
  });

  test('case 103: a flag that says yes without a cursor', async () => {
    const walked = walk({ ...next, has_more_path: 'm' }, () => ({ data: [{}], next: null, m: true }));
    await expect(walked).rejects.toMatchObject({ code: 'pagination_contradiction' });
  });

  test('case 104: the cursor in the body', async () => {
    const paginator = { ...next, cursor_body_path: 'p.c' };
    const says: Says = (_, i) => ({ data: [{ i }], next: i === 0 ? 'a' : null });
    const { api } = await walk(paginator, says, { method: 'POST', json: { q: 1 } });
    expect(api.requests.map(({ body }) => body)).toEqual(['{"q": 1}', '{"q": 1, "p": {"c": "a"}}']);
  });

  test('case 106: the cursor is the last row', async () => {
    const paginator = {
      type: 'cursor',
      cursor_path: 'results[-1].id',
      cursor_param: 'startingAfter',
      has_more_path: 'hasMore',
    } as const;
    const says: Says = (_, i) => ({ results: [{ id: 'x' }, { id: `k${i}` }], hasMore: i < 2 });
    const { targets } = await walk(paginator, says, { params: { limit: 100 } });
    expect(targets).toEqual(['?limit=100', '?limit=100&startingAfter=k0', '?limit=100&startingAfter=k1']);
  });

  test('case 107: null instead of the last list', async () => {
    const paginator = { type: 'cursor', cursor_path: 'next_token', cursor_param: 'token' } as const;
    const says: Says = (_, i) => (i < 2 ? { users: [{ i }], next_token: `t${i}` } : { users: null, next_token: null });
    const asked = await walk(paginator, says, { data_selector: 'users' });
    expect(asked.targets).toEqual(['', '?token=t0', '?token=t1']);
    expect(asked.rows['items']).toHaveLength(2);
  });

  test('done_path: a truthy value ends it, cursor or not', async () => {
    const paginator = { type: 'cursor', cursor_path: 'iterator', cursor_param: 'iterator', done_path: 'done' } as const;
    const asked = await walk(paginator, (_, i) => ({ data: [{ i }], iterator: `i${i}`, done: i === 1 }));
    expect(asked.targets).toEqual(['', '?iterator=i0']);
    expect(endOf(asked)).toBe('proven: the API said done');
  });
});

describe('the position of a walk', () => {
  const form: readonly QueryParam[] = [['q', 's']];
  const first: ApiRequest = { method: 'POST', url: 'http://h/x', params: [['k', 'S']], headers: {}, data: form };

  test('W15: has the fields of a form, and those of the configuration by name only', () => {
    const data = [...form, ['page', '2'] as const];
    const saved = toResumeFrom({ request: { ...first, data }, page: 2 }, first);
    expect(saved).toEqual({ url: 'http://h/x', params: [['k']], data: [['q'], ['page', '2']], page: 2 });
    expect(fromResumeFrom(saved, first, 'items').request).toEqual({ ...first, data, json: undefined });
  });

  test('leaves a text as it is', () => {
    const text = { ...first, data: 'raw' };
    const saved = toResumeFrom({ request: text, page: 2 }, text);
    expect(JSON.stringify(saved)).not.toContain('raw');
    expect(fromResumeFrom(saved, text, 'items').request.data).toBe('raw');
  });
});

describe('walks that would never end', () => {
  test('W4, F2.12: the same cursor again', async () => {
    const walked = walk(next, (_, i) => ({ data: [{ i }], next: ['a', 'b', 'a'][i] ?? 'a' }));
    await expect(walked).rejects.toMatchObject({ code: 'pagination_loop', details: { page: 4, earlierPage: 2 } });
    expect(open[0]?.requests).toHaveLength(3);
  });

  test('F2.12: a link to itself', async () => {
    const walked = walk('json_link', () => ({ data: [{}], next: '/items' }));
    await expect(walked).rejects.toMatchObject({ code: 'pagination_loop', details: { page: 2, earlierPage: 1 } });
  });

  test('F2.12: an API that ignores the page', async () => {
    const walked = walk({ type: 'page_number', total_path: null }, () => ({ data: [{ id: 1 }] }));
    await expect(walked).rejects.toMatchObject({ code: 'pagination_loop' });
  });
});

describe('rows of an answer', () => {
  const selected: readonly (readonly [string, string | null, unknown, readonly unknown[]])[] = [
    ['case 57: all of a list', 'data[*]', { data: [{ id: 1 }] }, [{ id: 1 }]],
    ['case 57: none of a list', 'data[*]', { data: [] }, []],
    ['case 58: null', 'data', { data: null }, []],
    [
      'case 60: a key with a hyphen',
      'many-results',
      { 'many-results': [1, 2, 3, 4, 5].map((id) => ({ id })) },
      [1, 2, 3, 4, 5].map((id) => ({ id })),
    ],
    ['case 61: a key with a dot', "['@odata.value']", { '@odata.value': [{ id: 1 }] }, [{ id: 1 }]],
    [
      'case 62: lists in lists',
      'nested.items[*].subs[*]',
      { nested: { items: [{ subs: [{ a: 1 }, { a: 2 }] }] } },
      [{ a: 1 }, { a: 2 }],
    ],
    ['several lists are one', 'i[*].subs', { i: [{ subs: [{ a: 1 }] }, { subs: [{ a: 2 }] }] }, [{ a: 1 }, { a: 2 }]],
    ['an object is one row', 'o', { o: { id: 3 } }, [{ id: 3 }]],
    ['a scalar is wrapped', 's', { s: 5 }, [{ value: 5 }]],
    ['an empty body misses nothing', 'data', {}, []],
    ['case 64: errors give way', null, { errors: [{ e: 1 }], results: [{ r: 1 }] }, [{ r: 1 }]],
    ['case 64: in any letter case', null, { errors: [{ e: 1 }], Results: [{ r: 1 }] }, [{ r: 1 }]],
    ['case 65: a list at the root', null, [1, { a: 2 }], [{ value: 1 }, { a: 2 }]],
    ['case 66: no list', null, { id: 1, a: { b: 1 } }, [{ id: 1, a: { b: 1 } }]],
    ['case 67: a name for rows goes before depth', null, { users: [{ u: 1 }], x: { data: [{ d: 1 }] } }, [{ d: 1 }]],
    ['case 68: an empty list gives way', null, { errors: [], users: [{ u: 1 }] }, [{ u: 1 }]],
    ['W7: a key that no path could spell', null, { 'my list: $x': [{ u: 1 }] }, [{ u: 1 }]],
    ['too deep', null, { a: { b: { c: { d: [1] } } } }, [{ a: { b: { c: { d: [1] } } } }]],
    [
      'S11: keys of every prototype are keys',
      'constructor',
      JSON.parse('{"__proto__":{"data":[1]},"constructor":[{"id":1}]}'),
      [{ id: 1 }],
    ],
  ];
  test.each(selected)('%s', async (_name, selector, body, rows) => {
    const asked = await walk('single_page', () => body, { data_selector: selector });
    expect(asked.rows['items']).toEqual(rows);
  });

  test('case 59: a selector that misses the first answer', async () => {
    const walked = walk('single_page', () => ({ data: [1], next: 1 }), { data_selector: 'dat' });
    await expect(walked).rejects.toMatchObject({
      code: 'selector_missed',
      hint: 'Did you mean "data"? Set data_selector to what the answer has: data, next',
    });
  });

  test('W7: the place of the rows is looked for until there are some', async () => {
    const says: Says = (_, i) =>
      [
        { meta: { n: 1 }, next: 'a' },
        { users: [{ u: 1 }], next: 'b' },
        { errors: [{}], users: [] },
      ][i];
    expect((await walk(next, says)).rows['items']).toEqual([{ meta: { n: 1 }, next: 'a' }, { u: 1 }]);
  });

  test('lists of lists are no rows', async () => {
    const walked = walk('single_page', () => ({ data: [[[1]]] }), { data_selector: 'data' });
    await expect(walked).rejects.toMatchObject({ code: 'rows_invalid' });
  });

  test('W20: an error with status 200 is told', async () => {
    const asked = await walk('single_page', () => ({ error: 'no', code: 3 }));
    expect(asked.events.map(({ kind }) => kind)).toContain('notice');
  });

  test.each([
    [{ data: [{}], links: [{ rel: 'next', href: '?page=2' }] }, 'the answer has "links" with rel "next"'],
    [{ data: [{}], meta: { has_more: true } }, 'the answer has "has_more" that is true'],
    [{ data: [{}], total: 12 }, 'the answer has "total" of 12'],
  ])('without a paginator %j is not trusted', async (body, reason) => {
    const asked = await walk(null, () => body);
    expect(endOf(asked)).toBe(`unknown: no paginator is given, but ${reason}`);
  });
});
