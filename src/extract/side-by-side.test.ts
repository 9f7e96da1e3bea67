import { afterEach, describe, expect, test } from 'vitest';
import { recordingApi, tokenStore, answerLog, type RecordingApi } from '../../test/recording-api.ts';
import type { ExtractedPage } from '../core/page.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import { restApi } from '../sources/rest-api/index.ts';
import type { RestApiConfig } from '../sources/rest-api/vocabulary.ts';
import { extract } from './extract.ts';
import { lanesOf } from './lanes.ts';
import { resourceTree } from './resource-tree.ts';
import { RunProgress } from './run-progress.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

interface Extracted {
  readonly pages: readonly ExtractedPage[];
  readonly targets: readonly string[];
}

async function extracted(
  resources: RestApiConfig['resources'],
  body: (path: string, page: number) => unknown,
): Promise<Extracted> {
  const api = await recordingApi(({ path, query }) => ({ body: body(path, Number(query.get('page') ?? 0)) }));
  open.push(api);
  const source = restApi({ client: { base_url: api.url }, resources });
  const pages: ExtractedPage[] = [];
  const stream = extract({
    tree: resourceTree(source, {}),
    state: { resources: {} },
    run: { id: 'r', startedAt: '2024-01-01T00:00:00.000Z' },
    progress: new RunProgress({}),
    answers: answerLog(),
    tokens: tokenStore(),
    runtime: nodeRuntime(),
    emit: () => undefined,
    signal: new AbortController().signal,
  });
  for await (const page of stream) pages.push(page);
  return { pages, targets: api.targets() };
}

const paged = { paginator: { type: 'page_number', total_path: null }, data_selector: '$' } as const;

describe('walks side by side', () => {
  test('children begin while their parent still pages, and rows come in the order of a walk one by one', async () => {
    const resources: RestApiConfig['resources'] = [
      { name: 'p', endpoint: { path: 'p', ...paged } },
      {
        name: 'c',
        include_from_parent: ['id'],
        endpoint: { path: 'p/{resources.p.id}/c', paginator: 'single_page', data_selector: '$' },
      },
    ];
    const { pages, targets } = await extracted(resources, (path, page) => {
      if (path === '/p') return page < 5 ? [{ id: page * 2 }, { id: page * 2 + 1 }] : [];
      return [{ x: 1 }, { x: 2 }];
    });
    const lastOfParent = targets.indexOf('/p?page=5');
    const firstOfChild = targets.findIndex((target) => target.endsWith('/c'));
    expect(firstOfChild).toBeLessThan(lastOfParent);
    const children = pages
      .filter(({ resource }) => resource === 'c')
      .flatMap(({ rows }) => rows.map((row) => row['_p_id']));
    expect(children).toEqual([...Array(20).keys()].map((number) => Math.floor(number / 2)));
    expect(pages.filter(({ stateAfter }) => stateAfter !== undefined)).toHaveLength(6);
  });

  test('independent resources are asked side by side', async () => {
    const names = ['a', 'b', 'c'];
    const { targets } = await extracted(
      names.map((name) => ({ name, endpoint: { path: name, ...paged } })),
      (_, page) => (page < 3 ? [{ id: page }] : []),
    );
    const firsts = names.map((name) => targets.indexOf(`/${name}?page=0`));
    expect(Math.max(...firsts)).toBeLessThan(3);
    expect(targets).toHaveLength(12);
  });

  test('I12: a safe point has whole units behind it, whoever came between', async () => {
    const resources: RestApiConfig['resources'] = [
      { name: 'p', endpoint: { path: 'p', ...paged } },
      { name: 'c', endpoint: { path: 'p/{resources.p.id}/c', paginator: 'single_page', data_selector: '$' } },
      { name: 'q', endpoint: { path: 'q', ...paged } },
    ];
    const { pages } = await extracted(resources, (path, page) =>
      path.endsWith('/c') ? [{ id: 1 }] : page < 4 ? [{ id: page }, { id: page + 10 }] : [],
    );
    let parents = 0;
    let children = 0;
    for (const page of pages) {
      if (page.stateAfter !== undefined) expect(children).toBe(parents);
      else if (page.resource === 'p') parents += page.rows.length;
      else if (page.resource === 'c') children += page.rows.length;
    }
    expect([parents, children]).toEqual([8, 8]);
  });

  test('W23: what several rows name is asked for once in a run, over all pages', async () => {
    const { pages, targets } = await extracted(
      [
        { name: 'boards', endpoint: { path: 'boards', ...paged } },
        { name: 'charts', endpoint: 'saved/{resources.boards.charts[*]}' },
      ],
      (path, page) => {
        if (path === '/boards') return page < 3 ? [{ charts: ['x', `own ${page}`] }] : [];
        return { path };
      },
    );
    expect(targets.filter((target) => target === '/saved/x')).toHaveLength(1);
    expect(pages.filter(({ resource, rows }) => resource === 'charts' && rows.length > 0)).toHaveLength(4);
    const walked = pages.flatMap(({ stateAfter }) => {
      const progress = stateAfter?.run?.progress['charts'];
      return progress?.kind === 'open' ? [progress.walked?.length] : [];
    });
    expect(walked).toEqual([2, 3, 4]);
  });

  test('families that meet in a table go one after the other', () => {
    const resource = (name: string, table: string, parent?: string): RestApiConfig['resources'][number] => ({
      name,
      table_name: table,
      endpoint: parent === undefined ? name : `${name}/{resources.${parent}.id}/x`,
    });
    const source = restApi({
      client: { base_url: 'http://localhost/' },
      resources: [
        resource('a', 'one'),
        resource('b', 'two'),
        resource('c', 'three'),
        resource('d', 'one', 'c'),
        resource('e', 'four'),
      ],
    });
    const lanes = lanesOf(resourceTree(source, {})).map((lane) => lane.map(({ name }) => name));
    expect(lanes).toEqual([['b'], ['a', 'c'], ['e']]);
  });
});

test('ten thousand children of one parent are read with bounded memory', { timeout: 60_000 }, async () => {
  const parents = Array.from({ length: 10_000 }, (_, id) => ({ id }));
  const filler = 'x'.repeat(20_000);
  const resources: RestApiConfig['resources'] = [
    { name: 'p', endpoint: { path: 'p', paginator: 'single_page', data_selector: '$' } },
    { name: 'c', endpoint: { path: 'p/{resources.p.id}/c', paginator: 'single_page', data_selector: '$' } },
  ];
  const api = await recordingApi(({ path }) => ({ body: path === '/p' ? parents : [{ path, filler }] }));
  open.push(api);
  const source = restApi({ client: { base_url: api.url }, resources });
  const stream = extract({
    tree: resourceTree(source, {}),
    state: { resources: {} },
    run: { id: 'r', startedAt: '2024-01-01T00:00:00.000Z' },
    progress: new RunProgress({}),
    answers: {
      take: async () => undefined,
      keep: async () => undefined,
      refuse: async () => undefined,
      left: () => undefined,
    },
    tokens: tokenStore(),
    runtime: nodeRuntime(),
    emit: () => undefined,
    signal: new AbortController().signal,
  });
  let children = 0;
  let mostAhead = 0;
  for await (const page of stream) {
    if (page.resource !== 'c') continue;
    children += page.rows.length;
    mostAhead = Math.max(mostAhead, api.requests.length - 1 - children);
  }
  expect(children).toBe(10_000);
  // What was asked and has not left yet: a few dozen answers, whatever the number of children.
  expect(mostAhead).toBeLessThan(100);
});
