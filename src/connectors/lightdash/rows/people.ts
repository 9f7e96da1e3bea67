/** People, groups, and what is sent to them. */
import type { LightdashJson } from './parts.ts';

/** A member of the organization. */
export interface LightdashUser {
  readonly userUuid: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly organizationUuid: string;
  readonly role: string;
  readonly roleUuid?: string;
  readonly isActive: boolean;
  readonly isPending?: boolean;
  readonly isInviteExpired?: boolean;
  readonly userCreatedAt: string;
  readonly userUpdatedAt: string;
}

/** A group, and who is in it. */
export interface LightdashGroup {
  readonly uuid: string;
  readonly organizationUuid: string;
  readonly name: string;
  readonly createdAt: string;
  readonly createdByUserUuid: string | null;
  readonly updatedAt: string;
  readonly updatedByUserUuid: string | null;
  readonly members?: readonly LightdashGroupMember[];
  readonly memberUuids?: readonly string[];
}

/** Somebody in a group. */
export interface LightdashGroupMember {
  readonly userUuid: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** Something that is sent at fixed times. */
export interface LightdashScheduler {
  readonly schedulerUuid: string;
  readonly name: string;
  readonly message?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly createdBy: string;
  readonly createdByName: string | null;
  readonly format: string;
  readonly cron: string;
  readonly timezone?: string;
  readonly projectSchedulerTimezone?: string;
  readonly savedChartUuid: string | null;
  readonly savedChartName: string | null;
  readonly dashboardUuid: string | null;
  readonly dashboardName: string | null;
  readonly savedSqlUuid: string | null;
  readonly savedSqlName: string | null;
  readonly appUuid: string | null;
  readonly appName: string | null;
  readonly options: LightdashJson;
  readonly thresholds?: readonly LightdashJson[];
  readonly enabled: boolean;
  readonly notificationFrequency?: string;
  readonly includeLinks: boolean;
  readonly projectUuid?: string | null;
  readonly projectName?: string | null;
  readonly selectedTabs?: readonly string[] | null;
  readonly customViewportWidth?: number;
  readonly parameters?: LightdashJson;
  readonly filters?: readonly LightdashJson[];
  readonly latestRun?: LightdashJson | null;
  readonly targets: readonly LightdashJson[];
}

/** One time that it was sent, of the last seven days. */
export interface LightdashSchedulerRun {
  readonly projectUuid: string;
  readonly runId: string;
  readonly schedulerUuid: string;
  readonly schedulerName: string;
  readonly scheduledTime: string;
  readonly status: string;
  readonly runStatus: string;
  readonly createdAt: string;
  readonly details: LightdashJson | null;
  readonly logCounts: LightdashLogCounts;
  readonly resourceType: string;
  readonly resourceUuid: string;
  readonly resourceName: string;
  readonly createdByUserUuid: string;
  readonly createdByUserName: string;
  readonly format: string;
}

/** Steps of a run, by how they ended. */
export interface LightdashLogCounts {
  readonly total: number;
  readonly scheduled: number;
  readonly started: number;
  readonly completed: number;
  readonly error: number;
}
