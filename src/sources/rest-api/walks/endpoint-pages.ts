import { isSluiceError } from '../../../core/error.ts';
import type { Page } from '../../../core/page.ts';
import type { Row } from '../../../core/value.ts';
import type { WalkEnd } from '../../../core/verdict.ts';
import type { ApiRequest } from '../../../http/http.ts';
import { redactUrl } from '../../../http/redact.ts';
import { requestUrl } from '../../../http/request-url.ts';
import type { ChildWalk, ExtractContext, ParentRow } from '../../source.ts';
import { resultShort } from '../errors.ts';
import { filterRows, type FilteredRows } from '../incremental/filter-rows.ts';
import { newsOf } from '../incremental/remember.ts';
import { windowOf, windowValues, type Window } from '../incremental/window.ts';
import { bindingsOf, unbound, type Binding } from '../requests/bindings.ts';
import { fillingOf } from '../requests/filling.ts';
import { includedFields, withFields } from '../requests/include-from-parent.ts';
import { fillRequest } from '../requests/request-template.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';
import { applySteps } from '../steps/steps.ts';
import { Asking, type Answer } from './ask.ts';
import { CountDrift } from './count-drift.ts';
import { explained } from './explain.ts';
import { keyOfRow } from './known-keys.ts';
import { privateWalk } from './private-walk.ts';
import { readPage, type ReadPage } from './read-page.ts';
import { tellLabel } from './tell-label.ts';
import { guardWalk } from './walk-guard.ts';
import { fromResumeFrom, toResumeFrom, type WalkPosition } from './walk-position.ts';

/** The pages of an endpoint that hangs on nothing. */
export function rootPages(endpoint: EndpointPlan, context: ExtractContext): AsyncIterable<Page> {
  return walkPages(endpoint, context, { binding: unbound });
}

/** The walks that a row of the parent stands for; none for a row that is passed over. */
export function childWalks(endpoint: EndpointPlan, parent: ParentRow): readonly ChildWalk[] {
  return bindingsOf(endpoint, parent).map((binding) => ({
    once: binding.once,
    pages: (context) => walkPages(privateWalk(endpoint, binding), context, { binding, parent }),
  }));
}

interface WalkStart {
  readonly binding: Binding;
  readonly parent?: ParentRow | undefined;
}

/** @throws what `http/` throws, and every error of this folder */
async function* walkPages(
  endpoint: EndpointPlan,
  context: ExtractContext,
  { binding, parent }: WalkStart,
): AsyncGenerator<Page, void, undefined> {
  const { run } = context;
  const window = endpoint.incremental && windowOf(endpoint.incremental, context.kept, run);
  const included = includedFields(endpoint, parent);
  const first = firstRequest(endpoint, context, binding, window);
  const guard = guardWalk(endpoint.resource, endpoint.mask, keyOfRow(endpoint));
  const asking = new Asking(endpoint, run);
  const drift = new CountDrift();
  let position = startOf(endpoint, context, first);
  let unread: string | undefined;
  try {
    for (;;) {
      run.signal.throwIfAborted();
      guard.beforeRequest(position.request, position.page);
      const { answer, request } = await askOrLess(endpoint, context, asking, position);
      position = { ...position, request };
      unread = answer.key;
      const read = readWhole(endpoint, position, answer);
      const rows = withFields(read.rows, included);
      guard.afterAnswer(answer.body, rows);
      drift.see(read.counted);
      if (read.next.kind === 'next' && !mayEndEarly(endpoint, window)) asking.begin(read.ahead);
      tell(endpoint, context, answer, read);
      const stepped = await applySteps(endpoint.steps, rows, endpoint.resource);
      const filtered = filterPage(endpoint, window, stepped, context);
      const page = { ...pageOf(endpoint, context, filtered), ...whence(endpoint, position, answer) };
      const end = endOf(endpoint, read, filtered);
      unread = undefined;
      if (end !== undefined) {
        asking.forgetAhead();
        tellOverlap(endpoint, context, guard.overlapCount());
        yield { ...page, end: guard.judged(drift.judged(end, endpoint.resource, run.emit), run.emit) };
        return;
      }
      position = nextPosition(position, read);
      yield endpoint.parent === undefined ? { ...page, resumeFrom: toResumeFrom(position, first) } : page;
    }
  } catch (error) {
    if (unread !== undefined) await run.answers.refuse(unread);
    throw explained(error, endpoint, position.request);
  } finally {
    asking.close();
  }
}

/** A first request that asks for too many rows is made once more, for fewer (L9). */
async function askOrLess(
  { paginator, resource }: EndpointPlan,
  { run }: ExtractContext,
  asking: Asking,
  { request, page }: WalkPosition,
): Promise<{ readonly answer: Answer; readonly request: ApiRequest }> {
  try {
    return { answer: await asking.ask(request), request };
  } catch (error) {
    const fewer = page === 1 && isRefusal(error) ? paginator.ifRefused?.(request) : undefined;
    if (fewer === undefined) throw error;
    run.emit({ kind: 'notice', message: `"${resource}" is asked for fewer rows a page, as the API refuses so many` });
    return { answer: await asking.ask(fewer), request: fewer };
  }
}

function isRefusal(error: unknown): boolean {
  if (!isSluiceError(error) || error.code !== 'http_status') return false;
  return error.details?.['status'] === 400 || error.details?.['status'] === 422;
}

function firstRequest(
  endpoint: EndpointPlan,
  { run }: ExtractContext,
  binding: Binding,
  window: Window | undefined,
): ApiRequest {
  const { incremental } = endpoint;
  const values = incremental && window ? windowValues(incremental, window, run) : () => undefined;
  return endpoint.paginator.first(fillRequest(endpoint.request, fillingOf(endpoint, binding, values)));
}

/** Only what is asked once can be taken up again: children are asked anew with their parent's page. */
function startOf(endpoint: EndpointPlan, context: ExtractContext, first: ApiRequest): WalkPosition {
  if (endpoint.parent !== undefined || context.resumeFrom === undefined) return { request: first, page: 1 };
  return fromResumeFrom(context.resumeFrom, first, endpoint.resource);
}

function readWhole(endpoint: EndpointPlan, position: WalkPosition, answer: Answer): ReadPage {
  try {
    const read = readPage(endpoint, position, answer);
    if (read.next.kind === 'end' && read.next.end.verdict === 'short') {
      throw resultShort(endpoint.resource, read.next.end.reason);
    }
    return read;
  } catch (error) {
    throw explained(error, endpoint, position.request, answer);
  }
}

function filterPage(
  { incremental }: EndpointPlan,
  window: Window | undefined,
  rows: readonly Row[],
  { run }: ExtractContext,
): FilteredRows {
  if (incremental === undefined || window === undefined) return { rows, beforeStart: 0, afterEnd: 0 };
  const filtered = filterRows(incremental, window, rows);
  incremental.tellIgnoredStart(run, filtered.beforeStart, rows.length);
  return filtered;
}

function pageOf({ resource, table, incremental }: EndpointPlan, { run }: ExtractContext, filtered: FilteredRows): Page {
  const news = incremental === undefined ? undefined : newsOf(incremental, filtered, run);
  return { resource, table, rows: filtered.rows, news };
}

/**
 * Where the API sorts by the cursor, the first row beyond the window ends the walk (7.8). Each parent has a walk of its
 * own, and all of them the window of the run: what would follow is outside of it, too.
 */
function endOf({ incremental }: EndpointPlan, read: ReadPage, filtered: FilteredRows): WalkEnd | undefined {
  if (read.next.kind === 'end') return read.next.end;
  if (incremental === undefined) return undefined;
  const { rowOrder, cursorText } = incremental;
  const isBeyond = rowOrder === 'desc' ? filtered.beforeStart > 0 : rowOrder === 'asc' && filtered.afterEnd > 0;
  const side = rowOrder === 'desc' ? 'before the start' : 'after the end';
  return isBeyond ? { verdict: 'proven', reason: `rows came whose ${cursorText} is ${side} of the window` } : undefined;
}

/** Pages that lie beyond the window would be asked for in vain. */
function mayEndEarly({ incremental }: EndpointPlan, window: Window | undefined): boolean {
  const rowOrder = incremental?.rowOrder;
  return rowOrder === 'desc' ? window?.start !== undefined : rowOrder === 'asc' && window?.end !== undefined;
}

/** Which answer a page is from. */
function whence(
  { mask }: EndpointPlan,
  { request, page }: WalkPosition,
  answer: Answer,
): Pick<Page, 'origin' | 'answerKey'> {
  return { answerKey: answer.key, origin: { page, url: redactUrl(requestUrl(request).href, mask) } };
}

function nextPosition({ page, found, settled }: WalkPosition, read: ReadPage): WalkPosition {
  if (read.next.kind === 'end') throw new TypeError('the walk is over');
  const learnt = Object.keys(read.found).length === 0 ? found : read.found;
  return { request: read.next.request, page: page + 1, found: learnt, settled: read.next.settled ?? settled };
}

/** What is done with them is up to the write disposition: a merge keeps one of each, all others keep both (N5). */
function tellOverlap({ resource }: EndpointPlan, { run }: ExtractContext, count: number): void {
  const message = `"${resource}" got ${count} rows that the page before theirs had too`;
  if (count > 0) run.emit({ kind: 'notice', message });
}

function tell({ resource }: EndpointPlan, { run }: ExtractContext, answer: Answer, read: ReadPage): void {
  if (answer.ignored === undefined) tellLabel(run, resource, answer.headers);
  for (const message of read.notices) run.emit({ kind: 'notice', message });
  const byteCount = answer.body.byteLength;
  const rowCount = read.rows.length;
  run.emit({ kind: 'page-received', resource, rowCount, byteCount, replayed: answer.isReplayed });
}
