import { lightdashMock, lightdashMockToken, type LightdashMock } from '../../src/mock/lightdash/index.ts';
import { childPages, pages } from './pages.ts';
import { table, type ApiRow, type TableTruth, type Truth } from './truth.ts';
import type { Vendor } from './vendors.ts';

export const lightdashVendor: Vendor = {
  name: 'lightdash',
  caps: ['reject', 'clamp'],
  world(capMode) {
    const api = lightdashMock({ capMode });
    return {
      api,
      secret: lightdashMockToken,
      guide: {
        settings: (url) => [`client.base_url=${url}/api/v1/`],
        environment: { SOURCES__LIGHTDASH__TOKEN: lightdashMockToken },
        truth: () => truthOfGuide(api),
        fewest: () => fewestOfGuide(api),
      },
      connector: {
        settings: (url) => [`client.base_url=${url}/`],
        environment: { SOURCES__LIGHTDASH__TOKEN: lightdashMockToken },
        truth: () => truthOfAll(api),
        fewest: () => fewestOfAll(api),
      },
    };
  },
};

const keys: Readonly<Record<string, readonly string[]>> = {
  projects: ['projectUuid'],
  project_details: ['projectUuid'],
  project_dashboards: ['projectUuid', 'uuid'],
  dashboards: ['uuid'],
  users: ['userUuid'],
  saved_charts: ['uuid'],
  charts: ['uuid'],
  chart_summaries: ['uuid'],
  content: ['contentType', 'uuid'],
  spaces: ['uuid'],
  groups: ['uuid'],
  schedulers: ['schedulerUuid'],
  scheduler_runs: ['runId'],
  metrics_catalog: ['catalogSearchUuid'],
};

function listed(api: LightdashMock, names: readonly string[]): Truth {
  return Object.fromEntries(names.map((name) => [name, table(api.rows(name), ...(keys[name] ?? []))]));
}

/** Rows that say nothing of their project get it from it. */
function configurations(api: LightdashMock): TableTruth {
  const ofProjects = api.rows('projects').map(({ projectUuid }) => ({ projectUuid }));
  return table(ofProjects, 'projectUuid');
}

function truthOfGuide(api: LightdashMock): Truth {
  const shown = shownCharts(api);
  const charts = api.rows('saved_charts').filter(({ uuid }) => shown.has(uuid));
  return {
    ...listed(api, ['projects', 'project_details', 'project_dashboards', 'dashboards', 'users']),
    project_tables_configuration: configurations(api),
    saved_charts: table(charts, 'uuid'),
  };
}

function truthOfAll(api: LightdashMock): Truth {
  return { ...listed(api, Object.keys(keys)), project_tables_configuration: configurations(api) };
}

/** Charts that a tile of a dashboard names: those the guide reaches. */
function shownCharts(api: LightdashMock): ReadonlySet<unknown> {
  const tiles = api.rows('dashboards').flatMap(({ tiles: own }) => (Array.isArray(own) ? (own as ApiRow[]) : []));
  const charts = tiles.map(({ properties }) => (properties as ApiRow)['savedChartUuid']);
  return new Set(charts.filter((uuid) => uuid !== null && uuid !== undefined));
}

function fewestOfGuide(api: LightdashMock): number {
  const [projects, dashboards] = [api.rows('projects').length, api.rows('project_dashboards').length];
  return 2 + 3 * projects + dashboards + shownCharts(api).size;
}

function fewestOfAll(api: LightdashMock): number {
  const ofOrganization = ['users', 'groups', 'content'].map((list) => pages(api.rows(list).length, 100));
  const projects = api.rows('projects').map(({ projectUuid }) => projectUuid);
  const ofProjects = ['metrics_catalog', 'schedulers', 'scheduler_runs'].map((list) =>
    childPages(projects, (uuid) => api.rows(list).filter((row) => row['projectUuid'] === uuid).length, 100),
  );
  const charts = api.rows('charts').filter(({ source }) => source !== 'sql').length;
  const single = 2 + 7 * projects.length + api.rows('project_dashboards').length + charts;
  return [...ofOrganization, ...ofProjects].reduce((sum, count) => sum + count, single);
}
