/**
 * A made-up API for a configuration: each walk of it is gone through with the paginator that will go through it, so
 * that what is answered is what will be asked for.
 */
import { Redactor } from '../config/redactor.ts';
import { Secret } from '../config/secret.ts';
import type { Value } from '../core/value.ts';
import type { ApiRequest } from '../http/http.ts';
import { requestUrl } from '../http/request-url.ts';
import type { ParentRow } from '../sources/source.ts';
import { snakeCase } from '../schema/naming/snake-case.ts';
import { detectRows, valueAt } from '../sources/rest-api/answers/detect-rows.ts';
import { asPage, selectValues } from '../sources/rest-api/answers/select-rows.ts';
import type { EndpointPlan } from '../sources/rest-api/endpoint-plan.ts';
import { windowValues } from '../sources/rest-api/incremental/window.ts';
import { buildPaginator } from '../sources/rest-api/paginators/index.ts';
import type { ApiPage, NextPage } from '../sources/rest-api/paginators/paginator.ts';
import { readConfig } from '../sources/rest-api/reading/read-config.ts';
import { bindingsOf, unbound, type Binding } from '../sources/rest-api/requests/bindings.ts';
import { fillingOf, type WindowValue } from '../sources/rest-api/requests/filling.ts';
import { includedFields, withFields } from '../sources/rest-api/requests/include-from-parent.ts';
import { fillRequest } from '../sources/rest-api/requests/request-template.ts';
import { planOf } from '../sources/rest-api/rest-plan.ts';
import { madeAnswer, type MadeAnswer } from './made-body.ts';
import { madeRow, type JsonMembers } from './made-rows.ts';

/** A request of the source, and what it gets. */
export interface Exchange extends MadeAnswer {
  readonly request: ApiRequest;
}

export interface MadeApi {
  readonly exchanges: readonly Exchange[];
  /** By table. */
  readonly rowCounts: ReadonlyMap<string, number>;
  /** Resources that are loaded from the exchanges. */
  readonly tested: readonly string[];
  /** Resources for which nothing could be made up, or which are asked elsewhere, and all that hang on them. */
  readonly untested: readonly string[];
}

/** @throws `config_invalid` */
export function madeApi(config: unknown, name: string, origin: string): MadeApi {
  const endpoints = endpointsOf(config, name);
  const exchanges: Exchange[] = [];
  const rows = new Map<string, readonly ParentRow[]>();
  for (const endpoint of endpoints) {
    const made = walksOf(endpoint, endpoints, rows, origin);
    if (made === undefined) continue;
    exchanges.push(...made.exchanges);
    rows.set(endpoint.resource, made.rows);
  }
  const tested = endpoints.filter(({ resource, selected }) => selected && rows.has(resource));
  const counts = new Map<string, number>();
  for (const { resource, table } of tested) {
    const name = snakeCase().table(table);
    counts.set(name, (counts.get(name) ?? 0) + (rows.get(resource)?.length ?? 0));
  }
  return {
    exchanges,
    rowCounts: counts,
    tested: tested.map(({ resource }) => resource),
    untested: endpoints.filter(({ resource }) => !rows.has(resource)).map(({ resource }) => resource),
  };
}

function endpointsOf(config: unknown, name: string): readonly EndpointPlan[] {
  const redactor = new Redactor();
  const found = (key: string): Secret => new Secret(`made-up-${key}`);
  const secrets = { find: found, remember: (secret: Secret) => secret, hint: () => 'Set it' };
  const surroundings = { mask: redactor.mask, rememberSecret: (secret: Secret) => secret, credentialPlace: '' };
  return readConfig(config, { name, secrets }, (read, place) => planOf(read, surroundings, place)).members.flatMap(
    (member) => (member.kind === 'endpoint' ? [member.endpoint] : []),
  );
}

interface MadeWalks {
  readonly exchanges: readonly Exchange[];
  readonly rows: readonly ParentRow[];
}

/** All walks of one resource: two rows of what hangs on nothing, one for each walk of a child. */
function walksOf(
  endpoint: EndpointPlan,
  family: readonly EndpointPlan[],
  above: ReadonlyMap<string, readonly ParentRow[]>,
  origin: string,
): MadeWalks | undefined {
  const parents = endpoint.parent === undefined ? [undefined] : above.get(endpoint.parent);
  const exchanges: Exchange[] = [];
  const rows: ParentRow[] = [];
  for (const parent of parents ?? []) {
    const bindings = attempt(() => (parent === undefined ? [unbound] : bindingsOf(endpoint, parent))) ?? [];
    for (const binding of bindings) {
      const places = parent === undefined ? [1, 2] : [rows.length + 1];
      const made = places.map((place) => madeRow(endpoint, family, place)).filter((row) => row !== undefined);
      const first = attempt(() => firstRequest(endpoint, binding));
      if (made.length < places.length || first === undefined || !first.url.startsWith(`${origin}/`)) return undefined;
      const walk = walkOf(endpoint, first, made);
      const included = attempt(() => includedFields(endpoint, parent));
      if (walk === undefined || included === undefined) return undefined;
      exchanges.push(...walk);
      rows.push(...withFields(made, included).map((row) => ({ resource: endpoint.resource, row, parent })));
    }
  }
  return rows.length === 0 ? undefined : { exchanges, rows };
}

function firstRequest(endpoint: EndpointPlan, binding: Binding): ApiRequest {
  const { incremental } = endpoint;
  const window = { start: incremental?.initial, end: incremental?.end, startHashes: new Set<string>() };
  // Of a run only the time of its start is asked for here.
  const run = { startedAt: '2026-01-01T00:00:00Z' } as Parameters<typeof windowValues>[2];
  const values: WindowValue = incremental === undefined ? () => undefined : windowValues(incremental, window, run);
  return endpoint.paginator.first(fillRequest(endpoint.request, fillingOf(endpoint, binding, values)));
}

/** A row a page if the pages hang together like this, else all rows on one page. */
function walkOf(
  endpoint: EndpointPlan,
  first: ApiRequest,
  rows: readonly JsonMembers[],
): readonly Exchange[] | undefined {
  const splits = rows.length > 1 ? [rows.map((row) => [row]), [rows]] : [[rows]];
  for (const pages of splits) {
    const exchanges = attempt(() => walkThrough(endpoint, first, pages));
    if (exchanges !== undefined) return exchanges;
  }
  return undefined;
}

/** Undefined where the walk does not end behind the last page, or behind an empty one after it. */
function walkThrough(
  endpoint: EndpointPlan,
  first: ApiRequest,
  pages: readonly (readonly JsonMembers[])[],
): readonly Exchange[] | undefined {
  const exchanges: Exchange[] = [];
  let request = first;
  let { paginator } = endpoint;
  for (const [index, rows] of [...pages, []].entries()) {
    const path = requestUrl(request).pathname;
    const page = { rows, number: index + 1, rowCount: pages.flat().length, pageCount: pages.length, path };
    const answer = madeAnswer(endpoint, page);
    if (answer === undefined) return undefined;
    const seen = pageOf(endpoint, answer, index + 1);
    if (seen.rowCount !== rows.length) return undefined;
    exchanges.push({ ...answer, request });
    const next: NextPage = paginator.next(request, seen);
    if (next.kind === 'end') return index + 1 >= pages.length ? exchanges : undefined;
    if (next.settled !== undefined) paginator = buildPaginator(next.settled, endpoint.resource);
    ({ request } = next);
  }
  return undefined;
}

function pageOf({ selectors, resource }: EndpointPlan, { body, headers }: MadeAnswer, page: number): ApiPage {
  const rows = rowsIn(selectors, body, { resource, page });
  return { headers, body, rows, rowCount: rows.length };
}

function rowsIn(
  selectors: EndpointPlan['selectors'],
  body: Value,
  walk: { readonly resource: string; readonly page: number },
): readonly Value[] {
  const selector = selectors.find((one) => !one.misses(body)) ?? selectors[0];
  if (selector === undefined) return asPage(valueAt(body, detectRows(body).keys));
  return selectValues(selector, body, walk).flatMap((value) => asPage(value));
}

/** What cannot be made up is left out of the test, whatever the reason is. */
function attempt<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
