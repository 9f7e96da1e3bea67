import { jsonResponse, jsonText } from '../json-response.ts';
import type { MockRequest, MockResponse } from '../mock-api.ts';

/** The ways of paging that a list can be read with; the names are those of dlt's paginators, `link` is RFC 8288. */
export type PageStyle = 'page_number' | 'offset' | 'cursor' | 'link';

/** Answers with one page of the rows. */
export type PageOf = (rows: readonly string[], request: MockRequest) => MockResponse;

export const pageStyles: { readonly [Style in PageStyle]: PageOf } = {
  page_number: pageByNumber,
  offset: pageByOffset,
  cursor: pageByCursor,
  link: pageByLink,
};

/** A number in the query that cannot be used. */
export class BadQuery extends Error {}

const defaultPageRows = 100;
const mostPageRows = 1000;

/** `{page, per_page, total, total_pages, data}`; the first page is 1, and what is behind the last one is empty. */
function pageByNumber(rows: readonly string[], { query }: MockRequest): MockResponse {
  const perPage = countOf(query, 'per_page', { least: 1, most: mostPageRows, absent: defaultPageRows });
  const page = countOf(query, 'page', { least: 1, absent: 1 });
  const counts = { page, per_page: perPage, total: rows.length, total_pages: Math.ceil(rows.length / perPage) };
  return envelope(counts, slice(rows, (page - 1) * perPage, perPage));
}

/** `{offset, limit, total, data}`. */
function pageByOffset(rows: readonly string[], { query }: MockRequest): MockResponse {
  const limit = countOf(query, 'limit', { least: 1, most: mostPageRows, absent: defaultPageRows });
  const offset = countOf(query, 'offset', { least: 0, absent: 0 });
  return envelope({ offset, limit, total: rows.length }, slice(rows, offset, limit));
}

/** `{cursors: {next}, data}`; `next` is null on the last page. */
function pageByCursor(rows: readonly string[], { query }: MockRequest): MockResponse {
  const limit = countOf(query, 'limit', { least: 1, most: mostPageRows, absent: defaultPageRows });
  const offset = offsetOfCursor(query.get('cursor'));
  const end = offset + limit;
  const next = end < rows.length ? Buffer.from(`after:${end}`).toString('base64url') : null;
  return envelope({ cursors: { next } }, slice(rows, offset, limit));
}

/** A bare list, with the pages around it in the `Link` header. */
function pageByLink(rows: readonly string[], request: MockRequest): MockResponse {
  const perPage = countOf(request.query, 'per_page', { least: 1, most: mostPageRows, absent: defaultPageRows });
  const page = countOf(request.query, 'page', { least: 1, absent: 1 });
  const lastPage = Math.max(1, Math.ceil(rows.length / perPage));
  const relations = [
    ...(page > 1 ? [link(request, page - 1, 'prev')] : []),
    ...(page < lastPage ? [link(request, page + 1, 'next')] : []),
    link(request, 1, 'first'),
    link(request, lastPage, 'last'),
  ];
  return jsonText(200, `[${slice(rows, (page - 1) * perPage, perPage)}]`, { link: relations.join(', ') });
}

function link({ origin, path, query }: MockRequest, page: number, relation: string): string {
  const changed = new URLSearchParams(query);
  changed.set('page', String(page));
  return `<${origin}${path}?${changed.toString()}>; rel="${relation}"`;
}

function envelope(fields: Readonly<Record<string, unknown>>, data: string): MockResponse {
  const { body, ...response } = jsonResponse(200, fields);
  return { ...response, body: `${body.slice(0, -1)},"data":[${data}]}` };
}

function slice(rows: readonly string[], offset: number, count: number): string {
  return rows.slice(offset, offset + count).join(',');
}

interface CountRule {
  readonly least: number;
  readonly most?: number;
  readonly absent: number;
}

function countOf(query: URLSearchParams, name: string, rule: CountRule): number {
  const text = query.get(name);
  if (text === null) return rule.absent;
  const count = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  const most = rule.most ?? Number.MAX_SAFE_INTEGER;
  if (count >= rule.least && count <= most) return count;
  throw new BadQuery(`${name} must be a whole number from ${rule.least} to ${most}`);
}

function offsetOfCursor(cursor: string | null): number {
  if (cursor === null) return 0;
  const digits = /^after:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  if (digits === undefined) throw new BadQuery('cursor must be one that an answer gave');
  return Number(digits);
}
