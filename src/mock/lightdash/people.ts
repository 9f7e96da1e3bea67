import type { LivingRow } from '../living-rows.ts';
import { instantOf, uuidOf, wordsOf } from '../made-values.ts';
import { organizationUuid } from './projects.ts';
import { chartNear, projectOf, type LightdashRow, type World } from './world.ts';

const roles = ['admin', 'editor', 'viewer', 'member'] as const;

export function user({ index, revision }: LivingRow, { seed }: World): LightdashRow {
  return {
    userUuid: uuidOf('users', index, seed),
    firstName: index % 11 === 0 ? '' : wordsOf('users', index, seed),
    lastName: `Byron ${index}`,
    email: `user-${index}@example.com`,
    organizationUuid: organizationUuid(seed),
    role: roles[(index + revision) % roles.length],
    ...(index % 4 === 0 ? { roleUuid: uuidOf('roles', index % 3, seed) } : {}),
    isActive: index % 9 !== 8,
    ...(index % 6 === 0 ? { isPending: true, isInviteExpired: false } : {}),
    userCreatedAt: instantOf(index * 300),
    userUpdatedAt: instantOf(index * 300 + revision * 100_000),
  };
}

export function currentUser({ seed }: World): LightdashRow {
  return {
    userUuid: uuidOf('users', 0, seed),
    userId: 1,
    firstName: 'Ada',
    lastName: 'Byron',
    email: 'user-0@example.com',
    organizationUuid: organizationUuid(seed),
    organizationName: 'Ünïcode ☂',
    role: 'admin',
    isTrackingAnonymized: false,
    isMarketingOptedIn: false,
    isSetupComplete: true,
    isActive: true,
    timezone: null,
    createdAt: instantOf(0),
    updatedAt: instantOf(1),
    impersonation: null,
  };
}

export function group({ index, revision }: LivingRow, { seed }: World): LightdashRow {
  return {
    uuid: uuidOf('groups', index, seed),
    organizationUuid: organizationUuid(seed),
    name: `Group ${index}${revision === 0 ? '' : ` (${revision})`}`,
    createdAt: instantOf(index * 10),
    createdByUserUuid: index % 2 === 0 ? null : uuidOf('users', 0, seed),
    updatedAt: instantOf(index * 10 + revision * 1000),
    updatedByUserUuid: null,
  };
}

/** Who is in it; only where somebody asks for members. */
export function membersOf({ index }: LivingRow, { seed }: World): LightdashRow {
  const members = Array.from({ length: index % 4 }, (_, place) => ({
    userUuid: uuidOf('users', index + place, seed),
    firstName: 'Ada',
    lastName: 'Byron',
    email: `user-${index + place}@example.com`,
  }));
  return { members, memberUuids: members.map(({ userUuid }) => userUuid) };
}

export function scheduler({ index, revision }: LivingRow, { seed }: World): LightdashRow {
  return {
    schedulerUuid: uuidOf('schedulers', index, seed),
    name: `Every morning ${index}`,
    ...(index % 3 === 0 ? {} : { message: 'Good morning ☂' }),
    createdAt: instantOf(index * 20),
    updatedAt: instantOf(index * 20 + revision * 1000),
    createdBy: uuidOf('users', index % 257, seed),
    createdByName: index % 4 === 0 ? null : 'Ada Byron',
    format: 'csv',
    cron: '0 9 * * *',
    timezone: 'UTC',
    ...resourceOf(index, seed),
    options: { limit: 'table', formatted: true },
    enabled: revision === 0,
    includeLinks: true,
    projectUuid: uuidOf('projects', projectOf(index), seed),
    projectName: `Project ${projectOf(index)}`,
    targets: [
      {
        schedulerEmailTargetUuid: uuidOf('targets', index, seed),
        schedulerUuid: uuidOf('schedulers', index, seed),
        recipient: `user-${index}@example.com`,
        createdAt: instantOf(index * 20),
        updatedAt: instantOf(index * 20),
      },
    ],
  };
}

function resourceOf(index: number, seed: number): LightdashRow {
  return {
    savedChartUuid: uuidOf('charts', chartNear(index, 0), seed),
    savedChartName: `Chart ${chartNear(index, 0)}`,
    dashboardUuid: null,
    dashboardName: null,
    savedSqlUuid: null,
    savedSqlName: null,
    appUuid: null,
    appName: null,
  };
}

export function schedulerRun({ index, revision }: LivingRow, { seed }: World): LightdashRow {
  return {
    runId: uuidOf('runs', index, seed),
    schedulerUuid: uuidOf('schedulers', index % 103, seed),
    schedulerName: `Every morning ${index % 103}`,
    scheduledTime: instantOf(index * 1440),
    status: revision === 0 ? 'started' : 'completed',
    runStatus: revision === 0 ? 'running' : 'completed',
    createdAt: instantOf(index * 1440),
    details: index % 3 === 0 ? null : { projectUuid: uuidOf('projects', projectOf(index), seed) },
    logCounts: { total: 3, scheduled: 1, started: 1, completed: revision === 0 ? 0 : 1, error: 0 },
    resourceType: 'chart',
    resourceUuid: uuidOf('charts', chartNear(index, 0), seed),
    resourceName: `Chart ${chartNear(index, 0)}`,
    createdByUserUuid: uuidOf('users', index % 257, seed),
    createdByUserName: 'Ada Byron',
    format: 'csv',
  };
}
