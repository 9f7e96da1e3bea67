/**
 * Runs a source: pages of every selected resource, with a safe point after each root page and all that hangs on it
 * (invariant I12). State is never read from anywhere else: it travels with the pages, and only at safe points.
 */
import type { AnswerLog } from '../core/answer-log.ts';
import type { Emit } from '../core/event.ts';
import type { ExtractedPage, Page } from '../core/page.ts';
import type { Runtime } from '../core/runtime.ts';
import type { OpenRun, PipelineState } from '../core/state.ts';
import type { WalkEnd } from '../core/verdict.ts';
import type { RootResource, RunContext } from '../sources/source.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
import { Ahead } from './ahead.ts';
import { TablesByRow } from './by-table.ts';
import { Family } from './family.ts';
import { lanesOf } from './lanes.ts';
import { AheadStream, inOrder, whoeverIsReady } from './read-ahead.ts';
import type { ResourceTree } from './resource-tree.ts';
import type { RunProgress } from './run-progress.ts';
import { unitOf, type Leaving } from './unit.ts';

export interface Extraction {
  readonly tree: ResourceTree;
  /** What was remembered when the run began; what a resource keeps is added to it. */
  readonly state: PipelineState;
  readonly run: Omit<OpenRun, 'progress'>;
  /** Moves while pages are pulled. */
  readonly progress: RunProgress;
  readonly answers: AnswerLog;
  /** By which columns that are kept from the disk are found. @default snake_case */
  readonly naming?: NamingConvention | undefined;
  readonly tokens: RunContext['tokens'];
  readonly runtime: Runtime;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** Ends the stream after the next safe point. */
  readonly stopSoon?: AbortSignal | undefined;
  /** Most pages of each root resource in this attempt. @default no limit */
  readonly pageLimit?: number | undefined;
}

/**
 * The pages of a run. Those of one resource come in an order that repeats; independent ones are read side by side, and
 * whichever has a page gives it. The last safe point of a run that came to its end carries a state without `run`; a
 * stream that ends without one was stopped, or only a part of an open run was asked for.
 */
export async function* extract(extraction: Extraction): AsyncGenerator<ExtractedPage, void, undefined> {
  const over = new AbortController();
  const { runtime, emit, answers, tokens, tree, stopSoon } = extraction;
  const signal = AbortSignal.any([extraction.signal, over.signal]);
  const run: RunContext = { runtime, emit, answers, tokens, signal, startedAt: extraction.run.startedAt };
  const lanes = lanesOf(tree);
  const room = { ...aheadLimits, rows: aheadLimits.rows / Math.min(lanes.length, mostLanes) };
  const sources = lanes.map((roots) => () => {
    const ahead = Ahead.within(room);
    const options = { ahead, kind: 'rows', countOf: rowCountOf, most: mostWaiting } as const;
    return new AheadStream(laneOf(extraction, roots, { run, ahead }), options);
  });
  const tables = new TablesByRow();
  let resources = extraction.state.resources;
  try {
    for await (const lane of whoeverIsReady(sources, mostLanes)) {
      const family = yield* oneUnit(extraction, lane, tables);
      if (family === undefined) continue;
      resources = family.addTo(resources);
      yield safePoint(extraction, family.root, resources);
      if (stopSoon?.aborted) return;
    }
  } finally {
    over.abort(new Error('the reading of the source has ended'));
  }
}

/** A few pages of a thousand rows for all lanes, so that memory stays flat; and most walks of one that begin early. */
const aheadLimits = { rows: 2000, streams: 64 };
/** Root resources that are walked side by side, and what waits of each. */
const mostLanes = 8;
const mostWaiting = 2;
/** Pages of a root resource that wait; few, since the walks below them want the room. */
const mostUnits = 4;

/** What belongs together: up to the next safe point. Undefined at the end of a lane. */
async function* oneUnit(
  extraction: Extraction,
  lane: AheadStream<InLane>,
  tables: TablesByRow,
): AsyncGenerator<ExtractedPage, Family | undefined, undefined> {
  const { tree, progress, answers } = extraction;
  for await (const item of { [Symbol.asyncIterator]: () => ({ next: () => lane.next() }) }) {
    const { family, left } = item;
    extraction.signal.throwIfAborted();
    if (left.kind === 'page') {
      const { resource, page } = left;
      progress.add(resource.name, page.rows.length, page.end);
      family.remember(resource, page);
      if (page.answerKey !== undefined) answers.left(page.answerKey);
      if (!tree.isLoaded(resource)) continue;
      const rows = family.shown(resource, page.rows, extraction.naming);
      const loaded = { ...page, rows, resumeFrom: undefined, news: undefined, answerKey: undefined };
      // What is hidden gets into no name of a table either.
      if (typeof resource.table === 'string') yield loaded;
      else yield* tables.split(resource, loaded);
    } else if (left.kind === 'walked') {
      progress.addWalked(left.resource.name, left.once);
    } else if (left.kind === 'unit') {
      if (left.page.end !== undefined || left.page.resumeFrom === undefined) continue;
      progress.moveTo(family.root.name, left.page.resumeFrom);
      return family;
    } else {
      finish(extraction, family, left.pageCount);
      return family;
    }
  }
  return undefined;
}

interface InLane {
  readonly family: Family;
  readonly left:
    Leaving | { readonly kind: 'unit'; readonly page: Page } | { readonly kind: 'root'; readonly pageCount: number };
}

interface RunParts {
  readonly run: RunContext;
  readonly ahead: Ahead;
}

/** Root resources one after the other, each page with all that hangs on it. */
async function* laneOf(
  extraction: Extraction,
  roots: readonly RootResource[],
  { run, ahead }: RunParts,
): AsyncGenerator<InLane, void, undefined> {
  const { tree, progress, pageLimit } = extraction;
  for (const root of roots) {
    const before = progress.of(root.name);
    if (before?.kind === 'done') continue;
    const family = new Family(tree, root, { run, state: extraction.state, progress });
    let pageCount = 0;
    const unit = async function* (page: Page, later: Ahead): AsyncGenerator<InLane> {
      for await (const left of unitOf({ tree, ahead: later, family }, root, page)) yield { family, left };
      pageCount += 1;
      yield { family, left: { kind: 'unit', page } };
    };
    const pages = limited(root.pages(family.contextOf(root)), pageLimit);
    yield* inOrder(pages, { ahead, open: unit, rowCountOf, most: mostUnits });
    yield { family, left: { kind: 'root', pageCount } };
  }
}

function rowCountOf({ left }: InLane): number {
  return left.kind === 'page' ? left.page.rows.length + 1 : 0;
}

/** Once all that the run has begun is done, the state says so by having no open run. */
function safePoint(extraction: Extraction, root: RootResource, resources: PipelineState['resources']): ExtractedPage {
  const progress = extraction.progress.snapshot();
  // From the last, which is open for longest: a source may have thousands.
  const open = extraction.tree.roots.findLast(({ name }) => progress[name]?.kind !== 'done');
  const isOver = open === undefined && allDone(progress);
  const run = isOver ? undefined : { ...extraction.run, progress };
  return { resource: root.name, table: root.name, rows: [], stateAfter: { resources, run } };
}

function allDone(progress: OpenRun['progress']): boolean {
  return Object.values(progress).every(({ kind }) => kind === 'done');
}

function finish({ progress, emit, pageLimit }: Extraction, family: Family, pageCount: number): void {
  const isStopped = pageLimit !== undefined && pageCount >= pageLimit;
  const reason = `stopped after ${pageCount} page${pageCount === 1 ? '' : 's'}, as the limit asks`;
  if (!isStopped) family.finish();
  for (const { name, kind } of family.members) {
    const end = progress.finish(name, isStopped && kind === 'root' ? { verdict: 'unknown', reason } : sourceEnded);
    emit({ kind: 'resource-finished', resource: name, end });
  }
}

const sourceEnded: WalkEnd = { verdict: 'consistent', reason: 'the source ended' };

async function* limited(pages: AsyncIterable<Page>, most = Number.POSITIVE_INFINITY): AsyncGenerator<Page> {
  let count = 0;
  for await (const page of pages) {
    count += 1;
    yield page;
    if (count >= most) return;
  }
}
