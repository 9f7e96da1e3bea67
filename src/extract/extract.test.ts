import { describe, expect, test } from 'vitest';
import { answerLog, tokenStore } from '../../test/recording-api.ts';
import type { PipelineEvent } from '../core/event.ts';
import type { ExtractedPage, Page } from '../core/page.ts';
import type { PipelineState } from '../core/state.ts';
import type { Row, Value } from '../core/value.ts';
import type { Verdict, WalkEnd } from '../core/verdict.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import type { ExtractContext, Resource, RootResource } from '../sources/source.ts';
import { extract, type Extraction } from './extract.ts';
import { resourceTree, type Selection } from './resource-tree.ts';
import { RunProgress } from './run-progress.ts';

const end = (verdict: Verdict): WalkEnd => ({ verdict, reason: verdict });
const textOf = (value: Value | undefined): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '-');
const ids = (page: Pick<Page, 'rows'>): string[] => page.rows.map((row) => textOf(row['id']));

/** Pages of two rows, numbered on; a position is the number of the next page. */
function root(name: string, pageCount: number, more: Partial<Page> = {}): RootResource {
  return {
    kind: 'root',
    name,
    table: `${name}_table`,
    hints: {},
    selected: true,
    async *pages({ resumeFrom }) {
      for (let number = Number(resumeFrom ?? 1); number <= pageCount; number += 1) {
        const rows = [{ id: number * 10 }, { id: number * 10 + 1 }];
        const isLast = number === pageCount;
        yield { resource: name, table: `${name}_table`, rows, ...(isLast ? more : { resumeFrom: number + 1 }) };
      }
    },
  };
}

/** Two pages of one row for each row of the parent, with a position that must go nowhere. */
function child(name: string, parent: string, endFor: (row: Row) => WalkEnd = () => end('proven')): Resource {
  return {
    kind: 'child',
    name,
    table: name,
    hints: {},
    selected: true,
    parent,
    walks: ({ row }) => [
      {
        async *pages() {
          yield { resource: name, table: name, rows: [{ id: `${textOf(row['id'])}a` }], resumeFrom: 'own' };
          yield { resource: name, table: name, rows: [{ id: `${textOf(row['id'])}b` }], end: endFor(row) };
        },
      },
    ],
  };
}

function extraction(
  resources: readonly Resource[],
  given: Partial<Extraction> & { selection?: Selection } = {},
): Extraction {
  const { selection = {}, ...more } = given;
  return {
    tree: resourceTree({ name: 's', resources }, selection),
    state: { resources: {} },
    run: { id: 'r', startedAt: '2024-01-01T00:00:00.000Z' },
    progress: new RunProgress({}),
    answers: answerLog(),
    tokens: tokenStore(),
    runtime: nodeRuntime(),
    emit: () => undefined,
    signal: new AbortController().signal,
    ...more,
  };
}

async function all(given: Extraction): Promise<readonly ExtractedPage[]> {
  const pages: ExtractedPage[] = [];
  for await (const page of extract(given)) pages.push(page);
  return pages;
}

/** `orders 10,11` for a page, `|` for a safe point. */
const outline = (pages: readonly ExtractedPage[]): readonly string[] =>
  pages.map((page) => (page.stateAfter === undefined ? `${page.resource} ${ids(page).join()}` : '|'));

const states = (pages: readonly ExtractedPage[]): readonly PipelineState[] =>
  pages.flatMap(({ stateAfter }) => stateAfter ?? []);

describe('extract()', () => {
  test('I12, R5: a root page, then the pages of all its descendants, then a safe point and never before', async () => {
    const tree = [root('orders', 2), child('lines', 'orders'), child('taxes', 'lines'), child('notes', 'orders')];
    const pages = outline(await all(extraction(tree)));
    const below = (id: number): string[] =>
      ['a', 'b'].flatMap((page) => [`lines ${id}${page}`, `taxes ${id}${page}a`, `taxes ${id}${page}b`]);
    const notes = (id: number): string[] => [`notes ${id}a`, `notes ${id}b`];
    const unit = (first: number, second: number): string[] => [
      `orders ${first},${second}`,
      ...below(first),
      ...below(second),
      ...notes(first),
      ...notes(second),
      '|',
    ];
    expect(pages).toEqual([...unit(10, 11), ...unit(20, 21)]);
  });

  test('one root after the other; the last safe point has no open run', async () => {
    const pages = await all(extraction([root('a', 2), root('b', 1)]));
    expect(outline(pages)).toEqual(['a 10,11', '|', 'a 20,21', '|', 'b 10,11', '|']);
    const counts = { rows: 4, pages: 2 };
    expect(states(pages).map(({ run }) => run?.progress)).toEqual([
      { a: { kind: 'open', resumeFrom: 2, counts: { rows: 2, pages: 1 }, end: undefined } },
      { a: { kind: 'done', end: { verdict: 'consistent', reason: 'the source ended' }, counts } },
      undefined,
    ]);
    expect(states(pages)[0]?.run).toMatchObject({ id: 'r', startedAt: '2024-01-01T00:00:00.000Z' });
    expect(pages.filter(({ resumeFrom }) => resumeFrom !== undefined)).toEqual([]);
  });

  test('rows of a parent that is not selected are walked, and not handed on', async () => {
    const resources = [root('orders', 1), child('lines', 'orders')];
    const pages = await all(extraction(resources, { selection: { select: ['lines'] } }));
    expect(outline(pages)).toEqual(['lines 10a', 'lines 10b', 'lines 11a', 'lines 11b', '|']);
    expect(outline(await all(extraction(resources, { selection: { exclude: ['lines'] } })))).toEqual([
      'orders 10,11',
      '|',
    ]);
  });

  test('P1: goes on in the middle, and does not ask for what is done', async () => {
    const started: Value[] = [];
    const told = (resource: RootResource): RootResource => ({
      ...resource,
      pages: (context) => (started.push(resource.name, context.resumeFrom ?? null), resource.pages(context)),
    });
    const progress = new RunProgress({
      a: { kind: 'done', end: end('proven'), counts: { rows: 9, pages: 3 } },
      b: { kind: 'open', resumeFrom: 3, counts: { rows: 4, pages: 2 } },
    });
    const pages = await all(
      extraction(
        ['a', 'b', 'c'].map((name) => told(root(name, 3))),
        { progress },
      ),
    );
    expect(started).toEqual(['b', 3, 'c', null]);
    expect(outline(pages).slice(0, 3)).toEqual(['b 30,31', '|', 'c 10,11']);
    expect(progress.of('b')).toMatchObject({ kind: 'done', counts: { rows: 6, pages: 3 } });
    expect(states(pages).at(-1)?.run).toBeUndefined();
  });

  test('an open resource that is not asked for this time keeps the run open', async () => {
    const progress = new RunProgress({ b: { kind: 'open', resumeFrom: 2, counts: { rows: 2, pages: 1 } } });
    const selection = { select: ['a'] };
    const pages = await all(extraction([root('a', 1), root('b', 3)], { progress, selection }));
    expect(states(pages).at(-1)?.run?.progress).toMatchObject({
      a: { kind: 'done' },
      b: { kind: 'open', resumeFrom: 2 },
    });
  });

  test('F4.10: a wish to stop ends the stream at the next safe point', async () => {
    const stop = new AbortController();
    const given = extraction([root('a', 3), child('lines', 'a'), root('b', 1)], { stopSoon: stop.signal });
    const pages: ExtractedPage[] = [];
    for await (const page of extract(given)) {
      pages.push(page);
      if (page.resource === 'lines') stop.abort();
    }
    expect(outline(pages)).toEqual(['a 10,11', 'lines 10a', 'lines 10b', 'lines 11a', 'lines 11b', '|']);
    expect(states(pages)[0]?.run?.progress['a']).toMatchObject({ kind: 'open', resumeFrom: 2 });
  });

  test('an abort stops with its reason, between root pages and between children', async () => {
    const reason = new Error('the load failed');
    for (const resources of [[root('a', 9)], [root('a', 1), child('lines', 'a')]]) {
      const stop = new AbortController();
      let count = 0;
      const pulling = (async () => {
        for await (const _ of extract(extraction(resources, { signal: stop.signal })))
          if ((count += 1) === 2) stop.abort(reason);
      })();
      await expect(pulling).rejects.toBe(reason);
      expect(count).toBe(2);
    }
  });
});

describe('extract() tells how far an end can be trusted', () => {
  async function endsOf(resources: readonly Resource[], pageLimit?: number): Promise<readonly string[]> {
    const events: PipelineEvent[] = [];
    await all(extraction(resources, { pageLimit, emit: (event) => void events.push(event) }));
    return events.flatMap((event) =>
      event.kind === 'resource-finished' ? [`${event.resource} ${event.end.verdict}`] : [],
    );
  }

  test('the worst walk of a child decides, and each resource is finished once', async () => {
    const endFor = (row: Row): WalkEnd => end(row['id'] === 11 ? 'short' : 'proven');
    const resources = [
      root('orders', 2, { end: end('proven') }),
      child('lines', 'orders', endFor),
      child('taxes', 'lines'),
    ];
    expect(await endsOf(resources)).toEqual(['orders proven', 'lines short', 'taxes proven']);
  });

  test('a limit of pages leaves the end unknown, unless it was the end', async () => {
    expect(await endsOf([root('a', 3, { end: end('proven') }), root('b', 2)], 2)).toEqual(['a unknown', 'b unknown']);
    expect(await endsOf([root('a', 2, { end: end('proven') }), root('b', 1)], 2)).toEqual(['a proven', 'b consistent']);
    const pages = await all(extraction([root('a', 5)], { pageLimit: 2 }));
    expect(outline(pages)).toEqual(['a 10,11', '|', 'a 20,21', '|', '|']);
    expect(states(pages).at(-1)?.run).toBeUndefined();
  });
});

describe('extract() keeps the values of each resource', () => {
  const page = (resource: string, more: Partial<Page> = {}): Page => ({
    resource,
    table: resource,
    rows: [{ id: 1 }],
    ...more,
  });
  const keeping = (pages: (context: ExtractContext) => AsyncGenerator<Page>): Resource => ({
    ...root('a', 1),
    kind: 'root',
    pages,
  });

  test('I5, R6: with the safe point after the page that brought the news, and what is kept when all has ended', async () => {
    const resource: Resource = {
      ...keeping(async function* () {
        yield page('a', { resumeFrom: 2, news: { newest: 1 } });
        yield page('a', { news: { newest: 2 } });
      }),
      finish: (kept) => ({ ...kept, ended: true }),
    };
    const pages = await all(extraction([resource], { state: { resources: { other: { values: { x: 1 } } } } }));
    const other = { values: { x: 1 } };
    expect(states(pages).map(({ resources }) => resources)).toEqual([
      { other, a: { values: { newest: 1 } } },
      { other, a: { values: { newest: 2, ended: true } } },
    ]);
  });

  test('every walk of a run is given what was kept when the run began, and a resource folds its news itself', async () => {
    const seen: Value[] = [];
    const parent = keeping(async function* ({ kept }) {
      seen.push(`parent ${textOf(kept['count'])}`);
      yield page('a', { rows: [{ id: 1 }, { id: 2 }], news: { count: 100 } });
    });
    const lines: Resource = {
      kind: 'child',
      name: 'lines',
      table: 'lines',
      hints: {},
      selected: true,
      parent: 'a',
      remember: (kept, news) => ({ count: Number(kept['count']) + Number(news['more']) }),
      walks: () => [
        {
          async *pages({ kept, resumeFrom }) {
            seen.push(`child ${textOf(kept['count'])} ${textOf(resumeFrom)}`);
            yield page('lines', { news: { more: 1 } });
          },
        },
      ],
    };
    const state = { resources: { a: { values: { count: 7 } }, lines: { values: { count: 1 } } } };
    const progress = new RunProgress({ a: { kind: 'open', resumeFrom: 5, counts: { rows: 0, pages: 0 } } });
    const pages = await all(extraction([parent, lines], { state, progress }));
    expect(seen).toEqual(['parent 7', 'child 1 -', 'child 1 -']);
    expect(states(pages).at(-1)?.resources).toEqual({ a: { values: { count: 100 } }, lines: { values: { count: 3 } } });
  });

  test('what was read ahead and has not left is not kept', async () => {
    const resource = keeping(async function* () {
      for (let number = 1; number <= 9; number += 1) yield page('a', { resumeFrom: number, news: { newest: number } });
    });
    const pages: ExtractedPage[] = [];
    for await (const one of extract(extraction([resource]))) {
      pages.push(one);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const newest = states(pages).map(({ resources }) => resources['a']?.values['newest']);
    expect(newest).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 9]);
  });

  test('a resource that forgets all is absent, and any name is a name', async () => {
    const resource: Resource = { ...keeping(() => onePage('a')), remember: () => ({}) };
    const proto: Resource = { ...root('__proto__', 1), pages: () => onePage('__proto__', { constructor: 1 }) };
    const state = { resources: { a: { values: { x: 1 } } } };
    const last = states(await all(extraction([resource, proto], { state }))).at(-1);
    expect(JSON.stringify(last)).toBe('{"resources":{"__proto__":{"values":{"constructor":1}}}}');
  });

  async function* onePage(name: string, news: Row = {}): AsyncGenerator<Page> {
    yield page(name, { news });
  }
});
