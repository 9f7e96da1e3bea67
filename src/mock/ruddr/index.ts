import { mockRowMissing } from '../errors.ts';
import { jsonResponse } from '../json-response.ts';
import { advancedRows, bornRows, type LivingRows } from '../living-rows.ts';
import { uuidOf } from '../made-values.ts';
import type { MockApi, MockRequest, MockResponse } from '../mock-api.ts';
import { forbidden, locked, notAllowed, notFound, tooMany, unauthorized } from './answers.ts';
import { listPage } from './list-page.ts';
import { ruddrLists, type RuddrList } from './lists.ts';
import type { RuddrRow } from './rows.ts';

export interface RuddrMockOptions {
  /** @default 1 */
  readonly seed?: number | undefined;
  /** So many times the usual number of rows. @default 1 */
  readonly scale?: number | undefined;
  /** The only key that is let in. @default `ruddrMockToken` */
  readonly token?: string | undefined;
  /** What happens to a limit over 100. @default reject */
  readonly capMode?: 'reject' | 'clamp' | undefined;
  /** Lists of features that the workspace does not have: 403. */
  readonly forbidden?: readonly RuddrList[] | undefined;
  /** Lists whose answers do not say whether there is more. */
  readonly withoutHasMore?: readonly RuddrList[] | undefined;
  /** Lists that give no row and promise more. */
  readonly promising?: readonly RuddrList[] | undefined;
  /** True: the workspace has switched the access by API off, 423. @default false */
  readonly locked?: boolean | undefined;
  /** One request in so many is 429, without a word on how long to wait. @default never */
  readonly refuseEvery?: number | undefined;
}

/** A Ruddr on this machine, and a look at its rows. */
export interface RuddrMock extends MockApi {
  readonly workspace: RuddrRow;
  /** As they are now, newest first. */
  rows(list: RuddrList): readonly RuddrRow[];
  /** Takes a row out, as somebody does who deletes it. @throws `usage` when there is no such row */
  remove(list: RuddrList, id: string): void;
  advance(): void;
}

/** The key that the local Ruddr lets in unless told otherwise. It opens nothing else. */
export const ruddrMockToken = 'local0mock0key0opens0nothing';

/**
 * Behaves as Ruddr does: bearer key, lists that are newest first and are walked by the last row's `id`, ten rows where
 * nobody asks for more, `createdAt` and never a time of change.
 * @see vendors reference, section 5
 */
export function ruddrMock(options: RuddrMockOptions = {}): RuddrMock {
  const world = worldOf(options);
  return {
    name: 'ruddr',
    description: `Ruddr with ${rowsOf(world, 'projects').length} projects`,
    keys: { token: options.token ?? ruddrMockToken },
    paths: ['/api/workspace', ...[...ruddrLists.values()].map(({ path }) => `${path}?limit=100`)],
    workspace: world.workspace,
    rows: (list) => rowsOf(world, list),
    remove: (list, id) => remove(world, list, id),
    advance: () => advance(world),
    handle: (request) => answer(world, request),
  };
}

interface World {
  readonly seed: number;
  readonly options: RuddrMockOptions;
  readonly workspace: RuddrRow;
  readonly lists: Map<RuddrList, LivingRows>;
  /** Of the rows as they are now. */
  readonly shown: Map<RuddrList, readonly RuddrRow[]>;
  moment: number;
  asked: number;
}

function worldOf(options: RuddrMockOptions): World {
  const seed = options.seed ?? 1;
  const lists = [...ruddrLists].map(([name, { count }]): [RuddrList, LivingRows] => [
    name,
    bornRows(Math.round(count * (options.scale ?? 1))),
  ]);
  const workspace = { id: uuidOf('workspace', 0, seed), name: 'Ünïcode Studio' };
  return { seed, options, workspace, lists: new Map(lists), shown: new Map(), moment: 0, asked: 0 };
}

function rowsOf(world: World, list: RuddrList): readonly RuddrRow[] {
  const known = world.shown.get(list);
  if (known !== undefined) return known;
  const { rows } = world.lists.get(list) ?? bornRows(0);
  const make = ruddrLists.get(list)?.make;
  const shown = make === undefined ? [] : rows.map((row) => make(row, world.seed)).toReversed();
  world.shown.set(list, shown);
  return shown;
}

function remove(world: World, list: RuddrList, id: string): void {
  const { rows, next } = world.lists.get(list) ?? bornRows(0);
  // They are shown newest first.
  const place = rows.length - 1 - rowsOf(world, list).findIndex((row) => row.id === id);
  if (place === rows.length) throw mockRowMissing('ruddr', list, id);
  world.lists.set(list, { rows: rows.toSpliced(place, 1), next });
  world.shown.delete(list);
}

function advance(world: World): void {
  world.moment += 1;
  world.shown.clear();
  for (const [name, rows] of world.lists) world.lists.set(name, advancedRows(rows, world.moment));
}

function answer(world: World, { method, path, query, headers }: MockRequest): MockResponse {
  const { options } = world;
  world.asked += 1;
  if (headers['authorization'] !== `Bearer ${options.token ?? ruddrMockToken}`) return unauthorized();
  if (options.locked === true) return locked();
  if (options.refuseEvery !== undefined && world.asked % options.refuseEvery === 0) return tooMany();
  if (method !== 'GET') return notAllowed();
  if (path === '/api/workspace') return jsonResponse(200, world.workspace);
  const found = [...ruddrLists].find(([, list]) => list.path === path);
  if (found === undefined) return notFound();
  const [name] = found;
  if (options.forbidden?.includes(name) === true) return forbidden();
  if (options.promising?.includes(name) === true) return jsonResponse(200, { results: [], hasMore: true });
  const rules = {
    capMode: options.capMode ?? 'reject',
    saysMore: options.withoutHasMore?.includes(name) !== true,
  } as const;
  return listPage(withinDates(rowsOf(world, name), query), rules, query);
}

/** Of the filters only those on the date of a row. */
function withinDates(rows: readonly RuddrRow[], query: URLSearchParams): readonly RuddrRow[] {
  const [from, until] = [query.get('dateOnAfter'), query.get('dateBefore')];
  if (from === null && until === null) return rows;
  return rows.filter((row) => {
    const date = String(row['date']);
    return (from === null || date >= from) && (until === null || date < until);
  });
}
