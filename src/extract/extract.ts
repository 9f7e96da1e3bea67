/**
 * Runs a source: pages of every selected resource, with a safe point after each root page and all that hangs on it
 * (invariant I12). State is never read from anywhere else: it travels with the pages, and only at safe points.
 */
import type { AnswerLog } from '../core/answer-log.ts';
import type { Emit } from '../core/event.ts';
import type { ExtractedPage, Page } from '../core/page.ts';
import type { Runtime } from '../core/runtime.ts';
import type { OpenRun, PipelineState } from '../core/state.ts';
import type { Row, Value } from '../core/value.ts';
import type { WalkEnd } from '../core/verdict.ts';
import type { ExtractContext, Resource, RootResource } from '../sources/source.ts';
import type { ResourceTree } from './resource-tree.ts';
import type { RunProgress } from './run-progress.ts';

export interface Extraction {
  readonly tree: ResourceTree;
  /** What was remembered when the run began; what a resource keeps is added to it. */
  readonly state: PipelineState;
  readonly run: Pick<OpenRun, 'id' | 'startedAt'>;
  /** Moves while pages are pulled. */
  readonly progress: RunProgress;
  readonly answers: AnswerLog;
  readonly runtime: Runtime;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** Ends the stream after the next safe point. */
  readonly stopSoon?: AbortSignal | undefined;
  /** Most pages of each root resource in this attempt. @default no limit */
  readonly pageLimit?: number | undefined;
}

const sourceEnded: WalkEnd = { verdict: 'consistent', reason: 'the source ended' };

/**
 * The pages of a run, in an order that repeats. The last safe point of a run that came to its end carries a state
 * without `run`; a stream that ends without one was stopped, or only a part of an open run was asked for.
 */
export async function* extract(extraction: Extraction): AsyncGenerator<ExtractedPage, void, undefined> {
  const { tree, progress, stopSoon } = extraction;
  let values = extraction.state.resources;
  for (const root of tree.roots) {
    if (progress.of(root.name)?.kind === 'done') continue;
    const family = familyOf(extraction, root);
    let pageCount = 0;
    for await (const page of limited(root.pages(contextIn(family, root)), extraction.pageLimit)) {
      yield* unit(extraction, root, family, page);
      pageCount += 1;
      if (page.end !== undefined || page.resumeFrom === undefined) continue;
      progress.moveTo(root.name, page.resumeFrom);
      values = withValues(values, family);
      yield safePoint(extraction, root, values);
      if (stopSoon?.aborted) return;
    }
    finish(extraction, family, pageCount);
    values = withValues(values, family);
    yield safePoint(extraction, root, values);
    if (stopSoon?.aborted) return;
  }
}

/** A root resource and all that hangs on it, parents first, each with what it may reach. */
type Family = ReadonlyMap<Resource, ExtractContext>;

function familyOf(extraction: Extraction, root: RootResource): Family {
  const members: Resource[] = [root];
  for (const resource of members) members.push(...extraction.tree.childrenOf(resource));
  return new Map(members.map((resource) => [resource, contextOf(extraction, resource)]));
}

function contextIn(family: Family, resource: Resource): ExtractContext {
  const context = family.get(resource);
  if (context === undefined) throw new TypeError(`${resource.name} is not of this family`);
  return context;
}

/** A root page and all pages of its descendants: a crash repeats all of it or none. */
async function* unit(
  extraction: Extraction,
  resource: Resource,
  family: Family,
  page: Page,
): AsyncGenerator<ExtractedPage, void, undefined> {
  const { tree, progress, signal } = extraction;
  signal.throwIfAborted();
  progress.add(resource.name, page.rows.length, page.end);
  if (tree.isLoaded(resource)) yield { ...page, resumeFrom: undefined };
  for (const child of tree.childrenOf(resource)) {
    for (const row of page.rows) {
      signal.throwIfAborted();
      const pages = child.pages(contextIn(family, child), row);
      for await (const childPage of pages) yield* unit(extraction, child, family, childPage);
    }
  }
}

function contextOf(extraction: Extraction, { name, kind }: Resource): ExtractContext {
  const { runtime, signal, emit, answers, progress, state } = extraction;
  const before = kind === 'root' ? progress.of(name) : undefined;
  return {
    runtime,
    signal,
    emit,
    answers,
    values: new Map<string, Value>(Object.entries(state.resources[name]?.values ?? {})),
    resumeFrom: before?.kind === 'open' && before.resumeFrom !== null ? before.resumeFrom : undefined,
  };
}

/** Once all that the run has begun is done, the state says so by having no open run. */
function safePoint(extraction: Extraction, root: RootResource, values: PipelineState['resources']): ExtractedPage {
  const progress = extraction.progress.snapshot();
  const isOver = extraction.tree.roots.every(({ name }) => progress[name]?.kind === 'done') && allDone(progress);
  const run = isOver ? undefined : { ...extraction.run, progress };
  return { ...marker(root), stateAfter: { resources: values, run } };
}

function allDone(progress: OpenRun['progress']): boolean {
  return Object.values(progress).every(({ kind }) => kind === 'done');
}

function marker(root: RootResource): ExtractedPage {
  const none: readonly Row[] = [];
  return { resource: root.name, table: root.table, rows: none };
}

function finish({ progress, emit, pageLimit }: Extraction, family: Family, pageCount: number): void {
  const stopped: WalkEnd = {
    verdict: 'unknown',
    reason: `stopped after ${pageCount} page${pageCount === 1 ? '' : 's'}, as the limit asks`,
  };
  const isStopped = pageLimit !== undefined && pageCount >= pageLimit;
  for (const { name, kind } of family.keys()) {
    const end = progress.finish(name, isStopped && kind === 'root' ? stopped : sourceEnded);
    emit({ kind: 'resource-finished', resource: name, end });
  }
}

/** What the members of a family keep now; a resource that keeps nothing is absent. */
function withValues(before: PipelineState['resources'], family: Family): PipelineState['resources'] {
  const after = new Map(Object.entries(before));
  for (const [{ name }, { values }] of family) {
    if (values.size === 0) after.delete(name);
    else after.set(name, { values: Object.fromEntries(values) });
  }
  return Object.fromEntries(after);
}

async function* limited(pages: AsyncIterable<Page>, most = Number.POSITIVE_INFINITY): AsyncGenerator<Page> {
  let count = 0;
  for await (const page of pages) {
    count += 1;
    yield page;
    if (count >= most) return;
  }
}
