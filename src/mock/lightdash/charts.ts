import type { LivingRow } from '../living-rows.ts';
import { instantOf, uuidOf, wordsOf } from '../made-values.ts';
import { placeOf } from './projects.ts';
import type { LightdashRow, World } from './world.ts';

/** Charts written in SQL are in the list of charts, and are not found among the saved ones. */
export function isSql({ index }: LivingRow): boolean {
  return index % 9 === 4;
}

/** In a space that the token's owner cannot see. */
export function isPrivateChart({ index }: LivingRow): boolean {
  return index % 40 === 39;
}

export function chartSummary(row: LivingRow, { seed }: World): LightdashRow {
  const { index } = row;
  // Older servers do not say it.
  const source = index % 9 === 7 ? {} : { source: isSql(row) ? 'sql' : 'dbt_explore' };
  return {
    uuid: uuidOf('charts', index, seed),
    ...placeOf(index, seed),
    ...nameOf(row, seed),
    slug: `chart-${index}`,
    spaceUuid: uuidOf('spaces', index % 14, seed),
    spaceName: `Space ${index % 14}`,
    pinnedListUuid: null,
    dashboardUuid: null,
    dashboardName: null,
    ...source,
    chartType: index % 3 === 0 ? 'table' : 'cartesian',
    chartKind: index % 3 === 0 ? 'table' : 'vertical_bar',
  };
}

export function chart(row: LivingRow, world: World): LightdashRow {
  const { index } = row;
  return {
    ...chartSummary(row, world),
    pinnedListOrder: null,
    ...changeOf(row, world.seed),
    views: index * 3,
    firstViewedAt: index % 2 === 0 ? null : instantOf(index * 50),
    verification: null,
    ...(index % 8 === 0 ? { validationErrors: [problem(index, world.seed)] } : {}),
  };
}

export function savedChart(row: LivingRow, { seed }: World): LightdashRow {
  const { index } = row;
  const pivot = index % 4 === 0 ? { pivotConfig: { columns: ['orders_status'] } } : {};
  return {
    uuid: uuidOf('charts', index, seed),
    ...placeOf(index, seed),
    ...nameOf(row, seed),
    slug: `chart-${index}`,
    spaceUuid: uuidOf('spaces', index % 14, seed),
    spaceName: `Space ${index % 14}`,
    tableName: 'orders',
    ...changeOf(row, seed),
    dashboardUuid: null,
    dashboardName: null,
    pinnedListUuid: null,
    pinnedListOrder: null,
    ...drawing(index),
    tableConfig: { columnOrder: ['orders_month', 'orders_revenue'] },
    ...pivot,
    colorPalette: ['#5470c6', '#fc8452'],
    colorPaletteUuid: null,
    resolvedColorPalette: {
      source: { type: 'default' },
      paletteName: null,
      paletteUuid: null,
      darkColors: null,
      colors: ['#5470c6'],
    },
    inheritsFromOrgOrProject: true,
    access: [],
    verification: null,
  };
}

/** What is asked, and how it is drawn: deep, and another thing for each type. */
function drawing(index: number): LightdashRow {
  return {
    metricQuery: {
      exploreName: 'orders',
      dimensions: ['orders_month'],
      metrics: ['orders_revenue'],
      filters: {
        dimensions: {
          id: 'f1',
          and: [{ id: 'f2', target: { fieldId: 'orders_status' }, operator: 'equals', values: ['paid', null] }],
        },
      },
      sorts: [{ fieldId: 'orders_month', descending: true }],
      limit: 500,
      tableCalculations: [],
      additionalMetrics: [],
    },
    chartConfig:
      index % 3 === 0
        ? { type: 'table', config: { showColumnCalculation: false } }
        : {
            type: 'cartesian',
            config: { layout: { xField: 'orders_month', yField: ['orders_revenue'] }, eChartsConfig: { series: [] } },
          },
  };
}

/** Names and texts of content; the revision shows in them. */
export function nameOf({ index, revision }: LivingRow, seed: number): LightdashRow {
  const name = `${wordsOf('content', index, seed)} ${index}${revision === 0 ? '' : ` (${revision})`}`;
  return index % 3 === 0 ? { name } : { name, description: index % 3 === 1 ? '' : 'First line\nsecond line' };
}

export function changeOf({ index, revision }: LivingRow, seed: number): LightdashRow {
  const updatedByUser = { userUuid: uuidOf('users', index % 257, seed), firstName: 'Ada', lastName: 'Byron' };
  return { updatedAt: instantOf(index * 60 + revision * 100_000), ...(index % 5 === 0 ? {} : { updatedByUser }) };
}

export function problem(index: number, seed: number): LightdashRow {
  return {
    validationUuid: uuidOf('validations', index, seed),
    validationId: index,
    error: "Dimension error: the field 'orders_status' no longer exists",
    createdAt: instantOf(index),
  };
}
