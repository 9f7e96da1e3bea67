/** Incremental loading as guides mean it (L10, L11). */
import { mergedIncremental } from './values.ts';
import type { GuideCode, GuideValue, VariableLookup } from '../guide.ts';
import type { Draft, DraftResource, Tell } from '../draft/draft.ts';

const sorts = /^(?:order_?by|ordering|sort|sort_?by|sort_?order|order)$/i;

export function settleIncremental(draft: Draft, variable: VariableLookup, tell: Tell): void {
  for (const resource of draft.resources) {
    const stated = resource.endpoint.get('incremental');
    if (stated === undefined) continue;
    const members = new Map(mergedIncremental(stated.value));
    const { line } = stated;
    const cursor = members.get('cursor_path');
    if (typeof cursor !== 'string') {
      resource.endpoint.delete('incremental');
      tell({
        kind: 'ignored',
        line,
        resource: resource.name,
        path: 'endpoint.incremental',
        message: 'names no field of the rows, so nothing could be remembered (L10)',
      });
      continue;
    }
    if (!members.has('on_cursor_value_missing')) {
      members.set('on_cursor_value_missing', 'include');
      tell({
        kind: 'inferred',
        line,
        resource: resource.name,
        path: 'endpoint.incremental',
        message: `rows without ${cursor} are loaded, too, and a run after which no row had it loads everything again (L10)`,
      });
    }
    const sort = members.get('start_param');
    if (typeof sort === 'string' && sorts.test(sort)) sortInstead(resource, members, { cursor, sort, line, tell });
    else startAt(resource, members, { variable, line, tell });
    warnOfFields(resource, cursor, line, tell);
    resource.endpoint.set('incremental', { line, value: Object.fromEntries(members) });
  }
}

interface Start {
  readonly variable: VariableLookup;
  readonly line: number;
  readonly tell: Tell;
}

/** Without a beginning the first run loads everything, unless the user says `start_date`. */
function startAt(resource: DraftResource, members: Map<string, GuideValue>, { variable, line, tell }: Start): void {
  if (members.has('initial_value')) return;
  const start = variable('start_date');
  if (start !== undefined) members.set('initial_value', start);
  const message =
    start === undefined
      ? 'no moment to begin with is given: the first run loads everything, unless start_date is set (L10)'
      : `the first run begins at start_date, which is set to ${start} (L10)`;
  tell({ kind: 'inferred', line, resource: resource.name, path: 'endpoint.incremental.initial_value', message });
}

interface Sorting {
  readonly cursor: string;
  readonly sort: string;
  readonly line: number;
  readonly tell: Tell;
}

/** Before any row: texts of any moment come after it. */
const beginning = '0001-01-01T00:00:00Z';

/** A parameter that sorts gets the field, and never a moment; the walk ends early, as rows come the newest first (L11). */
function sortInstead(
  resource: DraftResource,
  members: Map<string, GuideValue>,
  { cursor, sort, line, tell }: Sorting,
): void {
  const isTime = /at$|_at\b|date|time|modified|updated|created|finished/i.test(cursor);
  const first: GuideValue = members.get('initial_value') ?? (isTime ? beginning : 0);
  members.delete('value_format');
  members.set('initial_value', first);
  members.set('row_order', 'desc');
  members.set('convert', sortValue(cursor, first));
  tell({
    kind: 'contradictory',
    line,
    resource: resource.name,
    path: 'endpoint.incremental.start_param',
    message: `${sort} sorts and does not filter: a moment is never sent in it. The first run sends ${sort}=${cursor}, later ones ${sort}=-${cursor} and end at the first row that is known (L11)`,
    hint: 'Name the parameter by which the API filters, if it has one.',
  });
}

function sortValue(cursor: string, first: GuideValue): GuideCode {
  const code = (value: unknown): string => (value === first ? cursor : `-${cursor}`);
  const shown = `${cursor}, and -${cursor} once there is something to go on from`;
  return { kind: 'code', code, shown, choice: { value: first, chosen: cursor, otherwise: `-${cursor}` } };
}

/** A cursor that the rows are said not to have. */
function warnOfFields(resource: DraftResource, cursor: string, line: number, tell: Tell): void {
  if (resource.fields.size === 0 || resource.fields.has(cursor) || /[.[$]/.test(cursor)) return;
  tell({
    kind: 'contradictory',
    line,
    resource: resource.name,
    path: 'endpoint.incremental.cursor_path',
    message: `${cursor} is not among the fields that the guide gives its rows`,
    hint: 'Look at a row of the API, and name a field that it has.',
  });
}
