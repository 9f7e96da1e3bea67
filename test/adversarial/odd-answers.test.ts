import { createGzip } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { failureOf, hostileApi, items, loading, ofKind, walk } from './hostile-api.ts';

const inData = { data_selector: 'data', paginator: 'single_page' };

describe('F2.5: what an answer is decides, not what it says it is', () => {
  const rows = JSON.stringify({ data: [{ id: 1 }, { id: 2 }] });

  test.each(['text/plain', 'text/html; charset=utf-8', 'application/octet-stream', 'image/png'])(
    'JSON as %s is read, and the mismatch is told once',
    async (type) => {
      const api = await hostileApi(({ query }) => ({
        headers: { 'content-type': type },
        body: query.get('page') === '3' ? '{"data": []}' : rows.replaceAll('"id":', `"id":1${query.get('page')}`),
      }));
      const paged = { ...inData, paginator: { type: 'page_number', total_path: null } };
      const walked = await walk(api, items(paged));
      expect(walked.rows['items']).toHaveLength(6);
      expect(ofKind(walked.events, 'notice').map(({ message }) => message)).toEqual([
        `"items" gets JSON that is labelled ${type}; it is read as JSON`,
      ]);
    },
  );

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/vnd.api+json',
    'text/json',
    'application/x-ndjson',
    'Application/JSON',
  ])('%s is no mismatch', async (type) => {
    const api = await hostileApi(() => ({ headers: { 'content-type': type }, body: rows }));
    expect((await walk(api, items(inData))).events.filter(({ kind }) => kind === 'notice')).toEqual([]);
  });

  test.each([
    ['a page', '<html><body>Welcome</body></html>', 1],
    ['a page with a byte order mark', '\uFEFF<!doctype html><title>Sign in</title>', 1],
    ['the page of a gateway', '<html><title>502 Bad Gateway</title></html>', 5],
    ['half a document', rows.slice(0, -5), 5],
    ['nothing', '', 5],
    ['NaN', '{"data": [{"id": NaN}]}', 1],
    ['a comma too many', '{"data": [{"id": 1},]}', 1],
    ['an image', Buffer.from('89504e470d0a1a0a', 'hex'), 1],
    ['UTF-16', Buffer.from(rows, 'utf16le'), 1],
  ])('%s as application/json is an error with status, type and beginning', async (_, body, times) => {
    const api = await hostileApi(() => ({ body }));
    expect(await failureOf(walk(api, items(inData)))).toMatchObject({
      code: 'body_not_json',
      message: expect.stringMatching(/"items": status 200, application\/json, not JSON: /),
    });
    expect(api.asked).toHaveLength(times);
  });
});

/** A body, and the rows or the code of the error where it is the first page; then where it is the second. */
const found: readonly (readonly [name: string, data: unknown, first: unknown, second: unknown])[] = [
  ['the key is missing', { dat: [{ id: 1 }], n: 1 }, 'selector_missed', []],
  ['the key is missing, and there is a list', [{ id: 1 }], 'selector_missed', []],
  ['the key is missing, in a text', '"no rows"', 'selector_missed', []],
  ['an answer with nothing in it', {}, [], []],
  ['null', { data: null }, [], []],
  ['an empty list', { data: [] }, [], []],
  ['an object is one row', { data: { id: 1 } }, [{ id: 1 }], [{ id: 1 }]],
  ['an object with nothing in it is a row', { data: {} }, [{}], [{}]],
  ['a text', { data: 'x' }, [{ value: 'x' }], [{ value: 'x' }]],
  ['a number', { data: 0 }, [{ value: 0 }], [{ value: 0 }]],
  ['false', { data: false }, [{ value: false }], [{ value: false }]],
  ['a list of nulls', { data: [null, null] }, [], []],
  ['a list of mixed things', { data: [{ id: 1 }, 2, null, 'x'] }, [{ id: 1 }, { value: 2 }, { value: 'x' }], undefined],
  ['a list of lists', { data: [[{ id: 1 }], [{ id: 2 }]] }, [{ id: 1 }, { id: 2 }], undefined],
  ['lists in lists in lists', { data: [[[1]]] }, 'rows_invalid', 'rows_invalid'],
];

describe('F2.6, R10: what a selector finds', () => {
  test.each(found)('%s, on the first page', async (_, body, first) => {
    const api = await hostileApi(() => ({ body }));
    const walked = walk(api, items(inData));
    if (typeof first === 'string') expect(await failureOf(walked)).toMatchObject({ code: first });
    else expect((await walked).rows['items'] ?? []).toEqual(first);
  });

  test.each(found)('%s, on a later page', async (_, body, first, second = first) => {
    const linked = { data_selector: 'data', paginator: { type: 'header_link' } };
    const api = await hostileApi(({ index }) =>
      index === 0 ? { headers: { link: '</items?page=2>; rel="next"' }, body: { data: [] } } : { body },
    );
    const walked = walk(api, items(linked));
    if (typeof second === 'string') expect(await failureOf(walked)).toMatchObject({ code: second });
    else expect((await walked).rows['items'] ?? []).toEqual(second);
  });

  test('a selector that is misspelt loads nothing and remembers nothing', async () => {
    const target = await loading();
    const api = await hostileApi(() => ({ body: { data: [{ id: 1 }] } }));
    expect(await failureOf(target.run(api, items({ ...inData, data_selector: 'dta' })))).toMatchObject({
      code: 'selector_missed',
      hint: expect.stringContaining('Did you mean "data"?'),
    });
    await target.run(api, items(inData));
    expect(await target.rows('select count(*), (select count(*) from _dlt_loads) from items')).toEqual([['1', '1']]);
  });
});

const mebibyte = 1024 * 1024;

describe('F2.21, S7: answers that are much too large', () => {
  const pageOf = (count: number, byteCount: number): Buffer => {
    const filler = 'x'.repeat(byteCount);
    return Buffer.from(`[${Array.from({ length: count }, (_, id) => `{"id":${id},"filler":"${filler}"}`).join(',')}]`);
  };

  test('a page of 100 MB is loaded', { timeout: 60_000 }, async () => {
    const target = await loading();
    const body = pageOf(100_000, 1000);
    expect(body.byteLength).toBeGreaterThan(100_000_000);
    const api = await hostileApi(() => ({ body }));
    await target.run(api, items({ paginator: 'single_page' }));
    expect(await target.rows('select count(*), min(length(filler)), max(id) from items')).toEqual([
      ['100000', '1000', '99999'],
    ]);
  });

  test(
    'rows that are too large for a memory limit: it is named; without one they are loaded',
    { timeout: 60_000 },
    async () => {
      const [small, free] = [await loading({ memoryLimit: '96MB' }), await loading()];
      const body = pageOf(1000, 100_000);
      const api = await hostileApi(() => ({ body }));
      expect(await failureOf(small.run(api, items({ paginator: 'single_page' })))).toMatchObject({
        code: 'destination_refused',
        hint: expect.stringContaining('memoryLimit'),
      });
      await free.run(api, items({ paginator: 'single_page' }));
      expect(await free.rows('select count(*), min(length(filler)) from items')).toEqual([['1000', '100000']]);
    },
  );

  test('an announced length beyond the limit is an error before a byte of it is read', async () => {
    const api = await hostileApi((_, response) => {
      response.writeHead(200, { 'content-length': String(2048 * mebibyte) }).write('[');
      return undefined;
    });
    expect(await failureOf(walk(api, items(inData)))).toMatchObject({
      code: 'http_body_limit',
      message: expect.stringContaining(`${256 * mebibyte} bytes`),
    });
    expect(api.asked).toHaveLength(1);
  });

  test('an answer that does not end is left at the limit', { timeout: 60_000 }, async () => {
    let sent = 0;
    const piece = Buffer.alloc(mebibyte, ' ');
    const api = await hostileApi((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(piece)) sent += 1;
      };
      response.on('drain', more);
      more();
      return undefined;
    });
    const before = process.memoryUsage().rss;
    expect(await failureOf(walk(api, items(inData)))).toMatchObject({ code: 'http_body_limit' });
    expect(api.asked).toHaveLength(1);
    expect(sent).toBeLessThan(300);
    expect(process.memoryUsage().rss - before).toBeLessThan(2 * 256 * mebibyte);
  });

  test('what unpacks to more than its size allows is left early', async () => {
    const api = await hostileApi((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      const gzip = createGzip();
      gzip.pipe(response);
      const zeros = Buffer.alloc(mebibyte);
      const more = (count: number): void => {
        if (count === 0 || response.destroyed) gzip.end();
        else gzip.write(zeros, () => more(count - 1));
      };
      more(400);
      return undefined;
    });
    const before = process.memoryUsage().rss;
    expect(await failureOf(walk(api, items(inData)))).toMatchObject({ code: 'http_body_limit' });
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * mebibyte);
  });
});
