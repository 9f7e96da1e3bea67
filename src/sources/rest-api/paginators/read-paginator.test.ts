import { describe, expect, test } from 'vitest';
import { endOf, simulatedRequest, simulateWalk } from '../../../../test/simulated-walk.ts';
import type { Problem } from '../../../config/problem.ts';
import type { ApiRequest } from '../../../http/http.ts';
import type { Place } from '../reading/reading.ts';
import { paginatorAliases } from './aliases.ts';
import { checkBodySlots } from './body-slots.ts';
import { readPaginator, readStored } from './index.ts';
import { endWith, goOn, type NextPage } from './paginator.ts';
import type { PaginatorObject, SettledPaginator } from './vocabulary.ts';

const secrets = { find: () => undefined, remember: <T>(secret: T): T => secret, hint: () => '' };
const placeOf = (problems: Problem[], remarks: Problem[] = []): Place => ({ path: 'p', problems, remarks, secrets });
const read = (value: unknown): { config: unknown; problems: readonly Problem[]; remarks: readonly Problem[] } => {
  const [problems, remarks]: [Problem[], Problem[]] = [[], []];
  return { config: readPaginator(value, placeOf(problems, remarks)), problems, remarks };
};
const problemsOf = (value: unknown): readonly string[] =>
  read(value).problems.map(({ path, message }) => `${path} ${message}`);

describe('readPaginator() refuses', () => {
  test.each<[string, unknown, string]>([
    [
      'case 83: both places of a page',
      { type: 'page_number', page_param: 'p', page_body_path: 'b' },
      'p must have either',
    ],
    ['case 83: an empty parameter', { type: 'page_number', page_param: '' }, 'p.page_param must not be empty'],
    ['case 90: offset without its limit', 'offset', 'p.limit is missing'],
    [
      'case 105: both places of a cursor',
      { type: 'cursor', cursor_param: 'c', cursor_body_path: 'b' },
      'p must have either',
    ],
    [
      'two places for the cursor of an answer',
      { type: 'cursor', cursor_path: 'c', last_row_key: 'b' },
      'p must have either',
    ],
    ['a condition that is code', { type: 'cursor', stop_condition: 'exit()' }, 'p.stop_condition is not a condition'],
    ['a limit_param without limit', { type: 'cursor', limit_param: 'x' }, 'p.limit_param needs limit'],
    [
      'a missing flag that nobody asked for',
      { type: 'page_number', on_missing_has_more: 'stop' },
      'p.on_missing_has_more needs has_more_path',
    ],
    [
      'what only a detector writes',
      { type: 'detected', sign: 'x', paginator: { type: 'header_link' } },
      'p.type must be one of',
    ],
    ['an object that is half a paginator', { next: () => undefined }, 'p.type is missing'],
    [
      'a generator',
      (function* (): Generator<number> {
        yield 1;
      })(),
      'p must be the name of a paginator',
    ],
    ['a custom type without code', { type: 'custom' }, 'p must be a paginator with the functions first and next'],
  ])('%s', (_name, value, problem) => {
    const [first = '', ...others] = problemsOf(value);
    expect(first.startsWith(problem), first).toBe(true);
    expect(others).toEqual([]);
  });

  test('4.3: no end; next_page_path is one', () => {
    const endless = { type: 'page_number', total_path: null, stop_after_empty_page: false };
    expect(problemsOf(endless)).toHaveLength(1);
    expect(problemsOf({ ...endless, next_page_path: 'n' })).toEqual([]);
  });
});

describe('readPaginator() takes', () => {
  test.each([['header_cursor'], ['json_response'], ['auto'], ['cursor'], ['page_number']])('%s', (name) => {
    expect(read(name).problems).toEqual([]);
  });

  test.each(paginatorAliases.map((alias) => [alias.type, alias.written, alias.key] as const))(
    'L1: in %s %s for %s, with a remark',
    (type, written, key) => {
      const value = /limit$/i.test(key) ? 7 : key === 'base_page' ? 1 : 'x';
      const needed = key === 'limit' || (type !== 'offset' && key !== 'limit_param') ? {} : { limit: 7 };
      for (const spelling of [written, written.toLowerCase().replaceAll(' ', '_')]) {
        if (spelling === key) continue;
        const { config, problems, remarks } = read({ type, ...needed, [spelling]: value });
        expect(problems).toEqual([]);
        expect(config).toMatchObject({ type, [key]: value });
        expect(remarks.map(({ message }) => message)).toContain(`is taken for ${key}`);
      }
    },
  );

  test('L1: a key under its own name wins over a spelling of it', () => {
    const { problems } = read({ type: 'offset', limit: 1, 'Default Limit': 2 });
    expect(problems.map(({ message }) => message)).toEqual(['is not a known key']);
  });

  test('L6, L7: keys of guides work, with a remark', () => {
    const { problems, remarks } = read({ type: 'cursor', limit: 100, stop_condition: 'done' });
    expect(problems).toEqual([]);
    expect(remarks.map(({ path }) => path)).toEqual(['p.limit', 'p.stop_condition']);
  });
});

describe('a paginator that is code', () => {
  class ByPower {
    readonly #factor = 2;
    first(request: ApiRequest): ApiRequest {
      return { ...request, params: [['at', '1']] };
    }
    next(request: ApiRequest): NextPage {
      const at = Number(request.params[0]?.[1]) * this.#factor;
      return at > 4 ? endWith('proven', 'that is all') : goOn({ ...request, params: [['at', String(at)]] });
    }
  }

  test('5.6: an instance of a class walks', () => {
    const { config } = read(new ByPower());
    expect(config).toMatchObject({ type: 'custom' });
    expect(read(config).config).toEqual(config);
    // Read without a problem just now.
    const walk = simulateWalk(config as PaginatorObject, (_, i) => ({ body: [i] }));
    expect(walk.targets).toEqual(['/v1/items?at=1', '/v1/items?at=2', '/v1/items?at=4']);
    expect(endOf(walk)).toBe('proven: that is all');
  });

  test.each([[undefined], [{}], [{ kind: 'next' }], [{ kind: 'end', end: {} }]])(
    '5.6: %j from next is an error',
    (next) => {
      // What a mistake in code of the user's own may give.
      const paginator = { first: (request: ApiRequest) => request, next: () => next as unknown as NextPage };
      expect(() => simulateWalk({ type: 'custom', paginator }, () => ({ body: [] }))).toThrow(
        'Cannot go on with "items": its own paginator gave neither a request nor an end',
      );
    },
  );

  test('is never read from a position', () => {
    expect(readStored(new ByPower())).toBeUndefined();
  });
});

describe('readStored()', () => {
  test.each<[unknown, boolean]>([
    [{ type: 'detected', sign: 's', paginator: { type: 'json_link', next_url_path: 'n' }, seen_rows: ['d'] }, true],
    [{ type: 'cursor', cursor_path: 'a' }, true],
    [{ type: 'detected', sign: 's', paginator: { type: 'offset', limit: 1 } }, false],
    [{ type: 'detected', sign: 's' }, false],
    [{ type: 'constructor' }, false],
    [null, false],
    [7, false],
  ])('%j', (value, isFine) => {
    expect(readStored(value)).toEqual(isFine ? value : undefined);
  });
});

describe('values in a body that is a form (W15)', () => {
  const post: ApiRequest = {
    ...simulatedRequest,
    method: 'POST',
    data: [
      ['q', 'x'],
      ['pg.no', '9'],
    ],
  };

  test('W15: pages and cursors are fields of their own', () => {
    const pages = simulateWalk(
      { type: 'page_number', base_page: 1, page_body_path: 'pg.no' },
      (_, i) => ({ body: { data: [i], total: 2 } }),
      post,
    );
    expect(pages.requests.map(({ data }) => data)).toEqual([
      [
        ['q', 'x'],
        ['pg.no', '1'],
      ],
      [
        ['q', 'x'],
        ['pg.no', '2'],
      ],
    ]);
    expect(pages.requests.every(({ json }) => json === undefined)).toBe(true);
    const cursors: SettledPaginator = { type: 'cursor', cursor_path: 'n', cursor_body_path: 'c' };
    const walk = simulateWalk(cursors, (_, i) => ({ body: { data: [i], n: i === 0 ? 'a' : null } }), post);
    expect(walk.requests[1]?.data).toEqual([
      ['q', 'x'],
      ['pg.no', '9'],
      ['c', 'a'],
    ]);
  });

  test('W15: a text has no fields', () => {
    const problems: Problem[] = [];
    const config = { type: 'offset', limit: 1, limit_body_path: 'l', offset_body_path: 'o' } as const;
    checkBodySlots(config, { hasTextData: false }, placeOf(problems));
    expect(problems).toEqual([]);
    checkBodySlots(config, { hasTextData: true }, placeOf(problems));
    expect(problems.map(({ path }) => path)).toEqual(['p.offset_body_path', 'p.limit_body_path']);
  });
});
