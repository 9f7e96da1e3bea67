/** Answers with rows in them, in the shape that a configuration expects. */
import { parseJsonPath } from '../core/json-path/parse.ts';
import { compileJsonPath } from '../core/json-path.ts';
import type { EndpointPlan } from '../sources/rest-api/endpoint-plan.ts';
import type { PaginatorObject } from '../sources/rest-api/paginators/vocabulary.ts';
import { parseStopCondition } from '../sources/rest-api/paginators/stop-condition.ts';
import { stepsOf, withValueAt, type Json, type JsonMembers } from './made-rows.ts';

/** One page of a walk. */
export interface MadePage {
  readonly rows: readonly JsonMembers[];
  /** From 1. */
  readonly number: number;
  /** Rows of the whole walk. */
  readonly rowCount: number;
  readonly pageCount: number;
  /** Path of the request, for links. */
  readonly path: string;
}

export interface MadeAnswer {
  readonly body: Json;
  readonly headers: Readonly<Record<string, string>>;
}

/** Undefined where the places that the configuration names exclude each other, or cannot be made. */
export function madeAnswer(endpoint: EndpointPlan, page: MadePage): MadeAnswer | undefined {
  const signs = endpoint.paging === undefined ? noSigns : signsOf(endpoint.paging, page);
  let body = bodyWithRows(endpoint, page, signs.members.length > 0);
  for (const [path, value] of signs.members) {
    if (body === undefined) return undefined;
    body = withValueAt(body, stepsOf(parseJsonPath(path)), value);
  }
  return body === undefined ? undefined : { body, headers: signs.headers };
}

function bodyWithRows({ selectors, request }: EndpointPlan, { rows }: MadePage, hasSigns: boolean): Json | undefined {
  const last = request.path.parts.at(-1);
  const [row] = rows;
  const isOne = last?.kind === 'field' && rows.length === 1;
  if (selectors.length === 0) return isOne ? row : hasSigns ? { data: rows } : rows;
  for (const { text } of selectors) {
    const steps = stepsOf(parseJsonPath(text));
    const place = steps?.at(-1)?.kind === 'element' ? steps.slice(0, -1) : steps;
    if (place?.length === 0 && hasSigns) continue;
    const body = place?.length === 0 ? (isOne ? row : rows) : withValueAt({}, place, rows);
    if (body !== undefined && !compileJsonPath(text).misses(body)) return body;
  }
  return undefined;
}

interface Signs {
  /** JSONPaths and values. */
  readonly members: readonly (readonly [path: string, value: Json])[];
  readonly headers: Readonly<Record<string, string>>;
}

const noSigns: Signs = { members: [], headers: {} };

/** How the pages hang together, in the words of the paginator. */
function signsOf(paging: PaginatorObject, page: MadePage): Signs {
  const isLast = page.number >= page.pageCount;
  const next = isLast ? null : `page-${page.number + 1}`;
  const link = isLast ? null : `${page.path}?page=${page.number + 1}`;
  const flag = 'has_more_path' in paging && paging.has_more_path ? [[paging.has_more_path, !isLast] as const] : [];
  const total = 'total_path' in paging ? (paging.total_path ?? '') : '';
  const counted = (count: number): Signs['members'] => (total === '' ? [] : [[total, count]]);
  if (paging.type === 'page_number') {
    const first = paging.page ?? paging.base_page ?? 0;
    const path = paging.next_page_path ?? '';
    const members = path === '' ? [] : [[path, isLast ? null : first + page.number] as const];
    return { members: [...flag, ...counted(page.pageCount), ...members], headers: {} };
  }
  if (paging.type === 'offset') return { members: [...flag, ...counted(page.rowCount)], headers: {} };
  if (paging.type === 'json_link') return { members: [[paging.next_url_path ?? 'next', link]], headers: {} };
  if (paging.type === 'header_cursor') return headerSign(paging.cursor_key ?? 'next', next);
  if (paging.type === 'header_link') {
    return headerSign('link', link === null ? null : `<${link}>; rel="${paging.links_next_key ?? 'next'}"`);
  }
  if (paging.type !== 'cursor') return noSigns;
  const done = paging.done_path ? [[paging.done_path, isLast] as const] : [];
  const stop = paging.stop_condition ? stopSign(paging.stop_condition, isLast) : [];
  const cursor = paging.last_row_key
    ? []
    : [[paging.cursor_path ?? quoted(paging.cursor_param ?? 'cursor'), next] as const];
  return { members: [...cursor, ...flag, ...done, ...stop], headers: {} };
}

/** Without a path the first answer shows it: a field that is called like the parameter does. */
function quoted(name: string): string {
  return `'${name.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}

function headerSign(name: string, value: string | null): Signs {
  return { members: [], headers: value === null ? {} : { [name.toLowerCase()]: value } };
}

/** The flag that a condition speaks of, with the value that makes it true, or false. */
function stopSign(condition: string, isLast: boolean): Signs['members'] {
  const key = /['"]([^'"]+)['"]/.exec(condition)?.[1] ?? condition.replace(/^\s*not\s+/, '').trim();
  const steps = stepsOf(parseJsonPath(key.includes('.') ? key : `'${key}'`));
  for (const value of [true, false]) {
    const body = withValueAt({}, steps, value);
    if (body !== undefined && parseStopCondition(condition)?.isMet(body, '') === isLast) {
      return [[key.includes('.') ? key : `'${key}'`, value]];
    }
  }
  return [];
}
