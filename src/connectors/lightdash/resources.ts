import type { Row } from '../../core/value.ts';
import type { EndpointConfig, ResourceConfig } from '../../sources/rest-api/vocabulary.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface LightdashWishes {
  /**
   * `all` asks for every chart of every project, `on_dashboards` only for those that a tile of a dashboard shows.
   * @default all
   */
  readonly charts?: 'all' | 'on_dashboards' | undefined;
  /** Version of the API that single dashboards and charts are asked of. @default v1 */
  readonly detailsApi?: 'v1' | 'v2' | undefined;
}

/** Parents before children; the first one tells whether the credentials are good. */
export function lightdashResources(wishes: LightdashWishes): readonly ResourceConfig[] {
  return [...ofOrganization, ...ofProjects, dashboards(wishes), savedCharts(wishes)];
}

/** Deep or open objects: one column each, or every kind of chart would make tables of its own. */
const openMap = { data_type: 'json' } as const;

const mustAnswer: Pick<EndpointConfig, 'response_actions'> = { response_actions: [] };

/** Pages are counted where both parameters are given; without a count everything came at once. */
const paged: Pick<EndpointConfig, 'params' | 'paginator' | 'data_selector'> = {
  data_selector: 'results.data',
  params: { pageSize: 100 },
  paginator: {
    type: 'page_number',
    page_param: 'page',
    base_page: 1,
    total_path: 'results.pagination.totalPageCount',
    on_missing_total: 'stop',
  },
};

/** Not all rows say of which project they are, and not on all versions. */
const withProject: Pick<ResourceConfig, 'include_from_parent'> = {
  include_from_parent: [{ field: 'projectUuid', as: 'projectUuid' }],
};

const ofOrganization: readonly ResourceConfig[] = [
  { name: 'current_user', primary_key: 'userUuid', endpoint: { path: 'api/v1/user', ...mustAnswer } },
  { name: 'projects', primary_key: 'projectUuid', endpoint: { path: 'api/v1/org/projects', ...mustAnswer } },
  {
    name: 'users',
    primary_key: 'userUuid',
    // Servers of before pages give the list itself.
    endpoint: { path: 'api/v1/org/users', ...paged, data_selector: ['results.data', 'results'], ...mustAnswer },
  },
  {
    name: 'groups',
    endpoint: { path: 'api/v1/org/groups', ...paged, params: { pageSize: 100, includeMembers: 1000 } },
  },
  {
    name: 'content',
    primary_key: ['contentType', 'uuid'],
    endpoint: {
      path: 'api/v2/content',
      ...paged,
      params: { pageSize: 100, sortBy: 'last_updated_at', sortDirection: 'asc' },
    },
  },
];

const ofProject = (path: string): string => `api/v1/projects/{resources.projects.projectUuid}${path}`;

const ofProjects: readonly ResourceConfig[] = [
  {
    name: 'project_details',
    primary_key: 'projectUuid',
    columns: { dbtConnection: openMap, warehouseConnection: openMap },
    processing_steps: [{ map: withoutSecrets }],
    endpoint: ofProject(''),
  },
  {
    name: 'project_tables_configuration',
    primary_key: 'projectUuid',
    ...withProject,
    endpoint: ofProject('/tablesConfiguration'),
  },
  {
    name: 'project_dashboards',
    primary_key: ['projectUuid', 'uuid'],
    ...withProject,
    endpoint: ofProject('/dashboards'),
  },
  { name: 'charts', ...withProject, processing_steps: [{ map: withSavedChart }], endpoint: ofProject('/charts') },
  { name: 'chart_summaries', ...withProject, endpoint: ofProject('/chart-summaries') },
  { name: 'spaces', ...withProject, endpoint: ofProject('/spaces') },
  { name: 'explores', primary_key: ['projectUuid', 'name'], ...withProject, endpoint: ofProject('/explores') },
  {
    name: 'metrics_catalog',
    primary_key: 'catalogSearchUuid',
    ...withProject,
    endpoint: { path: ofProject('/dataCatalog/metrics'), ...paged },
  },
  {
    name: 'schedulers',
    primary_key: 'schedulerUuid',
    ...withProject,
    columns: { options: openMap, filters: openMap, parameters: openMap },
    endpoint: {
      path: 'api/v1/schedulers/{resources.projects.projectUuid}/list',
      ...paged,
      params: { pageSize: 100, sortBy: 'createdAt', sortDirection: 'asc' },
    },
  },
  {
    name: 'scheduler_runs',
    primary_key: 'runId',
    ...withProject,
    columns: { details: openMap },
    endpoint: {
      path: 'api/v1/schedulers/{resources.projects.projectUuid}/runs',
      ...paged,
      params: { pageSize: 100, sortBy: 'createdAt', sortDirection: 'asc' },
    },
  },
];

/** What `saved_charts` asks for: a chart written in SQL is not one of them. Older servers do not say what a chart is. */
function withSavedChart(row: Row): Row {
  return { ...row, savedChartUuid: row['source'] === 'sql' ? null : (row['uuid'] ?? null) };
}

function dashboards({ detailsApi }: LightdashWishes): ResourceConfig {
  const inProject = 'api/v2/projects/{resources.project_dashboards.projectUuid}';
  const path = detailsApi === 'v2' ? `${inProject}/dashboards` : 'api/v1/dashboards';
  return {
    name: 'dashboards',
    columns: { filters: openMap, parameters: openMap, config: openMap },
    endpoint: `${path}/{resources.project_dashboards.uuid}`,
  };
}

function savedCharts({ charts = 'all', detailsApi }: LightdashWishes): ResourceConfig {
  const parent = charts === 'all' ? 'charts' : 'dashboards';
  const field = charts === 'all' ? 'savedChartUuid' : 'tiles[*].properties.savedChartUuid';
  const saved = detailsApi === 'v2' ? `api/v2/projects/{resources.${parent}.projectUuid}/saved` : 'api/v1/saved';
  return {
    name: 'saved_charts',
    columns: {
      metricQuery: openMap,
      chartConfig: openMap,
      tableConfig: openMap,
      pivotConfig: openMap,
      parameters: openMap,
      resolvedColorPalette: openMap,
    },
    endpoint: { path: `${saved}/{resources.${parent}.${field}}`, missing_parent_field: 'skip' },
  };
}
