import { describe, expect, test } from 'vitest';
import { endOf, simulatedRequest, simulateWalk, type SimulatedAnswer } from '../../../../test/simulated-walk.ts';
import { isRow, type Value } from '../../../core/value.ts';
import { asPage } from '../answers/select-rows.ts';
import type { DetectablePaginator } from './vocabulary.ts';
import { detectPaginator } from './detect.ts';

const rows = [{ id: 1 }, { id: 2 }];
const at = (body: Value, headers: Record<string, string> = {}, request = simulatedRequest): unknown => {
  const found = asPage(isRow(body) && Object.hasOwn(body, 'data') ? (body['data'] ?? null) : body);
  return detectPaginator(request, { headers, body, rows: found, rowCount: found.length })?.paginator;
};
const link = (path: string): DetectablePaginator => ({ type: 'json_link', next_url_path: path });
const cursor = (path: string, param = 'cursor'): DetectablePaginator => ({
  type: 'cursor',
  cursor_path: path,
  cursor_param: param,
});

describe('detectPaginator() finds', () => {
  test.each<[string, Value, DetectablePaginator]>([
    ['case 109: an address at next', { data: rows, next: '/items?page=2' }, link('next')],
    [
      'case 110: an address in an object',
      { data: rows, _links: { self: { href: '/' }, next: { href: '/items?page=2' } } },
      link('_links.next.href'),
    ],
    [
      'case 112: an address before a count of pages',
      { data: rows, meta: { totalPages: 4 }, links: { nextPage: '/items?page=2' } },
      link('links.nextPage'),
    ],
    ['case 113: a cursor', { data: rows, next_cursor: 'abc' }, cursor('next_cursor')],
    ['case 114: a cursor in an object', { data: rows, cursors: { next: 'x' } }, cursor('cursors.next')],
    ['a whole address', { data: rows, next: 'https://api/v1/items?page=2' }, link('next')],
    ['an address that is only a query', { data: rows, next: '?page=2' }, link('next')],
    ['an address without a slash', { data: rows, next: 'items?page=2' }, link('next')],
    ['any text that is called an address', { data: rows, next_url: 'items/page/2' }, link('next_url')],
    ['the link of OData', { data: rows, '@odata.nextLink': 'https://api/x?$skip=2' }, link("'@odata.nextLink'")],
    ['an odd key', { data: rows, 'next page': '/items?page=2' }, link("'next page'")],
    ['a cursor that begins like a path', { data: rows, next_cursor: '/w==' }, cursor('next_cursor')],
    [
      'cursors of a graph',
      { data: rows, paging: { cursors: { after: 'a' } } },
      cursor('paging.cursors.after', 'after'),
    ],
    [
      'an address before a cursor',
      { data: rows, paging: { next: { after: '7', link: 'https://api/v1/items?after=7' } } },
      link('paging.next.link'),
    ],
    ['a cursor in next', { data: rows, paging: { next: { after: '7' } } }, cursor('paging.next.after', 'after')],
    ['an offset', { data: rows, next_offset: 2 }, cursor('next_offset', 'offset')],
    ['what is in an envelope', { response: { data: rows, next_cursor: 'a' } }, cursor('response.next_cursor')],
  ])('%s', (_name, body, paginator) => {
    expect(at(body)).toEqual(paginator);
  });

  test('case 111: a Link header before the body', () => {
    const headers = { link: '</items?page=2>; rel="next"' };
    expect(at({ data: rows, next: '/items?page=3' }, headers)).toEqual({ type: 'header_link' });
  });

  test.each<[string, Value, Partial<DetectablePaginator>]>([
    [
      'case 115: a count of pages',
      { data: rows, page_info: { total_pages: 50 } },
      { total_path: 'page_info.total_pages', base_page: 1 },
    ],
    ['a count that is a text', { data: rows, totalPages: '4' }, { total_path: 'totalPages', base_page: 1 }],
    ['W2: pages from 0', { data: rows, totalPages: 4, number: 0 }, { total_path: 'totalPages', base_page: 0 }],
    ['W2: pages from 1', { data: rows, meta: { pages: 4 }, page: 1 }, { total_path: 'meta.pages', base_page: 1 }],
    ['pages with a size', { data: rows, pages: 4, per_page: 2 }, { total_path: 'pages' }],
    ['a number of a page', { data: rows, next_page: 2 }, { next_page_path: 'next_page', base_page: 1, page: 1 }],
    ['a number at next', { data: rows, meta: { next: 2 } }, { next_page_path: 'meta.next' }],
    ['the text of a number', { data: rows, next_page: '1' }, { next_page_path: 'next_page', base_page: 0, page: 0 }],
  ])('%s', (_name, body, paginator) => {
    expect(at(body)).toMatchObject({ type: 'page_number', page_param: 'page', ...paginator });
  });

  test('W2: the page that was asked for goes before all guesses', () => {
    const request = { ...simulatedRequest, params: [['pageNo', '3']] as const };
    const paginator = at({ data: rows, total_pages: 9, page: 1 }, {}, request);
    expect(paginator).toMatchObject({ page_param: 'pageNo', page: 3, base_page: 1 });
  });

  test.each<[string, Value]>([
    ['case 117: offset, limit and total', { data: rows, offset: 0, limit: 2, total_count: 9 }],
    ['case 118: a list', [{ id: 1 }]],
    ['W8: a time', { data: rows, meta: { next_run: '2030-01-01' } }],
    ['W8: a field of the only row', { data: { next: 'x', meta: { next_cursor: 'x' } } }],
    ['W8: an answer that is a row', { id: 1, next: '/chapters/2', next_cursor: 'x' }],
    ['W8: the pages of a book', { data: rows, pages: 312 }],
    ['a flag', { data: rows, next: false, nextPage: true }],
    ['a count of pages that is none', { data: rows, total_pages: 'many' }],
    ['what is in a list', { data: [{ next: '/items?page=2' }, { next: '/items?page=2' }] }],
    [
      'S11: a prototype',
      JSON.parse('{"data":[1,2],"__proto__":{"next":5},"constructor":{"next_cursor":true}}') as Value,
    ],
  ])('nothing in %s', (_name, body) => {
    expect(at(body)).toBeUndefined();
  });

  test('an answer without rows that leads on', () => {
    const body = { next: '/v1/items?page=2', data: null };
    const page = { headers: {}, body, rows: [body], rowCount: 1 };
    expect(detectPaginator(simulatedRequest, page)?.paginator).toEqual(link('next'));
  });
});

const pageOf = (targets: readonly string[]): readonly string[] => targets.map((t) => t.replace('/v1/items', ''));
const answered =
  (...bodies: readonly Value[]): ((request: unknown, index: number) => SimulatedAnswer) =>
  (_request, index) => ({ body: bodies[index] ?? { data: [] } });

describe('a walk without a paginator', () => {
  test('case 109: follows links to the end', () => {
    const walk = simulateWalk(undefined, answered({ data: [1], next: '/v1/items?page=2' }, { data: [2], next: null }));
    expect(pageOf(walk.targets)).toEqual(['', '?page=2']);
    expect(endOf(walk)).toBe('proven: the API gave no further link; how to page was seen by the address at next');
  });

  test('case 115, 116: asks for page 2 after a first page without a number', () => {
    const walk = simulateWalk(undefined, (_, i) => ({ body: { data: [{ id: i }], total_pages: 4 } }));
    expect(pageOf(walk.targets)).toEqual(['', '?page=2', '?page=3', '?page=4']);
    expect(endOf(walk)).toBe(
      'proven: all 4 pages were read; how to page was seen by the count of pages at total_pages',
    );
  });

  test('W2: asks for page 1 after page 0', () => {
    const walk = simulateWalk(undefined, (_, i) => ({ body: { data: [{ id: i }], page: i, total_pages: 3 } }));
    expect(pageOf(walk.targets)).toEqual(['', '?page=1', '?page=2']);
  });

  test('W2: a first page that comes again is an error', () => {
    const same = (_: unknown, i: number): SimulatedAnswer => ({ body: { data: [{ id: 1, at: i }], total_pages: 3 } });
    expect(() => simulateWalk(undefined, same)).toThrow(
      expect.objectContaining({
        code: 'pagination_loop',
        message: 'Cannot go on with "items": page was set, and rows of an earlier page came again',
      }),
    );
  });

  test('W2: an API that counts from 0 and does not say so is not trusted', () => {
    const pages = [[{ id: 0 }], [{ id: 1 }], [{ id: 2 }]];
    const walk = simulateWalk(undefined, ({ params }) => {
      return { body: { data: pages[Number(params[0]?.[1] ?? 0)] ?? [], total_pages: 3 } };
    });
    expect(endOf(walk)).toMatch(/^unknown: page 3 is empty, but the API counts 3 pages/);
  });

  test('the number of the next page is asked for', () => {
    const walk = simulateWalk(
      undefined,
      answered({ data: [1], next_page: 2 }, { data: [], next_page: 3 }, { data: [3], next_page: null }),
    );
    expect(pageOf(walk.targets)).toEqual(['', '?page=2', '?page=3']);
    expect(walk.end.verdict).toBe('proven');
  });

  test('an empty link in a first page proves that it is the last', () => {
    expect(endOf(simulateWalk(undefined, answered({ data: [1], next: null })))).toBe(
      'proven: the answer has "next" without a value',
    );
  });

  test.each<[string, SimulatedAnswer, string]>([
    [
      'case 117: a count of more',
      { body: { data: rows, offset: 0, limit: 2, total_count: 9 } },
      'unknown: no paginator is given, but the answer has "total_count" of 9',
    ],
    [
      'case 118: a list',
      { body: rows },
      'consistent: no paginator is given, and nothing in the answer speaks of a next one',
    ],
    [
      'a count in a header',
      { body: rows, headers: { 'x-total-count': '9' } },
      'unknown: no paginator is given, but the answer has a header x-total-count of 9',
    ],
    [
      'a flag and an empty link',
      { body: { data: rows, next: null, has_more: true } },
      'unknown: no paginator is given, but the answer has "has_more" that is true',
    ],
    [
      'a flag that is false',
      { body: { data: rows, has_more: false } },
      'proven: the answer has "has_more" that is false',
    ],
    [
      'a row with a total',
      { body: { id: 1, total: 99 } },
      'consistent: no paginator is given, and nothing in the answer speaks of a next one',
    ],
    [
      'links in a list',
      { body: { data: rows, links: [{ rel: 'next', href: '/x' }] } },
      'unknown: no paginator is given, but the answer has "links" with rel "next"',
    ],
  ])('%s', (_name, answer, end) => {
    const walk = simulateWalk(undefined, () => answer);
    expect(walk.targets).toHaveLength(1);
    expect(endOf(walk)).toBe(end);
  });
});
