import type { DescribedApi, DescribedResource } from './described-api.ts';

/** A vendor, how its descriptions are known, and what they get wrong. */
export interface Vendor {
  readonly connector: string;
  readonly hosts: RegExp;
  readonly names: RegExp;
  readonly ofApi: readonly ApiTrap[];
  readonly traps: readonly Trap[];
}

/** Something that is wrong with a description as a whole. */
export interface ApiTrap {
  readonly path: string;
  readonly isIn: (api: DescribedApi) => boolean;
  readonly message: (api: DescribedApi) => string;
}

/** Something that is wrong with the description of single resources. */
export interface Trap {
  readonly path: string;
  readonly isIn: (resource: DescribedResource) => boolean;
  readonly message: string;
}

const isNamed =
  (pattern: RegExp): Trap['isIn'] =>
  ({ name }) =>
    pattern.test(name);

const endsIn =
  (pattern: RegExp): Trap['isIn'] =>
  ({ path }) =>
    pattern.test(path.replace(/\?.*$/, '').replace(/\/$/, ''));

const isUnpaged: Trap['isIn'] = ({ paginatorType = 'single_page' }) => paginatorType === 'single_page';

function tooFast(most: number): ApiTrap {
  return {
    path: 'client.rate_limit',
    isIn: ({ requestsPerMinute = 0 }) => requestsPerMinute > most,
    message: ({ requestsPerMinute }) => `the vendor documents ${most} requests a minute and not ${requestsPerMinute}`,
  };
}

/** Where the API is, for descriptions whose address only stands for one. */
function home(address: string): ApiTrap {
  return {
    path: 'client.base_url',
    isIn: ({ isStandIn }) => isStandIn === true,
    message: () => `the API is at ${address}`,
  };
}

const svix: Vendor = {
  connector: 'svix',
  hosts: /(?:^|\.)svix\.com$/,
  names: /svix/i,
  ofApi: [home('https://api.us.svix.com, api.eu, api.in, api.ca or api.au: the end of the token names the region')],
  traps: [
    {
      path: 'endpoint.path',
      isIn: ({ path }) => /^\/?v1\//.test(path),
      message: 'the API has this below /api/v1, and only ingest paths as they are',
    },
    {
      path: 'endpoint.path',
      isIn: ({ path }) => /management\/authentication\/api-token/.test(path),
      message: 'since July 2025 this path has the environment in it: /management/authentication/{env_id}/api-token',
    },
    {
      path: 'primary_key',
      isIn: (resource) => endsIn(/event-type$/)(resource) && !resource.primaryKey.includes('name'),
      message: 'event types have no uuid and no id: their key is name',
    },
    {
      path: 'endpoint.params',
      isIn: (resource) => endsIn(/event-type$/)(resource) && resource.params?.includes('include_archived') !== true,
      message: 'archived event types are missing unless include_archived=true is sent',
    },
  ],
};

const dbtCloud: Vendor = {
  connector: 'dbt-cloud',
  hosts: /(?:^|\.)(?:getdbt|dbt)\.com$/,
  names: /dbt/i,
  ofApi: [
    {
      path: 'client.base_url',
      isIn: ({ host }) => /(?:^|\.)getdbt\.com$/.test(host),
      message: () =>
        'the vendor ends its getdbt.com addresses on 1 November 2026: every account has a host of its own, and a redirect to it gets no token',
    },
    {
      path: 'client.rate_limit',
      isIn: ({ requestsPerMinute }) => requestsPerMinute === undefined,
      message: () =>
        'the vendor allows 5000 requests a minute, and beyond that answers 429 for five minutes: quick retries cannot succeed',
    },
    tooFast(5000),
    {
      path: 'endpoint.path',
      isIn: ({ resources }) => resources.some(({ path }) => /^[^?]*[^/?]$/.test(path)),
      message: () => 'paths of this API end in a slash: without it each request is redirected',
    },
  ],
  traps: [
    {
      path: 'endpoint.paginator.limit',
      isIn: ({ limit = 0 }) => limit > 100,
      message:
        'multi-tenant servers refuse more than 100 rows a page; a server that gives fewer in silence loses none here',
    },
    {
      path: 'endpoint.path',
      isIn: endsIn(/connections$/),
      message: 'connections are not in version 2 of the API: they are at /api/v3',
    },
    {
      path: 'endpoint.path',
      isIn: (resource) => endsIn(/runs$/)(resource) && resource.hasUnusedParent === true,
      message:
        'the list of the account has all runs, those of deleted jobs too; its filter is job_definition_id, and there is no job_id',
    },
    {
      path: 'endpoint.incremental.start_param',
      isIn: (resource) => endsIn(/runs$/)(resource) && resource.cursor === 'finished_at',
      message: 'what filters by this time is finished_at__range, with a list of two times without a zone',
    },
    {
      path: 'endpoint.params',
      isIn: (resource) => endsIn(/(?:jobs|environments)$/)(resource) && resource.params?.includes('state') !== true,
      message: 'deleted ones are missing unless state=all is sent, and runs still point at them',
    },
  ],
};

const persistiq: Vendor = {
  connector: 'persistiq',
  hosts: /(?:^|\.)persistiq\.com$/,
  names: /persist_?iq/i,
  ofApi: [tooFast(100)],
  traps: [
    {
      path: 'endpoint.incremental.cursor_path',
      isIn: ({ cursor }) => cursor === 'updated_at',
      message: 'rows of leads have no updated_at: nothing is remembered, and every run loads everything',
    },
    {
      path: 'endpoint.paginator.next_page_path',
      isIn: ({ paginatorType, name }) => paginatorType === 'page_number' && name !== 'users',
      message: 'next_page is an address and not a number; its page is taken out of it',
    },
  ],
};

const lightdash: Vendor = {
  connector: 'lightdash',
  hosts: /(?:^|[.-])lightdash/,
  names: /lightdash/i,
  ofApi: [
    {
      path: 'endpoint.incremental',
      isIn: ({ hasLooseIncremental }) => hasLooseIncremental === true,
      message: () =>
        'no list of this API filters by time: since is not read, and a parent that is filtered by updatedAt hides changes of its children',
    },
  ],
  traps: [
    {
      path: 'endpoint.path',
      isIn: isNamed(/^saved_charts?$/),
      message: 'charts that are on no dashboard are not reached through dashboards; the list of charts has all',
    },
    {
      path: 'client.paginator',
      isIn: isNamed(/^users$/),
      message:
        'no answer has next_page; users of newer servers come in results.data, and in pages only when page and pageSize are sent',
    },
    {
      path: 'primary_key',
      isIn: ({ path }) => path.endsWith('tablesConfiguration'),
      message: 'the answer has no projectUuid of its own, and is one object and no list',
    },
    {
      path: 'endpoint.data_selector',
      isIn: (resource) =>
        resource.selector?.endsWith('[*]') === true &&
        endsIn(/(?:^|\/)(?:projects|dashboards|saved)\/\{[^{}]*\}$/)(resource),
      message: 'results is one object here and no list: it is one row, and not one for each of its values',
    },
  ],
};

const ruddr: Vendor = {
  connector: 'ruddr',
  hosts: /(?:^|\.)ruddr\.io$/,
  names: /ruddr/i,
  ofApi: [
    home('https://www.ruddr.io'),
    {
      path: 'resource_defaults.write_disposition',
      isIn: ({ writeDisposition }) => writeDisposition === 'merge',
      message: () => 'what is deleted there is told by no list of this API: merged tables keep it',
    },
  ],
  traps: [
    {
      path: 'endpoint.paginator',
      isIn: isUnpaged,
      message: 'every list of this API comes in pages, of ten rows where no limit is sent: this is one page of it',
    },
    {
      path: 'endpoint.paginator.limit',
      isIn: (resource) =>
        !isUnpaged(resource) && resource.limit === undefined && resource.params?.includes('limit') !== true,
      message: 'without limit a page has ten rows: the API gives 100 at most',
    },
    {
      path: 'endpoint.data_selector',
      isIn: ({ selector = '' }) => !/^(?:\$\.)?results(?:\[\*\])?$/.test(selector),
      message: 'rows are in results: read as a whole, an answer is one row, and has no id to go on from',
    },
  ],
};

/** All whose traps are known. */
export const vendors: readonly Vendor[] = [svix, dbtCloud, persistiq, lightdash, ruddr];
