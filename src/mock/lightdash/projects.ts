import type { LivingRow } from '../living-rows.ts';
import { instantOf, uuidOf, wordsOf } from '../made-values.ts';
import { projectOf, type LightdashRow, type World } from './world.ts';

export function organizationUuid(seed: number): string {
  return uuidOf('organization', 0, seed);
}

/** What every row of a project says of where it is. */
export function placeOf(index: number, seed: number): LightdashRow {
  return { projectUuid: uuidOf('projects', projectOf(index), seed), organizationUuid: organizationUuid(seed) };
}

export function project({ index, revision }: LivingRow, { seed }: World): LightdashRow {
  const warehouse = index % 4 === 3 ? {} : { warehouseType: index % 2 === 0 ? 'snowflake' : 'bigquery' };
  return {
    projectUuid: uuidOf('projects', index, seed),
    name: `${wordsOf('projects', index, seed)} ${index}${revision === 0 ? '' : ` (${revision})`}`,
    type: index % 5 === 4 ? 'PREVIEW' : 'DEFAULT',
    createdAt: instantOf(index * 1440),
    createdByUserUuid: index % 3 === 0 ? null : uuidOf('users', index, seed),
    createdByUserName: index % 3 === 0 ? null : 'Ada Byron',
    upstreamProjectUuid: index % 5 === 4 ? uuidOf('projects', 0, seed) : null,
    ...warehouse,
    expiresAt: null,
  };
}

/** Values that no table should have are among them: variables of the environment, and a token. */
export function projectDetails({ index }: LivingRow, { seed }: World): LightdashRow {
  const dbtConnection =
    index % 2 === 0
      ? {
          type: 'github',
          authorization_method: 'personal_access_token',
          personal_access_token: 'ghp_local0mock0token0in0a0project',
          repository: 'acme/dbt',
          branch: 'main',
          project_sub_path: '/',
          environment: [{ key: 'DBT_PASSWORD', value: 'local0mock0value0of0a0variable' }],
        }
      : { type: 'none', hideRefreshButton: false };
  return {
    organizationUuid: organizationUuid(seed),
    projectUuid: uuidOf('projects', index, seed),
    name: `${wordsOf('projects', index, seed)} ${index}`,
    type: index % 5 === 4 ? 'PREVIEW' : 'DEFAULT',
    dbtConnection,
    ...(index % 4 === 3 ? {} : { warehouseConnection: warehouseConnection(index) }),
    dbtVersion: 'v1.9',
    schedulerTimezone: 'UTC',
    queryTimezone: null,
    useProjectTimezoneInFilters: false,
    schedulerFailureNotifyRecipients: false,
    schedulerFailureIncludeContact: false,
    schedulerFailureContactOverride: null,
    hasDefaultUserSpaces: false,
    colorPaletteUuid: null,
    createdByUserUuid: null,
    expiresAt: null,
  };
}

function warehouseConnection(index: number): LightdashRow {
  if (index % 2 === 1) return { type: 'bigquery', project: 'acme', dataset: 'marts' };
  return { type: 'snowflake', account: 'ab12', database: 'dwh', warehouse: 'wh', schema: 'marts', threads: 4 };
}

/** It does not say of which project it is. */
export function tablesConfiguration({ index, revision }: LivingRow): LightdashRow {
  const tags = revision === 0 ? ['finance', 'core'] : ['finance'];
  return { tableSelection: index % 2 === 0 ? { type: 'WITH_TAGS', value: tags } : { type: 'ALL', value: null } };
}

export function space({ index, revision }: LivingRow, { seed }: World): LightdashRow {
  return {
    uuid: uuidOf('spaces', index, seed),
    ...placeOf(index, seed),
    name: `${wordsOf('spaces', index, seed)} ${index}${revision === 0 ? '' : ` (${revision})`}`,
    inheritParentPermissions: index % 3 !== 0,
    projectMemberAccessRole: index % 2 === 0 ? null : 'viewer',
    pinnedListUuid: null,
    pinnedListOrder: null,
    slug: `space-${index}`,
    parentSpaceUuid: null,
    path: `space_${index}`,
    appCount: 0,
    childSpaceCount: 0,
    dashboardCount: index % 4,
    chartCount: index % 6,
    access: index % 2 === 0 ? [] : [uuidOf('users', index, seed)],
    inheritsFromOrgOrProject: true,
  };
}

/** Some did not compile, and say why instead of what they read. */
export function explore({ index, revision }: LivingRow): LightdashRow {
  const common = { name: `explore_${index}`, label: `Explore ${index} ☂`, tags: index % 3 === 0 ? ['core'] : [] };
  if (index % 6 === 5) return { ...common, errors: [{ type: 'NO_DIMENSIONS_FOUND', message: 'No dimensions' }] };
  return { ...common, databaseName: 'dwh', schemaName: 'marts', description: `Revision ${revision}` };
}

export function metric({ index, revision }: LivingRow, { seed }: World): LightdashRow {
  return {
    catalogSearchUuid: uuidOf('metrics', index, seed),
    name: `metric_${index}`,
    label: `Metric ${index}`,
    ...(index % 4 === 0 ? {} : { description: `${wordsOf('metrics', index, seed)} ${revision}` }),
    type: 'field',
    fieldType: 'metric',
    fieldValueType: 'sum',
    basicType: 'number',
    tableName: `explore_${index % 22}`,
    tableLabel: `Explore ${index % 22}`,
    categories:
      index % 5 === 0
        ? [{ tagUuid: uuidOf('tags', 0, seed), name: 'core', color: '#ff0000', yamlReference: null }]
        : [],
    icon: null,
    aiHints: null,
    owner: null,
    chartUsage: index % 7,
  };
}
