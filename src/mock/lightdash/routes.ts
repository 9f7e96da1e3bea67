import { uuidOf } from '../made-values.ts';
import type { MockResponse } from '../mock-api.ts';
import { forbidden, notFound, ok } from './answers.ts';
import { chart, chartSummary, isPrivateChart, isSql, savedChart } from './charts.ts';
import { contentOf } from './content.ts';
import { dashboard, dashboardSummary, isPrivateDashboard } from './dashboards.ts';
import { listPage } from './list-page.ts';
import { currentUser, group, membersOf, scheduler, schedulerRun, user } from './people.ts';
import { explore, metric, project, projectDetails, space, tablesConfiguration } from './projects.ts';
import { findByUuid, living, livingIn, type Kind, type LightdashRow, type World } from './world.ts';
import type { LivingRow } from '../living-rows.ts';

export interface Asked {
  readonly world: World;
  /** What the path names, in its order. */
  readonly names: readonly string[];
  readonly query: URLSearchParams;
  readonly capMode: 'reject' | 'clamp';
  /** True: lists of people come as they did before they could be paged. */
  readonly isOld: boolean;
}

export interface Route {
  readonly path: RegExp;
  /** True where servers of old took a session only. */
  readonly sessionOnly?: boolean;
  /** True where newer servers may have nothing. */
  readonly isFading?: boolean;
  readonly answer: (asked: Asked) => MockResponse;
}

/** Every route, with what it answers to somebody who was let in. */
export const routes: readonly Route[] = [
  { path: /^\/api\/v1\/user$/, answer: ({ world }) => ok(currentUser(world)) },
  {
    path: /^\/api\/v1\/org\/projects$/,
    answer: ({ world }) => ok(living(world, 'projects').map((row) => project(row, world))),
  },
  { path: /^\/api\/v1\/org\/users$/, answer: users },
  { path: /^\/api\/v1\/org\/groups$/, answer: groups },
  {
    path: /^\/api\/v1\/projects\/([^/]+)$/,
    sessionOnly: true,
    answer: ofProject((row, { world }) => ok(projectDetails(row, world))),
  },
  {
    path: /^\/api\/v1\/projects\/([^/]+)\/tablesConfiguration$/,
    sessionOnly: true,
    answer: ofProject((row) => ok(tablesConfiguration(row))),
  },
  {
    path: /^\/api\/v1\/projects\/([^/]+)\/dashboards$/,
    sessionOnly: true,
    answer: whole('dashboards', dashboardSummary),
  },
  { path: /^\/api\/v1\/projects\/([^/]+)\/charts$/, answer: whole('charts', chart) },
  { path: /^\/api\/v1\/projects\/([^/]+)\/chart-summaries$/, answer: whole('charts', chartSummary) },
  { path: /^\/api\/v1\/projects\/([^/]+)\/spaces$/, answer: whole('spaces', space) },
  { path: /^\/api\/v1\/projects\/([^/]+)\/explores$/, answer: whole('explores', explore) },
  { path: /^\/api\/v1\/projects\/([^/]+)\/dataCatalog\/metrics$/, answer: paged('metrics', metric) },
  { path: /^\/api\/v1\/schedulers\/([^/]+)\/list$/, answer: paged('schedulers', scheduler) },
  { path: /^\/api\/v1\/schedulers\/([^/]+)\/runs$/, answer: paged('runs', schedulerRun) },
  {
    path: /^\/api\/v1\/dashboards\/([^/]+)$/,
    isFading: true,
    answer: ({ world, names }) => oneDashboard(world, names[0]),
  },
  { path: /^\/api\/v1\/saved\/([^/]+)$/, isFading: true, answer: ({ world, names }) => oneChart(world, names[0]) },
  {
    path: /^\/api\/v2\/projects\/[^/]+\/dashboards\/([^/]+)$/,
    answer: ({ world, names }) => oneDashboard(world, names[0]),
  },
  { path: /^\/api\/v2\/projects\/[^/]+\/saved\/([^/]+)$/, answer: ({ world, names }) => oneChart(world, names[0]) },
  { path: /^\/api\/v2\/content$/, answer: ({ world, query, capMode }) => listPage(contentOf(world), query, capMode) },
];

type Make = (row: LivingRow, world: World) => LightdashRow;

function ofProject(answer: (row: LivingRow, asked: Asked) => MockResponse): Route['answer'] {
  return (asked) => {
    const row = findByUuid(asked.world, 'projects', asked.names[0] ?? '');
    return row === undefined ? notFound('Project') : answer(row, asked);
  };
}

function whole(kind: Kind, make: Make): Route['answer'] {
  return ofProject((row, { world }) => ok(livingIn(world, kind, row).map((one) => make(one, world))));
}

function paged(kind: Kind, make: Make): Route['answer'] {
  return ofProject((row, { world, query, capMode }) =>
    listPage(
      livingIn(world, kind, row).map((one) => make(one, world)),
      query,
      capMode,
    ),
  );
}

function users({ world, query, capMode, isOld }: Asked): MockResponse {
  const rows = living(world, 'users').map((row) => user(row, world));
  return isOld ? ok(rows) : listPage(rows, query, capMode);
}

function groups({ world, query, capMode }: Asked): MockResponse {
  const withMembers = Number(query.get('includeMembers') ?? 0) > 0;
  const rows = living(world, 'groups').map((row) => ({
    ...group(row, world),
    ...(withMembers ? membersOf(row, world) : {}),
  }));
  return listPage(rows, query, capMode);
}

function oneDashboard(world: World, uuid = ''): MockResponse {
  const row = findByUuid(world, 'dashboards', uuid);
  if (row === undefined) return notFound('Dashboard');
  return isPrivateDashboard(row) ? forbidden() : ok(dashboard(row, world));
}

function oneChart(world: World, uuid = ''): MockResponse {
  const row = findByUuid(world, 'charts', uuid);
  if (row === undefined || isSql(row)) return notFound('Chart');
  return isPrivateChart(row) ? forbidden() : ok(savedChart(row, world));
}

/** What the streams of a whole walk are, as they are now. */
export const streamsOf: Readonly<Record<string, (world: World) => readonly LightdashRow[]>> = {
  projects: (world) => living(world, 'projects').map((row) => project(row, world)),
  project_details: (world) => living(world, 'projects').map((row) => projectDetails(row, world)),
  project_tables_configuration: (world) =>
    living(world, 'projects').map((row) => ({
      projectUuid: uuidOf('projects', row.index, world.seed),
      ...tablesConfiguration(row),
    })),
  project_dashboards: (world) => living(world, 'dashboards').map((row) => dashboardSummary(row, world)),
  dashboards: (world) => visible(world, 'dashboards', isPrivateDashboard).map((row) => dashboard(row, world)),
  charts: (world) => living(world, 'charts').map((row) => chart(row, world)),
  chart_summaries: (world) => living(world, 'charts').map((row) => chartSummary(row, world)),
  saved_charts: (world) =>
    visible(world, 'charts', (row) => isSql(row) || isPrivateChart(row)).map((row) => savedChart(row, world)),
  spaces: (world) => living(world, 'spaces').map((row) => space(row, world)),
  explores: (world) => living(world, 'explores').map((row) => explore(row)),
  users: (world) => living(world, 'users').map((row) => user(row, world)),
  groups: (world) => living(world, 'groups').map((row) => ({ ...group(row, world), ...membersOf(row, world) })),
  schedulers: (world) => living(world, 'schedulers').map((row) => scheduler(row, world)),
  scheduler_runs: (world) => living(world, 'runs').map((row) => schedulerRun(row, world)),
  metrics_catalog: (world) => living(world, 'metrics').map((row) => metric(row, world)),
  content: contentOf,
};

function visible(world: World, kind: Kind, isHidden: (row: LivingRow) => boolean): readonly LivingRow[] {
  return living(world, kind).filter((row) => !isHidden(row));
}
