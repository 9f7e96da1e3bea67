import type { LivingRow } from '../living-rows.ts';
import { instantOf, uuidOf } from '../made-values.ts';
import { changeOf, isSql, nameOf, problem } from './charts.ts';
import { placeOf } from './projects.ts';
import { chartNear, isThere, type LightdashRow, type World } from './world.ts';

/** In a space that the token's owner cannot see, although it is listed. */
export function isPrivateDashboard({ index }: LivingRow): boolean {
  return index % 12 === 11;
}

export function dashboardSummary(row: LivingRow, world: World): LightdashRow {
  const { index } = row;
  const { seed } = world;
  return {
    ...common(row, world),
    ...(index % 8 === 0 ? { validationErrors: [problem(index + 1000, seed)] } : {}),
    tileTypes: ['saved_chart', 'markdown'],
  };
}

export function dashboard(row: LivingRow, world: World): LightdashRow {
  const { index, revision } = row;
  const { seed } = world;
  const filter = {
    id: `f${index}`,
    operator: 'equals',
    target: { fieldId: 'orders_status', tableName: 'orders' },
    values: ['paid'],
  };
  return {
    ...common(row, world),
    dashboardVersionId: index * 10 + revision,
    versionUuid: uuidOf('versions', index * 10 + revision, seed),
    slug: `dashboard-${index}`,
    spaceName: `Space ${index % 14}`,
    tabs: index % 2 === 0 ? [] : [{ uuid: uuidOf('tabs', index, seed), name: 'Main', order: 0 }],
    filters: { dimensions: index % 3 === 0 ? [] : [filter], metrics: [], tableCalculations: [] },
    tiles: tilesOf(row, world),
    inheritsFromOrgOrProject: true,
    access:
      index % 4 === 0 ? null : [{ userUuid: uuidOf('users', index, seed), role: 'viewer', hasDirectAccess: true }],
    colorPaletteUuid: null,
  };
}

function common(row: LivingRow, { seed }: World): LightdashRow {
  const { index } = row;
  return {
    uuid: uuidOf('dashboards', index, seed),
    ...placeOf(index, seed),
    ...nameOf(row, seed),
    spaceUuid: uuidOf('spaces', index % 14, seed),
    ...changeOf(row, seed),
    views: 41 + index,
    firstViewedAt: index % 2 === 0 ? null : instantOf(index * 50),
    pinnedListUuid: null,
    pinnedListOrder: null,
    verification: null,
  };
}

/** The same chart may be on several dashboards, and twice on one; a chart that is gone leaves its tile. */
function tilesOf({ index }: LivingRow, world: World): readonly unknown[] {
  const charts = Array.from({ length: index % 4 }, (_, place) => chartTile(index, place, world));
  const repeated = index % 6 === 1 ? [chartTile(index, 0, world, 50)] : [];
  const lost =
    index % 5 === 0 ? [{ ...tile(index, 60, world), type: 'saved_chart', properties: { savedChartUuid: null } }] : [];
  const note = { ...tile(index, 70, world), type: 'markdown', properties: { title: 'Note', content: '# Ünïcode ☂' } };
  return index % 10 === 9 ? [] : [...charts, ...repeated, ...lost, note];
}

function chartTile(index: number, place: number, world: World, number = place): unknown {
  const chart = chartNear(index, place);
  const uuid = isThere(world, 'charts', chart) ? uuidOf('charts', chart, world.seed) : null;
  const common = { title: '', hideTitle: false, chartName: `Chart ${chart}` };
  if (isSql({ index: chart, revision: 0 })) {
    return { ...tile(index, number, world), type: 'sql_chart', properties: { ...common, savedSqlUuid: uuid } };
  }
  const properties = { ...common, savedChartUuid: uuid, belongsToDashboard: false };
  return { ...tile(index, number, world), type: 'saved_chart', properties };
}

function tile(index: number, place: number, { seed }: World): LightdashRow {
  return { uuid: uuidOf('tiles', index * 100 + place, seed), x: 0, y: place * 6, w: 12, h: 6, tabUuid: null };
}
