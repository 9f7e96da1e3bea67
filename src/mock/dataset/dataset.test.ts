import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { MockApi, MockResponse } from '../mock-api.ts';
import { datasetMock } from './index.ts';
import { rowTexts } from './row-texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-dataset-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = Array.from({ length: 25 }, (_, id) => ({ id }));
const api = datasetMock({ name: 'things', rows });

function ask(target: string, of: MockApi = api): MockResponse {
  const [path = '', query = ''] = target.split('?');
  return of.handle({
    method: 'GET',
    path,
    query: new URLSearchParams(query),
    headers: {},
    body: '',
    origin: 'http://host',
  });
}

interface Page {
  readonly data: readonly { readonly id: number }[];
  readonly cursors?: { readonly next: string | null };
}

/** What the mock wrote a line above. */
const pageOf = (target: string): Page => JSON.parse(ask(target).body) as Page;
const idsOf = (target: string): readonly number[] => pageOf(target).data.map(({ id }) => id);

describe('rowTexts()', () => {
  test('keeps the spelling of numbers, spaces and letters inside of strings', () => {
    const texts = ['{"a": 1.0, "b": 1e3}', '{"c": "]},{\\"[\\\\"}', '12345678901234567890123', '[[1], {}]', '"x,y"'];
    expect(rowTexts(`\n [ ${texts.join(' ,\n')} ] `)).toEqual(texts);
  });

  test('an empty list has no rows; what is not one list has none to give', () => {
    expect(rowTexts(' [ ] ')).toEqual([]);
    expect(['{}', '', '[1', '[1][2]', '["a]', '[{]'].map(rowTexts)).toEqual(Array.from({ length: 6 }));
  });

  test('property: reads as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const texts = rowTexts(JSON.stringify(values, null, 1));
        expect(texts?.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
  });
});

describe('datasetMock()', () => {
  test('page_number counts rows and pages, and is empty behind the last page', () => {
    expect(pageOf('/things?per_page=10&page=3')).toEqual({
      page: 3,
      per_page: 10,
      total: 25,
      total_pages: 3,
      data: [{ id: 20 }, { id: 21 }, { id: 22 }, { id: 23 }, { id: 24 }],
    });
    expect(idsOf('/things?per_page=10&page=4')).toEqual([]);
  });

  test('offset gives the rows from there on', () => {
    expect(pageOf('/things?style=offset&offset=24&limit=5')).toEqual({
      offset: 24,
      limit: 5,
      total: 25,
      data: [{ id: 24 }],
    });
  });

  test('cursor walks to null and sees each row once', () => {
    const seen: number[] = [];
    for (let next: string | null | undefined = ''; typeof next === 'string';) {
      const page: Page = pageOf(`/things?style=cursor&limit=10${next === '' ? '' : `&cursor=${next}`}`);
      seen.push(...page.data.map(({ id }) => id));
      next = page.cursors?.next;
    }
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  test('link gives a bare list and keeps the query in its links', () => {
    const response = ask('/things?style=link&per_page=10&page=2');
    expect(JSON.parse(response.body)).toHaveLength(10);
    expect(response.headers?.['link']).toContain('<http://host/things?style=link&per_page=10&page=3>; rel="next"');
    expect(ask('/things?style=link&per_page=10&page=3').headers?.['link']).not.toContain('rel="next"');
  });

  test.each(['page=0', 'page=x', 'per_page=1001', 'style=__proto__', 'style=cursor&cursor=bad'])(
    '%s is 400',
    (query) => {
      expect(ask(`/things?${query}`).status).toBe(400);
    },
  );

  test('another path is 404', () => {
    expect(ask('/other').status).toBe(404);
  });

  test('rows of a file keep the spelling of the file', () => {
    const file = join(folder, 'numbers.json');
    writeFileSync(file, '[{"a": 1.0, "b": 123456789012345678901}]');
    expect(ask('/numbers', datasetMock({ name: 'numbers', file })).body).toContain(
      '[{"a": 1.0, "b": 123456789012345678901}]',
    );
  });

  test.each([
    ['missing.json', undefined],
    ['object.json', '{}'],
  ])('%s is config_unreadable', (name, text) => {
    const file = join(folder, name);
    if (text !== undefined) writeFileSync(file, text);
    expect(() => datasetMock({ name: 'bad', file })).toThrow(expect.objectContaining({ code: 'config_unreadable' }));
  });
});
