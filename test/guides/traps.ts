/**
 * Every trap that is known of the five vendors: where they are described otherwise than they are. Numbers are those of
 * the reference of vendors: section 0 has nine, each "seed against reality" table as many as it has rows.
 */

/** What `sluice check` of the guide says of it. */
export interface SeenTrap {
  readonly number: string;
  readonly guide: 'svix' | 'lightdash' | 'dbt-cloud' | 'persistiq' | 'ruddr';
  readonly trap: string;
  readonly kind: 'contradictory' | 'inferred' | 'ignored' | 'taken' | 'risk' | 'note';
  readonly resource?: string;
  readonly path: string;
  readonly says: RegExp;
  /** A guide that has the trap, where the one at hand has it not: every text on the left becomes the one on the right. */
  readonly written?: readonly (readonly [string, string])[];
}

/** What no text can show: why, and the test that shows that the connector minds it. */
export interface UnseenTrap {
  readonly number: string;
  readonly guide: SeenTrap['guide'];
  readonly trap: string;
  readonly because: string;
  readonly file: string;
  readonly test: string;
}

const ruddrPaginator = `"paginator": {
                    "type": "cursor",
                    "limit": 100,
                    "cursor_param": "startingAfter",
                    "stop_condition": "not response.get('hasMore', False)"
                }`;
const pagination =
  '\n- **Pagination**: Cursor-based with `startingAfter` parameter and a limit of 100 records per page.';

// prettier-ignore
export const seenTraps: readonly SeenTrap[] = [
  { number: '0.1', guide: 'dbt-cloud', trap: 'a limit of 5000', kind: 'contradictory', resource: 'jobs', path: 'endpoint.paginator.limit', says: /refuse more than 100 rows a page/ },
  { number: '0.1', guide: 'dbt-cloud', trap: 'a limit of 5000, to whoever does not know the vendor', kind: 'contradictory', resource: 'runs', path: 'endpoint.paginator.limit', says: /5000 rows a page are more than most APIs give.*steps by what comes/ },
  { number: '0.1', guide: 'dbt-cloud', trap: 'what is done about it', kind: 'inferred', resource: 'jobs', path: 'endpoint.paginator.limit_if_refused', says: /100 where the API refuses so many/ },
  { number: '0.2', guide: 'ruddr', trap: 'no limit: ten rows a page', kind: 'contradictory', resource: 'clients', path: 'endpoint.paginator.limit', says: /without limit a page has ten rows/, written: [['"limit": 100,', ''], [' and a limit of 100 records per page', '']] },
  { number: '0.2', guide: 'ruddr', trap: 'holidays without a paginator', kind: 'contradictory', resource: 'holidays', path: 'endpoint.paginator', says: /of ten rows where no limit is sent: this is one page/, written: [[ruddrPaginator, '"paginator": "single_page"'], [pagination, '']] },
  { number: '0.2', guide: 'ruddr', trap: 'members read as a whole', kind: 'contradictory', resource: 'workspace_members', path: 'endpoint.data_selector', says: /rows are in results: read as a whole/, written: [['"data_selector": "results"', '"data_selector": "$"'], ['\n- **Data Selector**: `results`', '']] },
  { number: '0.3', guide: 'persistiq', trap: 'next_page is an address', kind: 'contradictory', resource: 'leads', path: 'endpoint.paginator.next_page_path', says: /next_page is an address and not a number; its page is taken out/ },
  { number: '0.4', guide: 'persistiq', trap: 'leads have no updated_at', kind: 'contradictory', resource: 'leads', path: 'endpoint.incremental.cursor_path', says: /rows of leads have no updated_at/ },
  { number: '0.4', guide: 'persistiq', trap: 'rows without the cursor', kind: 'inferred', resource: 'leads', path: 'endpoint.incremental', says: /rows without updated_at are loaded, too/ },
  { number: '0.5', guide: 'svix', trap: 'event types have no uuid', kind: 'contradictory', resource: 'event_types', path: 'primary_key', says: /no uuid and no id: their key is name/ },
  { number: '0.5', guide: 'svix', trap: 'uuid in the text, id in the code', kind: 'contradictory', resource: 'event_types', path: 'primary_key', says: /the text says uuid, the code at line 20 id/ },
  { number: '0.6', guide: 'lightdash', trap: '[*] of an object', kind: 'contradictory', resource: 'dashboards', path: 'endpoint.data_selector', says: /one object here and no list: it is one row/ },
  { number: '0.6', guide: 'lightdash', trap: '[*] of an object, to whoever does not know the vendor', kind: 'inferred', resource: 'project_details', path: 'endpoint.data_selector', says: /one object there is one row \(L12\)/ },
  { number: '0.6', guide: 'lightdash', trap: 'users are in results.data', kind: 'contradictory', resource: 'users', path: 'client.paginator', says: /come in results\.data/ },
  { number: '0.7', guide: 'lightdash', trap: 'charts on no dashboard', kind: 'contradictory', resource: 'saved_charts', path: 'endpoint.path', says: /on no dashboard are not reached/ },
  { number: '0.8', guide: 'dbt-cloud', trap: 'runs through jobs', kind: 'contradictory', resource: 'runs', path: 'endpoint.path', says: /is said to hang on jobs, but its path .* takes nothing of it/ },
  { number: '0.8', guide: 'dbt-cloud', trap: 'runs of deleted jobs', kind: 'contradictory', resource: 'runs', path: 'endpoint.path', says: /all runs, those of deleted jobs too/ },
  { number: '0.9', guide: 'svix', trap: '/api before /v1', kind: 'contradictory', resource: 'applications', path: 'endpoint.path', says: /below \/api\/v1, and only ingest paths as they are/ },

  { number: '1.4.1', guide: 'lightdash', trap: '$.next_page is never sent', kind: 'contradictory', resource: 'users', path: 'client.paginator', says: /no answer has next_page/ },
  { number: '1.4.2', guide: 'lightdash', trap: '$.results[*] for all', kind: 'inferred', resource: 'users', path: 'endpoint.data_selector', says: /as projects says at line 28, or in a list results\.data inside of it/ },
  { number: '1.4.3', guide: 'lightdash', trap: 'updatedAt and since', kind: 'contradictory', path: 'endpoint.incremental', says: /no list of this API filters by time: since is not read/ },
  { number: '1.4.3', guide: 'lightdash', trap: 'updatedAt of no resource in particular', kind: 'ignored', path: 'endpoint.incremental', says: /said of no resource in particular: none is filtered/ },
  { number: '1.4.3', guide: 'lightdash', trap: 'now minus a buffer', kind: 'ignored', path: 'endpoint.incremental', says: /current date minus a reasonable buffer.*the first run loads everything/ },
  { number: '1.4.4', guide: 'lightdash', trap: 'charts of dashboards: many, null, repeated', kind: 'inferred', resource: 'saved_charts', path: 'endpoint.path', says: /every distinct savedChartUuid anywhere in a row asks once, so what no row mentions is not loaded/ },
  { number: '1.4.5', guide: 'lightdash', trap: 'dashboardUuid is uuid of the list', kind: 'inferred', resource: 'dashboards', path: 'endpoint.path', says: /\{dashboardUuid\} ← project_dashboards\.uuid/ },
  { number: '1.4.6', guide: 'lightdash', trap: 'tables configuration has no key', kind: 'contradictory', resource: 'project_tables_configuration', path: 'primary_key', says: /no projectUuid of its own/ },
  { number: '1.4.6', guide: 'lightdash', trap: 'where its key comes from', kind: 'inferred', resource: 'project_tables_configuration', path: 'include_from_parent', says: /rows get it from projects\.projectUuid \(L13\)/ },

  { number: '2.5.1', guide: 'dbt-cloud', trap: 'a limit over the cap', kind: 'risk', resource: 'connections', path: 'resources[1].endpoint.paginator.limit', says: /gives 100 at most/ },
  { number: '2.5.2', guide: 'dbt-cloud', trap: 'job_id filters nothing', kind: 'contradictory', resource: 'runs', path: 'endpoint.path', says: /no path has a place for job_id/ },
  { number: '2.5.2', guide: 'dbt-cloud', trap: 'the filter is job_definition_id', kind: 'contradictory', resource: 'runs', path: 'endpoint.path', says: /filter is job_definition_id/ },
  { number: '2.5.3', guide: 'dbt-cloud', trap: 'connections of version 3', kind: 'contradictory', resource: 'connections', path: 'endpoint.path', says: /at \/api\/v3/ },
  { number: '2.5.4', guide: 'dbt-cloud', trap: 'accounts are one page, which is true', kind: 'note', resource: 'accounts', path: 'resources[0].endpoint.paginator', says: /asks for one page only/ },
  { number: '2.5.5', guide: 'dbt-cloud', trap: 'five minutes of 429', kind: 'contradictory', path: 'client.rate_limit', says: /429 for five minutes/ },
  { number: '2.5.6', guide: 'dbt-cloud', trap: 'paths without a slash', kind: 'contradictory', path: 'endpoint.path', says: /paths of this API end in a slash/ },
  { number: '2.1', guide: 'dbt-cloud', trap: 'the host ends', kind: 'contradictory', path: 'client.base_url', says: /getdbt\.com addresses on 1 November 2026/ },
  { number: '2.3', guide: 'dbt-cloud', trap: 'deleted jobs are not listed', kind: 'contradictory', resource: 'jobs', path: 'endpoint.params', says: /deleted ones are missing unless state=all/ },
  { number: '2.4', guide: 'dbt-cloud', trap: 'order_by is no filter', kind: 'contradictory', resource: 'runs', path: 'endpoint.incremental.start_param', says: /order_by sorts and does not filter/ },
  { number: '2.4', guide: 'dbt-cloud', trap: 'what filters is a range', kind: 'contradictory', resource: 'runs', path: 'endpoint.incremental.start_param', says: /finished_at__range/ },
  { number: '2.4', guide: 'dbt-cloud', trap: 'now minus a buffer', kind: 'ignored', path: 'endpoint.incremental', says: /reasonable buffer.*the first run loads everything/ },
  { number: '2.4', guide: 'dbt-cloud', trap: 'runs that have not ended', kind: 'inferred', resource: 'runs', path: 'endpoint.incremental', says: /rows without finished_at are loaded, too/ },

  { number: '3.5.1', guide: 'persistiq', trap: 'the next page by its number', kind: 'inferred', resource: 'users', path: 'endpoint.paginator.next_page_path', says: /number of the next page, or as a link that has it/ },
  { number: '3.5.2', guide: 'persistiq', trap: 'pages begin at 1', kind: 'inferred', resource: 'leads', path: 'endpoint.paginator.base_page', says: /counted from 1/ },
  { number: '3.5.3', guide: 'persistiq', trap: 'cursor updated_at', kind: 'contradictory', resource: 'leads', path: 'endpoint.incremental.cursor_path', says: /nothing is remembered, and every run loads everything/ },
  { number: '3.5.4', guide: 'persistiq', trap: '1000 requests a minute', kind: 'contradictory', path: 'client.rate_limit', says: /100 requests a minute and not 1000/ },
  { number: '3.5.5', guide: 'persistiq', trap: 'a format that is the key', kind: 'inferred', path: 'client.auth.format', says: /\{access_token\} is what is sent/ },
  { number: '3.1', guide: 'persistiq', trap: 'User-Agent is not required', kind: 'ignored', path: 'client.headers', says: /every request has a User-Agent/ },

  { number: '4.4.1', guide: 'svix', trap: 'api.example.com', kind: 'contradictory', path: 'client.base_url', says: /api\.example\.com is a stand-in/ },
  { number: '4.4.1', guide: 'svix', trap: 'hosts of regions', kind: 'contradictory', path: 'client.base_url', says: /the end of the token names the region/ },
  { number: '4.4.2', guide: 'svix', trap: '/v1 is /api/v1', kind: 'contradictory', resource: 'webhook_endpoint', path: 'endpoint.path', says: /below \/api\/v1/ },
  { number: '4.4.3', guide: 'svix', trap: 'the key uuid', kind: 'contradictory', resource: 'event_types', path: 'primary_key', says: /their key is name/ },
  { number: '4.4.3', guide: 'svix', trap: 'what becomes of rows without it', kind: 'inferred', path: 'resource_defaults.write_disposition', says: /appended instead of refused \(L15\)/ },
  { number: '4.4.4', guide: 'svix', trap: 'tokens of an environment', kind: 'contradictory', resource: 'tokens', path: 'endpoint.path', says: /\{env_id\}\/api-token/ },
  { number: '4.4.5', guide: 'svix', trap: 'incremental on datetime cursors', kind: 'contradictory', path: 'endpoint.incremental', says: /promised, and no resource has a cursor/ },
  { number: '4.4.6', guide: 'svix', trap: 'no cursor path', kind: 'inferred', resource: 'tokens', path: 'endpoint.paginator', says: /the first answer shows: iterator in it/ },
  { number: '4.4.6', guide: 'svix', trap: 'done stops', kind: 'taken', resource: 'tokens', path: 'endpoint.paginator.stop_condition', says: /"done" is read as a condition/ },
  { number: '4.4.7', guide: 'svix', trap: 'retries', kind: 'taken', path: 'client.retry', says: /3 retries and a backoff factor of 2.*sets how failures/ },
  { number: '4.4.8', guide: 'svix', trap: 'src_id is source_id', kind: 'inferred', resource: 'ingest_source_endpoint', path: 'endpoint.path', says: /\{src_id\} ← ingest_source\.id/ },
  { number: '4.4.9', guide: 'svix', trap: 'required fields are not enforced', kind: 'ignored', resource: 'tokens', path: 'resources.columns', says: /rows need not have them/ },
  { number: '4.3', guide: 'svix', trap: 'archived event types', kind: 'contradictory', resource: 'event_types', path: 'endpoint.params', says: /include_archived=true/ },
  { number: '4.3', guide: 'svix', trap: 'rows of endpoints do not name their application', kind: 'risk', resource: 'endpoints', path: 'resources[3].include_from_parent', says: /nothing in a row says which row of "applications"/ },

  { number: '5.4.1', guide: 'ruddr', trap: 'a limit inside the paginator', kind: 'inferred', resource: 'clients', path: 'endpoint.paginator.limit', says: /limit=100 is sent with every page \(L7\)/ },
  { number: '5.4.2', guide: 'ruddr', trap: 'no cursor path', kind: 'inferred', resource: 'clients', path: 'endpoint.paginator.last_row_key', says: /gets id of the last row of each page/ },
  { number: '5.4.3', guide: 'ruddr', trap: 'a condition in Python', kind: 'taken', resource: 'clients', path: 'endpoint.paginator.stop_condition', says: /response\.get\('hasMore', False\)" is read as a condition on each answer, and not run/ },
  { number: '5.4.4', guide: 'ruddr', trap: 'api.example.com', kind: 'contradictory', path: 'client.base_url', says: /the API is at https:\/\/www\.ruddr\.io/ },
  { number: '5.4.5', guide: 'ruddr', trap: 'deletions stay', kind: 'contradictory', path: 'resource_defaults.write_disposition', says: /merged tables keep it/ },
  { number: '5.4.6', guide: 'ruddr', trap: 'retries', kind: 'taken', path: 'client.retry', says: /429, 500, 502, 503, and 504.*sets how failures/ },
  { number: '5.4.7', guide: 'ruddr', trap: 'holidays in one page', kind: 'contradictory', resource: 'holidays', path: 'endpoint.paginator', says: /this is one page of it/, written: [[ruddrPaginator, '"paginator": "single_page"'], [pagination, '']] },
];

const onlyInAnswers = 'only the answers show it';

// prettier-ignore
export const unseenTraps: readonly UnseenTrap[] = [
  { number: '0.1', guide: 'dbt-cloud', trap: 'a server that clamps', because: onlyInAnswers, file: 'connectors-dbt-cloud-traps.test.ts', test: 'against a server that clamps: the offset steps by the rows that came' },
  { number: '0.3', guide: 'persistiq', trap: 'the tenth page', because: onlyInAnswers, file: 'connectors-persistiq-traps.test.ts', test: 'pages are counted from 1, beyond the ninth too, and each is asked for once' },
  { number: '1.4.3', guide: 'lightdash', trap: 'a parent that is filtered hides its children', because: 'the guide filters nobody in particular', file: 'connectors-lightdash-traps.test.ts', test: 'no cursor: a second run reads everything, for editing a chart does not touch its dashboard' },
  { number: '1.4', guide: 'lightdash', trap: '403 and 404 of details', because: onlyInAnswers, file: 'guides/seeds.test.ts', test: 'a chart that answers %i is left out' },
  { number: '1.4.2', guide: 'lightdash', trap: 'users of an old server', because: onlyInAnswers, file: 'connectors-lightdash-traps.test.ts', test: 'users of an old server are the list itself, all at once' },
  { number: '2.5.4', guide: 'dbt-cloud', trap: 'accounts are one page', because: 'it is true', file: 'connectors-dbt-cloud-traps.test.ts', test: 'accounts come on one page' },
  { number: '3.2', guide: 'persistiq', trap: 'users without has_more', because: onlyInAnswers, file: 'connectors-persistiq-traps.test.ts', test: 'users come whole and without has_more, or in pages: both are read to the end' },
  { number: '5.4.6', guide: 'ruddr', trap: '423 and 403 are final', because: 'the guide names neither', file: 'connectors-ruddr-traps.test.ts', test: '423 is final: nothing is asked again' },
  { number: '5.2', guide: 'ruddr', trap: 'a promise of more without rows', because: onlyInAnswers, file: 'connectors-ruddr-traps.test.ts', test: '5.5: no rows and a promise of more is an error that names the stream' },
];

/** How many rows each table has. */
export const tables: readonly (readonly [string, number])[] = [
  ['0', 9],
  ['1.4', 6],
  ['2.5', 6],
  ['3.5', 5],
  ['4.4', 9],
  ['5.4', 7],
];
