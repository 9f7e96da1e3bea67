/** Paginators as guides mean them: what they leave out, and what belongs elsewhere (L7, L8, L9). */
import type { GuideValue } from '../guide.ts';
import { shown } from '../draft/plain.ts';
import { keyColumns, membersOf, type Draft, type DraftResource, type Stated, type Tell } from '../draft/draft.ts';

export function settlePaginators(draft: Draft, tell: Tell): void {
  const ofClient = draft.client.get('paginator');
  if (ofClient !== undefined) draft.client.set('paginator', settled(ofClient, undefined, draft, tell));
  const ofAll = draft.endpointDefaults.get('paginator');
  if (ofAll !== undefined) draft.endpointDefaults.set('paginator', settled(ofAll, undefined, draft, tell));
  for (const resource of draft.resources) {
    const own = resource.endpoint.get('paginator');
    if (own === undefined) continue;
    const whole = withGeneral(own, ofAll ?? ofClient, resource, tell);
    resource.endpoint.set('paginator', settled(whole, resource, draft, tell));
  }
}

/** What is said of paging in general fills up what is said of one resource, where both mean the same way of paging. */
function withGeneral(own: Stated, general: Stated | undefined, { name }: DraftResource, tell: Tell): Stated {
  const [particular, ofAll] = [membersOf(own.value), membersOf(general?.value)];
  if (general === undefined || particular.get('type') !== ofAll.get('type')) return own;
  const missing = [...ofAll].filter(([key]) => !particular.has(key));
  for (const [key, value] of missing) {
    const message = `${shown(value)} is said of paging in general at line ${general.line}`;
    tell({ kind: 'inferred', line: own.line, resource: name, path: `endpoint.paginator.${key}`, message });
  }
  return { line: own.line, value: Object.fromEntries([...particular, ...missing]) };
}

/** Names of parameters that are the position after a row, and nothing else. */
const rowPositions = /^(?:starting_?after|after_?id|since_?id|last_?id)$/i;

/** Rows a page that hardly any API gives. */
const unusual = 1000;
/** Rows a page that nearly every API gives. */
const modest = 100;

function settled(stated: Stated, resource: DraftResource | undefined, draft: Draft, tell: Tell): Stated {
  const members = new Map(membersOf(stated.value));
  const isOfAll = stated === draft.endpointDefaults.get('paginator');
  const general = isOfAll ? 'resource_defaults.endpoint.paginator' : 'client.paginator';
  const at = {
    line: stated.line,
    resource: resource?.name,
    path: resource === undefined ? general : 'endpoint.paginator',
  };
  const type = members.get('type');
  if (members.size === 0) return stated;
  const limit = members.get('limit');
  if (typeof limit === 'number' && limit >= unusual) {
    tell({
      ...at,
      kind: 'contradictory',
      path: `${at.path}.limit`,
      message: `${limit} rows a page are more than most APIs give: one may refuse them, or give fewer in silence. The walk steps by what comes`,
      hint: 'Set the limit that the API documents.',
    });
  }
  tellTwoLimits(members, resource, at, tell);
  settleType(members, type, { resource, draft, tell, at });
  return { line: stated.line, value: Object.fromEntries(members) };
}

/** What each way of paging leaves to be found out. */
function settleType(members: Map<string, GuideValue>, type: GuideValue | undefined, around: Around): void {
  const { tell, at } = around;
  const limit = members.get('limit');
  if (type === 'page_number') settlePageNumber(members, around);
  if (type === 'page_number' || type === 'json_link' || type === 'header_link') {
    settlePageSize(members, around);
  }
  if (type === 'offset' && limit === undefined) {
    members.set('limit', 100);
    tell({ ...at, kind: 'inferred', message: 'no limit is given: 100 rows are asked for a page' });
  }
  if (type === 'offset' && typeof limit === 'number' && limit > modest && !members.has('limit_if_refused')) {
    members.set('limit_if_refused', modest);
    const message = `${limit} rows are asked for, and ${modest} where the API refuses so many (L9)`;
    tell({ ...at, kind: 'inferred', path: `${at.path}.limit_if_refused`, message });
  }
  if (type === 'offset' && !members.has('total_path')) {
    tell({
      ...at,
      kind: 'inferred',
      message: 'no place of a total is given: the usual ones are looked at, and else an empty page ends it (L9)',
    });
  }
  if (type === 'cursor') settleCursor(members, around);
  if (members.has('stop_condition')) {
    tell({
      ...at,
      kind: 'taken',
      path: `${at.path}.stop_condition`,
      message: `"${shown(members.get('stop_condition') ?? '')}" is read as a condition on each answer, and not run (L6)`,
    });
  }
}

/** Where the cursor is, if nobody says it (L5). */
function settleCursor(members: Map<string, GuideValue>, around: Around): void {
  const { resource, draft, tell, at } = around;
  if (members.has('limit')) tellLimit(members, around);
  const param = members.get('cursor_param');
  if (param === undefined && !members.has('cursor_body_path')) {
    const message = 'the guide names no parameter for the cursor: it is sent as cursor';
    tell({ ...at, kind: 'inferred', path: `${at.path}.cursor_param`, message });
  }
  const isOpen = !members.has('cursor_path') && !members.has('last_row_key');
  if (isOpen && typeof param === 'string' && rowPositions.test(param)) {
    const key = singleKey(resource, draft);
    members.set('last_row_key', key);
    tell({
      ...at,
      kind: 'inferred',
      path: `${at.path}.last_row_key`,
      message: `${param} is a place after a row: it gets ${key} of the last row of each page (L5)`,
    });
  } else if (isOpen) {
    tell({
      ...at,
      kind: 'inferred',
      message: `where the next cursor is, the first answer shows: ${shown(param ?? 'cursor')} in it, a field that leads on, or the last row (L5)`,
    });
  }
}

/** What a cursor paginator of dlt does not know is a parameter here (L7). */
function tellLimit(members: ReadonlyMap<string, GuideValue>, { resource, tell, at }: Around): void {
  const param = shown(members.get('limit_param') ?? 'limit');
  if (membersOf(resource?.endpoint.get('params')?.value).has(param)) return;
  const message = `${param}=${shown(members.get('limit') ?? '')} is sent with every page (L7)`;
  tell({ ...at, kind: 'inferred', path: `${at.path}.limit`, message });
}

/** A parameter that is written is sent; the limit beside it is not (L7). */
function tellTwoLimits(
  members: ReadonlyMap<string, GuideValue>,
  resource: DraftResource | undefined,
  at: Around['at'],
  tell: Tell,
): void {
  const [type, limit] = [members.get('type'), members.get('limit')];
  const param = shown(members.get('limit_param') ?? 'limit');
  const written = membersOf(resource?.endpoint.get('params')?.value).get(param);
  if (type !== 'cursor' || limit === undefined || written === undefined || shown(written) === shown(limit)) return;
  const message = `is ${shown(limit)}, and the parameter ${param} says ${shown(written)}: that is what is sent (L7)`;
  tell({ ...at, kind: 'contradictory', path: `${at.path}.limit`, message, hint: 'Keep one of the two.' });
}

function singleKey(resource: DraftResource | undefined, draft: Draft): string {
  const key = keyColumns((resource?.own.get('primary_key') ?? draft.defaults.get('primary_key'))?.value);
  return key.length === 1 ? (key[0] ?? 'id') : 'id';
}

interface Around {
  readonly resource: DraftResource | undefined;
  readonly draft: Draft;
  readonly tell: Tell;
  readonly at: { readonly line: number; readonly resource?: string | undefined; readonly path: string };
}

/** Pages begin at 1 where nobody says otherwise, and no count of pages is expected (L8). */
function settlePageNumber(members: Map<string, GuideValue>, { tell, at }: Around): void {
  if (!members.has('base_page') && !members.has('page')) {
    members.set('base_page', 1);
    tell({
      ...at,
      kind: 'inferred',
      path: `${at.path}.base_page`,
      message: 'pages are counted from 1, as the guide does not say otherwise (L8)',
    });
  }
  if (members.has('next_page_path')) {
    const message = `${shown(members.get('next_page_path') ?? '')} is taken as the number of the next page, or as a link that has it; without one the walk ends (L8)`;
    tell({ ...at, kind: 'inferred', path: `${at.path}.next_page_path`, message });
  }
  if (members.has('total_path')) return;
  members.set('total_path', null);
  const end = members.has('has_more_path')
    ? `${shown(members.get('has_more_path') ?? '')} or an empty page`
    : 'an empty page';
  const message = `no count of pages is given, and none is looked for: ${end} ends it (L8)`;
  if (!members.has('next_page_path')) tell({ ...at, kind: 'inferred', path: `${at.path}.total_path`, message });
}

/** These know no size of pages of their own: it is a parameter like any other. */
function settlePageSize(members: Map<string, GuideValue>, { resource, draft, tell, at }: Around): void {
  const [limit, param] = [members.get('limit'), members.get('limit_param')];
  members.delete('limit');
  members.delete('limit_param');
  if (limit === undefined) return;
  if (typeof param !== 'string') {
    tell({ ...at, kind: 'ignored', message: `${shown(limit)} rows a page: the guide names no parameter for it` });
    return;
  }
  const to = resource?.endpoint ?? draft.endpointDefaults;
  const before = to.get('params')?.value;
  to.set('params', { line: at.line, value: { [param]: limit, ...Object.fromEntries(membersOf(before)) } });
  tell({
    ...at,
    kind: 'inferred',
    path: 'endpoint.params',
    message: `${param}=${shown(limit)} is sent with every page`,
  });
}
