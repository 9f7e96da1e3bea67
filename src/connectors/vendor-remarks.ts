/**
 * What is known of the APIs of vendors that a description of them cannot know: caps, fields that rows do not have, paths
 * that moved. Told where somebody describes such an API; the connector of the vendor minds all of it.
 */

/** An API as somebody described it. */
export interface DescribedApi {
  /** What the description is called; counts as the vendor where the host says nothing. */
  readonly name: string;
  readonly host: string;
  /** Requests in a minute that are said to be allowed. */
  readonly requestsPerMinute?: number | undefined;
  readonly resources: readonly DescribedResource[];
}

export interface DescribedResource {
  readonly name: string;
  readonly path: string;
  readonly primaryKey: readonly string[];
  readonly cursor?: string | undefined;
  readonly paginatorType?: string | undefined;
  readonly limit?: number | undefined;
}

export interface VendorRemark {
  readonly resource?: string | undefined;
  readonly path: string;
  readonly message: string;
  readonly hint: string;
}

interface Trap {
  readonly path: string;
  readonly isIn: (resource: DescribedResource) => boolean;
  readonly message: string;
}

interface Vendor {
  readonly connector: string;
  readonly hosts: RegExp;
  readonly names: RegExp;
  readonly mostPerMinute?: number | undefined;
  readonly traps: readonly Trap[];
  /** Of the address itself. */
  readonly address?: { readonly isIn: (host: string) => boolean; readonly message: string } | undefined;
}

/** What a description says that its API does not keep; nothing for vendors that are not known. */
export function vendorRemarks(api: DescribedApi): readonly VendorRemark[] {
  const vendor = vendors.find(({ hosts }) => hosts.test(api.host)) ?? vendors.find(({ names }) => names.test(api.name));
  if (vendor === undefined) return [];
  const hint = `Use the connector: sluice run ${vendor.connector}.`;
  const ofResources = vendor.traps.flatMap(({ path, isIn, message }) =>
    api.resources.filter(isIn).map((resource) => ({ resource: resource.name, path, message, hint })),
  );
  const { mostPerMinute: most, address } = vendor;
  const tooFast = most !== undefined && (api.requestsPerMinute ?? 0) > most;
  return [
    ...(address?.isIn(api.host) === true ? [{ path: 'client.base_url', message: address.message, hint }] : []),
    ...(tooFast
      ? [
          {
            path: 'client.rate_limit',
            message: `the vendor documents ${most} requests a minute and not ${api.requestsPerMinute}`,
            hint,
          },
        ]
      : []),
    ...ofResources,
  ];
}

const isNamed =
  (pattern: RegExp): Trap['isIn'] =>
  ({ name }) =>
    pattern.test(name);

const vendors: readonly Vendor[] = [
  {
    connector: 'svix',
    hosts: /(?:^|\.)svix\.com$/,
    names: /svix/i,
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
        isIn: ({ path, primaryKey }) => path.endsWith('event-type') && !primaryKey.includes('name'),
        message: 'event types have no uuid and no id: their key is name',
      },
    ],
  },
  {
    connector: 'dbt-cloud',
    hosts: /(?:^|\.)(?:getdbt|dbt)\.com$/,
    names: /dbt/i,
    address: {
      isIn: (host) => /(?:^|\.)getdbt\.com$/.test(host),
      message: 'the vendor ends its getdbt.com addresses on 1 November 2026: every account has a host of its own',
    },
    traps: [
      {
        path: 'endpoint.paginator.limit',
        isIn: ({ limit = 0 }) => limit > 100,
        message:
          'multi-tenant servers refuse more than 100 rows a page; a server that gives fewer in silence loses none here',
      },
      {
        path: 'endpoint.path',
        isIn: ({ path }) => /connections\/?$/.test(path),
        message: 'connections are not in version 2 of the API: they are at /api/v3',
      },
    ],
  },
  {
    connector: 'persistiq',
    hosts: /(?:^|\.)persistiq\.com$/,
    names: /persist_?iq/i,
    mostPerMinute: 100,
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
  },
  {
    connector: 'lightdash',
    hosts: /(?:^|[.-])lightdash/,
    names: /lightdash/i,
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
    ],
  },
  {
    connector: 'ruddr',
    hosts: /(?:^|\.)ruddr\.io$/,
    names: /ruddr/i,
    traps: [
      {
        path: 'write_disposition',
        isIn: isNamed(/^clients$/),
        message: 'what is deleted there is told by no list of this API: merged tables keep it',
      },
    ],
  },
];
