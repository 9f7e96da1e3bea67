import type { MockApi, MockRequest, MockResponse } from '../mock-api.ts';
import {
  badRequest,
  coolingDown,
  envelope,
  failedInside,
  forbidden,
  movedTo,
  notFound,
  unauthorized,
} from './answers.ts';
import { found } from './filters.ts';
import { listPage, type Cap } from './list-page.ts';
import type { DbtRow } from './place.ts';
import { dbtAccounts, dbtCloudCounts, type DbtAccount, type DbtCloudCounts, type DbtList } from './rows.ts';
import { artifactsOf, asReadAt, stepsOf } from './run-rows.ts';
import { listAt } from './routes.ts';
import { asFormerConnection } from './work-rows.ts';

export interface DbtCloudMockOptions extends Partial<DbtCloudCounts> {
  /** @default 1 */
  readonly seed?: number | undefined;
  /** The only token that is let in. @default `mockToken` */
  readonly token?: string | undefined;
  /** @default reject, as multi-tenant servers */
  readonly cap?: Cap | undefined;
  /** True: lists do not count their rows. @default false */
  readonly countless?: boolean | undefined;
  /** False: the token may read accounts but not list them. @default true */
  readonly listsAccounts?: boolean | undefined;
  /** Lists that the token may not read: 403. */
  readonly forbidden?: readonly DbtList[] | undefined;
  /** Lists that are not there, or not for this token: 404. */
  readonly missing?: readonly DbtList[] | undefined;
  /** Lists that fail once with 200, so that only the envelope says so. */
  readonly stumbling?: readonly DbtList[] | undefined;
  /** Origin that everything has moved to. */
  readonly movedTo?: string | undefined;
  /** After so many requests, so many are refused without a word on how long that lasts. */
  readonly coolDown?: { readonly after: number; readonly answers: number } | undefined;
}

/** A dbt Cloud on this machine, and a hand on its clock. */
export interface DbtCloudMock extends MockApi {
  readonly accounts: readonly DbtAccount[];
  /** All rows of a list as they are now, those of all accounts together; without what changes at every reading. */
  rows(list: DbtList | 'accounts'): readonly DbtRow[];
  /** Lets six hours pass: runs end and begin, jobs change. */
  advance(): void;
}

/** The token that the local dbt Cloud lets in unless told otherwise. It opens nothing else. */
export const mockToken = 'dbtc_local0mock0token0opens0nothing';

/**
 * Behaves as dbt Cloud does: one envelope for rows and errors, offsets with a cap, slashes at the end of paths, two
 * spellings of times, runs that have not ended yet.
 * @see vendors reference, sections 2.1 to 2.4
 */
export function dbtCloudMock(options: DbtCloudMockOptions = {}): DbtCloudMock {
  const counts: DbtCloudCounts = { ...dbtCloudCounts, ...options };
  const world = new World(options, counts);
  return {
    name: 'dbt-cloud',
    description: `dbt Cloud with ${counts.accounts} accounts, ${counts.jobs} jobs and ${counts.runs} runs in the first`,
    keys: { token: options.token ?? mockToken },
    paths: ['/api/v2/accounts/', '/api/v2/accounts/1001/runs/?limit=100', '/api/v3/accounts/1001/connections/'],
    get accounts() {
      return world.accounts;
    },
    rows: (list) => world.accounts.flatMap((account) => (list === 'accounts' ? [account.row] : account.lists[list])),
    advance: () => world.advance(),
    handle: (request) => world.answer(request),
  };
}

class World {
  accounts: readonly DbtAccount[];
  readonly #options: DbtCloudMockOptions;
  readonly #counts: DbtCloudCounts;
  readonly #stumbled = new Set<DbtList>();
  #moment = 0;
  #requests = 0;

  constructor(options: DbtCloudMockOptions, counts: DbtCloudCounts) {
    this.#options = options;
    this.#counts = counts;
    this.accounts = this.#look();
  }

  advance(): void {
    this.#moment += 1;
    this.accounts = this.#look();
  }

  answer(request: MockRequest): MockResponse {
    this.#requests += 1;
    const { coolDown, token } = this.#options;
    if (this.#options.movedTo !== undefined) return movedTo(`${this.#options.movedTo}${request.path}`);
    const isCooling = coolDown !== undefined && this.#requests > coolDown.after;
    if (isCooling && this.#requests <= coolDown.after + coolDown.answers) return coolingDown();
    const sent = request.headers['authorization'];
    if (!['Token', 'Bearer'].some((scheme) => sent === `${scheme} ${token ?? mockToken}`)) return unauthorized();
    if (request.method !== 'GET') return notFound();
    return this.#read(request);
  }

  #read(request: MockRequest): MockResponse {
    const { path, query } = request;
    const isHook = path.endsWith('/webhooks/subscriptions');
    if (!path.endsWith('/') && !isHook) return movedTo(`${path}/${query.size === 0 ? '' : `?${query.toString()}`}`);
    if (/^\/api\/v[23]\/accounts\/$/.test(path)) return this.#listAccounts();
    const [, version = '', id = '', rest = ''] = /^\/api\/(v[23])\/accounts\/(\d+)\/(.*)$/.exec(path) ?? [];
    const account = this.accounts.find((one) => String(one.id) === id);
    if (account === undefined) return notFound();
    if (rest === '') return envelope(account.row);
    const ofRun = /^runs\/(\d+)\/(artifacts\/)?$/.exec(rest);
    if (ofRun !== null) return this.#readRun(account, ofRun, query);
    const list = listAt(version, rest);
    return list === undefined ? notFound() : this.#list(account, list, { isFormer: version === 'v2', query });
  }

  #listAccounts(): MockResponse {
    if (this.#options.listsAccounts === false) return forbidden();
    const count = this.accounts.length;
    const extra = { filters: {}, order_by: null, pagination: { count, total_count: count } };
    return envelope(
      this.accounts.map(({ row }) => row),
      this.#options.countless === true ? undefined : extra,
    );
  }

  #list(
    account: DbtAccount,
    list: DbtList,
    { isFormer, query }: { readonly isFormer: boolean; readonly query: URLSearchParams },
  ): MockResponse {
    const { forbidden: refused, missing, stumbling, cap = 'reject', countless = false } = this.#options;
    if (missing?.includes(list) === true) return notFound();
    if (refused?.includes(list) === true) return forbidden();
    if (stumbling?.includes(list) === true && !this.#stumbled.has(list)) {
      this.#stumbled.add(list);
      return failedInside();
    }
    // Audit logs are part of some plans only.
    const reason = 'Audit logs are not enabled on this account';
    if (list === 'audit_logs' && account !== this.accounts[0]) return badRequest(reason, { reason });
    const rows = found(list, account.lists[list], query);
    if ('status' in rows) return rows;
    return listPage(
      rows.map((row) => this.#shown(list, row, isFormer)),
      query,
      { cap, countless, account: account.id },
    );
  }

  #shown(list: DbtList, row: DbtRow, isFormer: boolean): DbtRow {
    if (list === 'runs') return asReadAt(row, this.#requests);
    return list === 'connections' && isFormer ? asFormerConnection(row) : row;
  }

  #readRun(account: DbtAccount, [, id, artifacts]: RegExpExecArray, query: URLSearchParams): MockResponse {
    const run = account.lists.runs.find((row) => String(row['id']) === id);
    if (run === undefined) return notFound();
    if (artifacts === undefined) {
      const withSteps = (query.get('include_related') ?? '').includes('run_steps');
      return envelope({ ...asReadAt(run, this.#requests), run_steps: withSteps ? stepsOf(run) : [] });
    }
    const files = artifactsOf(run);
    return files === undefined ? notFound() : envelope(files);
  }

  #look(): readonly DbtAccount[] {
    return dbtAccounts(this.#counts, this.#options.seed ?? 1, this.#moment);
  }
}
