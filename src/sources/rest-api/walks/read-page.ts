import { isSluiceError } from '../../../core/error.ts';
import type { Row, Value } from '../../../core/value.ts';
import type { WalkEnd } from '../../../core/verdict.ts';
import type { ApiRequest } from '../../../http/http.ts';
import { detectRows, isErrorEnvelope, valueAt } from '../answers/detect-rows.ts';
import { readAnswer } from '../answers/read-answer.ts';
import { asPage, rowsOf, selectValues } from '../answers/select-rows.ts';
import { buildPaginator } from '../paginators/index.ts';
import type { ApiPage, Counted, NextPage } from '../paginators/paginator.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';
import type { Answer } from './ask.ts';
import type { Found, WalkPosition } from './walk-position.ts';

/** What an answer says. */
export interface ReadPage {
  readonly rows: readonly Row[];
  readonly next: NextPage;
  /** What the walk has learnt about where its rows are. */
  readonly found: Found;
  /** Requests that surely follow. */
  readonly ahead: Iterable<ApiRequest>;
  readonly notices: readonly string[];
  /** How much the API says there is in all. */
  readonly counted?: Counted | undefined;
}

/** @throws `body_not_json`, `selector_missed`, `rows_invalid`, and what paginators throw */
export function readPage(endpoint: EndpointPlan, position: WalkPosition, answer: Answer): ReadPage {
  const { resource } = endpoint;
  if (answer.ignored !== undefined) {
    const end = { verdict: ignoredVerdict(position.page), reason: answer.ignored, ignoredWalks: 1 };
    return { rows: [], next: { kind: 'end', end }, found: {}, ahead: [], notices: [] };
  }
  const body = readAnswer(answer, resource, endpoint.mask);
  const { values, found, notice } = findValues(endpoint, position, body);
  const page: ApiPage = { headers: answer.headers, body, rows: values, rowCount: values.length };
  const paginator = position.settled === undefined ? endpoint.paginator : buildPaginator(position.settled, resource);
  const next = paginator.next(position.request, page);
  const notices = [notice, next.kind === 'next' ? next.notice : undefined].filter((one) => one !== undefined);
  const ahead = next.kind === 'next' ? (paginator.ahead?.(position.request, page) ?? []) : [];
  return { rows: rowsOf(values, resource), next, found, ahead, notices, counted: paginator.counted?.(page) };
}

/** A first answer that is ignored leaves nothing out that was promised; a later one may. */
function ignoredVerdict(page: number): WalkEnd['verdict'] {
  return page === 1 ? 'consistent' : 'unknown';
}

interface FoundValues {
  readonly values: readonly Value[];
  readonly found: Found;
  readonly notice?: string | undefined;
}

function findValues(endpoint: EndpointPlan, { page, found }: WalkPosition, body: Value): FoundValues {
  if (endpoint.selectors.length > 0) return selected(endpoint, page, found, body);
  if (found?.rowKeys !== undefined) return { values: asPage(valueAt(body, found.rowKeys)), found };
  const { keys, isSure } = detectRows(body);
  const notice =
    keys.length === 0 && isErrorEnvelope(body)
      ? `"${endpoint.resource}" got an answer with status 200 that speaks of an error; it was taken as a row`
      : undefined;
  return { values: asPage(valueAt(body, keys)), found: isSure ? { rowKeys: keys } : {}, notice };
}

/** Of several selectors the first that does not miss decides for the whole walk. */
function selected(
  { selectors, resource }: EndpointPlan,
  page: number,
  found: Found | undefined,
  body: Value,
): FoundValues {
  const known = found?.selector;
  const candidates = known === undefined ? [...selectors.entries()] : [[known, selectors[known]] as const];
  let missed: unknown;
  for (const [index, selector] of candidates) {
    if (selector === undefined) continue;
    try {
      const values = selectValues(selector, body, { resource, page });
      return { values, found: selectors.length > 1 ? { selector: index } : {} };
    } catch (error) {
      if (!isSluiceError(error) || error.code !== 'selector_missed') throw error;
      missed ??= error;
    }
  }
  throw missed;
}
