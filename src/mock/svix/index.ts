import { mockRowMissing } from '../errors.ts';
import { jsonResponse } from '../json-response.ts';
import type { MockApi, MockRequest, MockResponse } from '../mock-api.ts';
import { forbidden, notFound, unauthorized, unreadableQuery, unrouted } from './answers.ts';
import { filterRows } from './filters.ts';
import { idOf } from './ids.ts';
import { listPage } from './list-page.ts';
import { laterRows } from './later-rows.ts';
import { routes, type Route } from './routes.ts';
import { svixCounts, svixRows, type PlacedRow, type SvixCounts, type SvixList, type SvixRow } from './rows.ts';

export interface SvixMockOptions extends Partial<SvixCounts> {
  /** @default 1 */
  readonly seed?: number | undefined;
  /** The only token that is let in. @default `mockToken` */
  readonly token?: string | undefined;
  /** False: the token belongs to no environment, and whoami says null. @default true */
  readonly environment?: boolean | undefined;
  /** True: paths that leave out `/api` are answered, too, as guides write them. @default false */
  readonly guidePaths?: boolean | undefined;
  /** True: only what a server of one's own has; the rest is unrouted. @default false */
  readonly selfHosted?: boolean | undefined;
  /** Lists that the token may not read: 403. */
  readonly forbidden?: readonly SvixList[] | undefined;
}

/** A Svix on this machine, and a hand in its rows. */
export interface SvixMock extends MockApi {
  readonly environmentId: string | null;
  /** All rows of a list as they are stored, children of all parents together. */
  rows(list: SvixList): readonly SvixRow[];
  /** The same, with the identity of the application or source that each row hangs on. */
  placedRows(list: SvixList): readonly PlacedRow[];
  /**
   * Replaces fields of one row; `POST /mock/<list>/<key>` does the same from outside.
   * @param key the row's `id`; of an event type its `name`
   * @throws `usage` when there is no such row
   */
  change(list: SvixList, key: string, fields: SvixRow): void;
  advance(): void;
}

/** The token that the local Svix lets in unless told otherwise. It opens nothing else. */
export const mockToken = 'sk_local0mock0token0opens0nothing.us';

/**
 * Behaves as Svix does: bearer token, keyset paging with `iterator` and `done`, limits that are refused and not
 * clamped, routes that a server of one's own does not have.
 * @see vendors reference, sections 4.1 to 4.3
 */
export function svixMock(options: SvixMockOptions = {}): SvixMock {
  const seed = options.seed ?? 1;
  const lists = svixRows({ ...svixCounts, ...options }, seed);
  const environmentId = options.environment === false ? null : idOf('org', 0, seed);
  const world: World = { lists, environmentId, options, token: options.token ?? mockToken, moment: 0 };
  return {
    name: 'svix',
    description: `Svix with ${lists.applications.length} applications and ${lists.endpoints.length} endpoints`,
    keys: { token: world.token },
    paths: ['/api/v1/app?limit=250', '/api/v1/event-type?limit=250', '/api/v1/auth/whoami'],
    environmentId,
    rows: (list) => world.lists[list].map(({ row }) => row),
    placedRows: (list) => world.lists[list],
    advance() {
      world.moment += 1;
      world.lists = laterRows(world.lists, { seed, moment: world.moment });
    },
    change: (list, key, fields) => change(world, list, key, fields),
    handle: (request) => answer(world, request),
  };
}

interface World {
  lists: Record<SvixList, PlacedRow[]>;
  moment: number;
  readonly environmentId: string | null;
  readonly token: string;
  readonly options: SvixMockOptions;
}

function servedPath({ guidePaths }: SvixMockOptions, path: string): string {
  return guidePaths === true && path.startsWith('/v1/') ? `/api${path}` : path;
}

function answer(world: World, asked: MockRequest): MockResponse {
  const request = { ...asked, path: servedPath(world.options, asked.path) };
  const control = /^\/mock\/([a-z_]+)\/([^/]+)$/.exec(request.path);
  if (control !== null && request.method === 'POST') return changeByRequest(world, control, request.body);
  const route = routes.find(({ path }) => path.test(request.path));
  const isWhoami = request.path === '/api/v1/auth/whoami';
  if ((route === undefined && !isWhoami) || request.method !== 'GET') return unrouted();
  if (world.options.selfHosted === true && route?.selfHosted !== true) return unrouted();
  if (request.headers['authorization'] !== `Bearer ${world.token}`) return unauthorized();
  return route === undefined ? whoami(world) : list(world, route, request);
}

function whoami({ environmentId }: World): MockResponse {
  return jsonResponse(200, { envId: environmentId, appId: null, permissionSource: 'RegionalAuthToken' });
}

function list(world: World, route: Route, request: MockRequest): MockResponse {
  if (world.options.forbidden?.includes(route.list) === true) return forbidden();
  const parent = parentOf(world, route, route.path.exec(request.path)?.[1]);
  if (parent === undefined) return notFound();
  const rows = parent === null ? filterRows(route.list, world.lists, request.query) : childrenOf(world, route, parent);
  return 'status' in rows ? rows : listPage(rows, route.rules, request.query);
}

/** Null where all rows of the list are meant; undefined where it hangs on something that is not there. */
function parentOf(world: World, route: Route, parameter: string | undefined): string | null | undefined {
  if (route.under === undefined || parameter === undefined) return null;
  if (route.under === 'environment') return parameter === world.environmentId ? null : undefined;
  const wanted = decoded(parameter);
  if (wanted === undefined) return undefined;
  const found = world.lists[route.under].find(({ row }) => row['id'] === wanted || row['uid'] === wanted);
  return found === undefined ? undefined : String(found.row['id']);
}

function childrenOf(world: World, route: Route, parent: string): readonly SvixRow[] {
  return world.lists[route.list].filter((placed) => placed.parent === parent).map(({ row }) => row);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function change(world: World, list: SvixList, key: string, fields: SvixRow): void {
  const keyField = list === 'event_types' ? 'name' : 'id';
  const rows = world.lists[list];
  const index = rows.findIndex(({ row }) => row[keyField] === key);
  const placed = rows[index];
  if (placed === undefined) throw mockRowMissing('svix', list, key);
  rows[index] = { ...placed, row: { ...placed.row, ...fields } };
}

function changeByRequest(world: World, [, list = '', key = '']: RegExpExecArray, body: string): MockResponse {
  const known = Object.keys(world.lists).find((name) => name === list);
  if (known === undefined) return notFound();
  try {
    const fields: unknown = JSON.parse(body);
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
      return unreadableQuery('body: no object');
    // The keys of the lists are the names of the lists, and an object without a class is a row.
    change(world, known as SvixList, decoded(key) ?? key, fields as SvixRow);
    return { status: 204, body: '' };
  } catch (error) {
    return error instanceof SyntaxError ? unreadableQuery('body: no JSON') : notFound();
  }
}
