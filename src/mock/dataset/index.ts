import { readFileSync } from 'node:fs';
import { datasetUnreadable } from '../errors.ts';
import { jsonResponse } from '../json-response.ts';
import type { MockApi, MockRequest, MockResponse } from '../mock-api.ts';
import { BadQuery, pageStyles, type PageOf } from './page-styles.ts';
import { rowTexts } from './row-texts.ts';

/** Rows to serve: as values, or as a file that holds one JSON list. */
export type DatasetOptions = { readonly name: string; readonly description?: string } & (
  { readonly rows: readonly unknown[] } | { readonly file: string }
);

/**
 * Serves one list at `/<name>`, page by page: `?style=page_number` (`page`, `per_page`), `offset` (`offset`, `limit`),
 * `cursor` (`cursor`, `limit`) or `link` (`page`, `per_page`). Rows of a file are slices of its own text. Without a
 * style it is `page_number`; a page has 100 rows unless asked otherwise, and 1000 at most.
 * @throws `config_unreadable`
 */
export function datasetMock(options: DatasetOptions): MockApi {
  const { name } = options;
  const rows = 'rows' in options ? options.rows.map((row) => JSON.stringify(row)) : readRows(name, options.file);
  return {
    name,
    description: options.description ?? `${rows.length} rows of ${name}, in every style of paging`,
    paths: Object.keys(pageStyles).map((style) => `/${name}?style=${style}`),
    handle: (request) => answer(rows, name, request),
  };
}

function readRows(name: string, file: string): readonly string[] {
  const rows = rowTexts(readText(name, file));
  if (rows === undefined) throw datasetUnreadable(name, `${file} does not hold one list`);
  return rows;
}

function readText(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw datasetUnreadable(name, `${file} cannot be read`, cause);
  }
}

const styles: ReadonlyMap<string, PageOf> = new Map(Object.entries(pageStyles));

function answer(rows: readonly string[], name: string, request: MockRequest): MockResponse {
  if (request.path !== `/${name}`) return jsonResponse(404, { error: 'not_found', detail: `only /${name} is here` });
  if (request.method !== 'GET') return jsonResponse(405, { error: 'method_not_allowed' }, { allow: 'GET' });
  const pageOf = styles.get(request.query.get('style') ?? 'page_number');
  if (pageOf === undefined) return badRequest(`style must be one of ${[...styles.keys()].join(', ')}`);
  try {
    return pageOf(rows, request);
  } catch (error) {
    if (error instanceof BadQuery) return badRequest(error.message);
    throw error;
  }
}

function badRequest(detail: string): MockResponse {
  return jsonResponse(400, { error: 'bad_request', detail });
}
