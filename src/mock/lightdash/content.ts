import type { LivingRow } from '../living-rows.ts';
import { instantOf, uuidOf } from '../made-values.ts';
import { organizationUuid } from './projects.ts';
import { chart, nameOf } from './charts.ts';
import { living, projectOf, type LightdashRow, type World } from './world.ts';

/** Charts and dashboards of all projects in one list, in the order of their last change. */
export function contentOf(world: World): readonly LightdashRow[] {
  const charts = living(world, 'charts').map((row) => chartContent(row, world));
  const dashboards = living(world, 'dashboards').map((row) => ({
    contentType: 'dashboard',
    ...common('dashboards', row, world),
    slug: `dashboard-${row.index}`,
  }));
  return [...charts, ...dashboards].toSorted((one, other) => (one.lastUpdatedAt < other.lastUpdatedAt ? -1 : 1));
}

interface Content extends LightdashRow {
  readonly lastUpdatedAt: string;
}

function chartContent(row: LivingRow, world: World): Content {
  const { chartKind } = chart(row, world);
  return {
    contentType: 'chart',
    ...common('charts', row, world),
    slug: `chart-${row.index}`,
    source: 'dbt_explore',
    chartKind,
    dashboard: null,
  };
}

function common(kind: 'charts' | 'dashboards', row: LivingRow, { seed }: World): Content {
  const { index, revision } = row;
  const description = nameOf(row, seed)['description'] ?? null;
  const project = projectOf(index);
  return {
    uuid: uuidOf(kind, index, seed),
    ...nameOf(row, seed),
    description,
    createdAt: instantOf(index * 60),
    createdBy: index % 3 === 0 ? null : { uuid: uuidOf('users', index, seed), firstName: 'Ada', lastName: 'Byron' },
    lastUpdatedAt: instantOf(index * 60 + revision * 100_000),
    lastUpdatedBy: null,
    project: { uuid: uuidOf('projects', project, seed), name: `Project ${project}` },
    organization: { uuid: organizationUuid(seed), name: 'Ünïcode ☂' },
    space: { uuid: uuidOf('spaces', index % 14, seed), name: `Space ${index % 14}` },
    pinnedList: null,
    views: index,
    firstViewedAt: null,
    verification: null,
  };
}
