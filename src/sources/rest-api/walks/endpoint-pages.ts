import type { KeptAnswer } from '../../../core/answer-log.ts';
import { isSluiceError } from '../../../core/error.ts';
import type { Page } from '../../../core/page.ts';
import type { Row, Value } from '../../../core/value.ts';
import type { WalkEnd } from '../../../core/verdict.ts';
import { answerKey } from '../../../http/answer-key.ts';
import type { ApiRequest, Send } from '../../../http/http.ts';
import type { ExtractContext } from '../../source.ts';
import { clientOf } from './client.ts';
import { detectRows, isErrorEnvelope, valueAt } from '../answers/detect-rows.ts';
import { resultShort } from '../errors.ts';
import type { NextPage } from '../paginators/paginator.ts';
import { endWith } from '../paginators/paginator.ts';
import { includeFromParent, parentValues } from '../requests/parent-values.ts';
import { readAnswer } from '../answers/read-answer.ts';
import { fillRequest } from '../requests/request-template.ts';
import { ignoredBecause } from '../answers/response-actions.ts';
import type { EndpointPlan } from '../rest-plan.ts';
import { asPage, rowsOf, selectValues } from '../answers/select-rows.ts';
import { guardWalk } from './walk-guard.ts';
import { fromResumeFrom, toResumeFrom, type WalkPosition } from './walk-position.ts';

/**
 * The pages of one walk: of the endpoint, or of the endpoint for one row of its parent. An answer is kept once it could
 * be read, before its rows go anywhere; one that was kept by an earlier attempt is not asked for again.
 * @throws what `http/` throws, and every error of this folder
 */
export async function* endpointPages(
  endpoint: EndpointPlan,
  context: ExtractContext,
  parentRow?: Row,
): AsyncGenerator<Page, void, undefined> {
  const filled = firstRequest(endpoint, parentRow ?? {});
  if (filled === undefined) return;
  const first = endpoint.paginator.first(filled);
  const guard = guardWalk(endpoint.resource, endpoint.mask);
  const client = clientOf(endpoint, context);
  let position = startOf(endpoint, context, first);
  for (;;) {
    context.signal.throwIfAborted();
    guard.beforeRequest(position.request, position.page);
    const answer = await ask(endpoint, context, client, position.request);
    const read = readPage(endpoint, position, answer);
    guard.afterAnswer(answer.body, read.rows.length);
    if (read.next.kind === 'end' && read.next.end.verdict === 'short') {
      throw resultShort(endpoint.resource, read.next.end.reason);
    }
    const rows = includeFromParent(endpoint, read.rows, parentRow);
    if (!answer.isReplayed) await context.answers.keep(answer.key, answer);
    if (read.notice !== undefined) context.emit({ kind: 'notice', message: read.notice });
    emitPage(endpoint, context, answer, rows.length);
    const page = { resource: endpoint.resource, table: endpoint.table, rows };
    if (read.next.kind === 'end') {
      yield { ...page, end: read.next.end };
      return;
    }
    position = { request: read.next.request, page: position.page + 1, rowKeys: read.rowKeys };
    yield endpoint.parent === undefined ? { ...page, resumeFrom: toResumeFrom(position, first) } : page;
  }
}

/** Undefined for a row of the parent that is passed over. */
function firstRequest(endpoint: EndpointPlan, parentRow: Row): ApiRequest | undefined {
  try {
    return fillRequest(endpoint.request, parentValues(endpoint, parentRow));
  } catch (error) {
    if (endpoint.skipsMissing && isSluiceError(error) && error.code === 'parent_field_missing') return undefined;
    throw error;
  }
}

/** Only what is asked once can be taken up again: children are asked anew with their parent's page. */
function startOf(endpoint: EndpointPlan, context: ExtractContext, first: ApiRequest): WalkPosition {
  if (endpoint.parent !== undefined || context.resumeFrom === undefined) return { request: first, page: 1 };
  return fromResumeFrom(context.resumeFrom, first, endpoint.resource);
}

interface Answer extends KeptAnswer {
  readonly key: string;
  readonly isReplayed: boolean;
}

async function ask(
  endpoint: EndpointPlan,
  context: ExtractContext,
  client: Send,
  request: ApiRequest,
): Promise<Answer> {
  const key = answerKey(endpoint.resource, request);
  const kept = await context.answers.take(key);
  if (kept !== undefined) return { ...kept, key, isReplayed: true };
  const { status, headers, body } = await client(request, context.signal);
  const withoutCookies = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'set-cookie'));
  return { status, headers: withoutCookies, body, key, isReplayed: false };
}

interface ReadPage {
  readonly rows: readonly Row[];
  readonly next: NextPage;
  /** Where the rows were found, to be looked for there again. */
  readonly rowKeys?: readonly string[] | undefined;
  readonly notice?: string | undefined;
}

function readPage(endpoint: EndpointPlan, position: WalkPosition, answer: Answer): ReadPage {
  const ignored = ignoredBecause(endpoint.actions, answer);
  if (ignored !== undefined) return { rows: [], next: endWith(ignoredVerdict(position.page), ignored) };
  const body = readAnswer(answer, endpoint.resource, endpoint.mask);
  const found = findValues(endpoint, position, body);
  const next = endpoint.paginator.next(position.request, {
    headers: answer.headers,
    body,
    rowCount: found.values.length,
  });
  return { ...found, rows: rowsOf(found.values, endpoint.resource), next };
}

/** A first answer that is ignored leaves nothing out that was promised; a later one may. */
function ignoredVerdict(page: number): WalkEnd['verdict'] {
  return page === 1 ? 'consistent' : 'unknown';
}

interface FoundValues {
  readonly values: readonly Value[];
  readonly rowKeys?: readonly string[] | undefined;
  readonly notice?: string | undefined;
}

function findValues({ resource, selector }: EndpointPlan, { page, rowKeys }: WalkPosition, body: Value): FoundValues {
  if (selector !== undefined) return { values: selectValues(selector, body, { resource, page }) };
  if (rowKeys !== undefined) return { values: asPage(valueAt(body, rowKeys)), rowKeys };
  const { keys, isSure } = detectRows(body);
  const notice =
    keys.length === 0 && isErrorEnvelope(body)
      ? `"${resource}" got an answer with status 200 that speaks of an error; it was taken as a row`
      : undefined;
  return { values: asPage(valueAt(body, keys)), rowKeys: isSure ? keys : undefined, notice };
}

function emitPage(endpoint: EndpointPlan, context: ExtractContext, answer: Answer, rowCount: number): void {
  const { resource } = endpoint;
  const byteCount = answer.body.byteLength;
  context.emit({ kind: 'page-received', resource, rowCount, byteCount, replayed: answer.isReplayed });
}
