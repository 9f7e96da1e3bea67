/** Projects, and what is in them beside content. */
import type { LightdashJson } from './parts.ts';

/** Whose eyes everything was seen with. */
export interface LightdashCurrentUser {
  readonly userUuid: string;
  readonly userId: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email?: string;
  readonly organizationUuid?: string;
  readonly organizationName?: string;
  readonly organizationCreatedAt?: string;
  readonly role?: string;
  readonly roleUuid?: string;
  readonly isTrackingAnonymized: boolean;
  readonly isMarketingOptedIn: boolean;
  readonly isSetupComplete: boolean;
  readonly isActive: boolean;
  readonly isPending?: boolean;
  readonly timezone: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly impersonation: LightdashJson | null;
}

/** A project of the organization. */
export interface LightdashProject {
  readonly projectUuid: string;
  readonly name: string;
  readonly type: string;
  readonly createdAt: string;
  readonly createdByUserUuid: string | null;
  readonly createdByUserName: string | null;
  readonly upstreamProjectUuid: string | null;
  readonly warehouseType?: string;
  readonly expiresAt: string | null;
}

/** A project with its connections, of which secrets are left out. */
export interface LightdashProjectDetails {
  readonly organizationUuid: string;
  readonly projectUuid: string;
  readonly name: string;
  readonly type: string;
  readonly dbtConnection: LightdashJson;
  readonly warehouseConnection?: LightdashJson;
  readonly dbtVersion: LightdashJson;
  readonly schedulerTimezone: string;
  readonly queryTimezone: string | null;
  readonly useProjectTimezoneInFilters: boolean;
  readonly schedulerFailureNotifyRecipients: boolean;
  readonly schedulerFailureIncludeContact: boolean;
  readonly schedulerFailureContactOverride: string | null;
  readonly hasDefaultUserSpaces: boolean;
  readonly colorPaletteUuid: string | null;
  readonly createdByUserUuid: string | null;
  readonly expiresAt: string | null;
  readonly pinnedListUuid?: string;
  readonly upstreamProjectUuid?: string;
  readonly organizationWarehouseCredentialsUuid?: string;
  readonly projectDefaults?: LightdashJson;
}

/** Which models are shown as tables. */
export interface LightdashTablesConfiguration {
  readonly projectUuid: string;
  readonly tableSelection: LightdashTableSelection;
}

/** All models, or those with these tags or names. */
export interface LightdashTableSelection {
  readonly type: string;
  readonly value: readonly string[] | null;
}

/** A folder of charts and dashboards. */
export interface LightdashSpace {
  readonly uuid: string;
  readonly projectUuid: string;
  readonly organizationUuid: string;
  readonly name: string;
  readonly inheritParentPermissions: boolean;
  readonly projectMemberAccessRole: string | null;
  readonly pinnedListUuid: string | null;
  readonly pinnedListOrder: number | null;
  readonly slug: string;
  readonly parentSpaceUuid: string | null;
  readonly path: string;
  readonly appCount: number;
  readonly childSpaceCount: number;
  readonly dashboardCount: number;
  readonly chartCount: number;
  readonly access: readonly string[];
  readonly userAccess?: LightdashJson;
  readonly inheritsFromOrgOrProject: boolean;
  readonly deletedAt?: string;
  readonly deletedBy?: LightdashJson;
}

/** A table to explore; one that did not compile has errors instead of a database. */
export interface LightdashExplore {
  readonly projectUuid: string;
  readonly name: string;
  readonly label: string;
  readonly type?: string;
  readonly tags?: readonly string[];
  readonly groupLabel?: string;
  readonly groups?: readonly string[];
  readonly aiHint?: LightdashJson;
  readonly preAggregateSource?: LightdashJson;
  readonly warnings?: readonly LightdashJson[];
  readonly errors?: readonly LightdashJson[];
  readonly databaseName?: string;
  readonly schemaName?: string;
  readonly description?: string;
}

/** A metric of the catalog. */
export interface LightdashMetric {
  readonly projectUuid: string;
  readonly catalogSearchUuid: string;
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly type: string;
  readonly fieldType: string;
  readonly fieldValueType: string;
  readonly basicType: string;
  readonly tableName: string;
  readonly tableLabel: string;
  readonly tableGroupLabel?: string;
  readonly tags?: readonly string[];
  readonly categories: readonly LightdashJson[];
  readonly icon: LightdashJson | null;
  readonly aiHints: readonly string[] | null;
  readonly owner: LightdashJson | null;
  readonly chartUsage?: number;
  readonly verifiedChartUsage?: number;
  readonly searchRank?: number;
  readonly spotlightFilterBy?: readonly string[];
  readonly spotlightSegmentBy?: readonly string[];
  readonly spotlightDefaultSegment?: string;
  readonly spotlightDefaultFilter?: LightdashJson;
  readonly requiredAttributes?: LightdashJson;
  readonly anyAttributes?: LightdashJson;
}
