/** Dashboards and charts. */
import type { LightdashPerson, LightdashJson } from './parts.ts';

/** A dashboard as its project lists it. */
export interface LightdashProjectDashboard {
  readonly uuid: string;
  readonly projectUuid: string;
  readonly organizationUuid: string;
  readonly name: string;
  readonly description?: string;
  readonly spaceUuid: string;
  readonly updatedAt: string;
  readonly updatedByUser?: LightdashPerson;
  readonly views: number;
  readonly firstViewedAt: string | null;
  readonly pinnedListUuid: string | null;
  readonly pinnedListOrder: number | null;
  readonly validationErrors?: readonly LightdashProblem[];
  readonly verification: LightdashJson | null;
  readonly tileTypes: readonly string[];
}

/** A dashboard with its tiles. */
export interface LightdashDashboard {
  readonly uuid: string;
  readonly projectUuid: string;
  readonly organizationUuid: string;
  readonly dashboardVersionId: number;
  readonly versionUuid: string;
  readonly slug: string;
  readonly name: string;
  readonly description?: string;
  readonly spaceUuid: string;
  readonly spaceName: string;
  readonly updatedAt: string;
  readonly updatedByUser?: LightdashPerson;
  readonly views: number;
  readonly firstViewedAt: string | null;
  readonly pinnedListUuid: string | null;
  readonly pinnedListOrder: number | null;
  readonly verification: LightdashJson | null;
  readonly tabs: readonly LightdashTab[];
  readonly filters: LightdashJson;
  readonly parameters?: LightdashJson;
  readonly config?: LightdashJson;
  readonly tiles: readonly LightdashTile[];
  readonly access: readonly LightdashAccess[] | null;
  readonly inheritsFromOrgOrProject: boolean;
  readonly colorPaletteUuid: string | null;
  readonly deletedAt?: string;
  readonly deletedBy?: LightdashJson;
}

/** A tab of a dashboard. */
export interface LightdashTab {
  readonly uuid: string;
  readonly name: string;
  readonly order: number;
  readonly hidden?: boolean;
}

/** A tile: what its properties are depends on its type. */
export interface LightdashTile {
  readonly uuid: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly tabUuid?: string | null;
  readonly properties: LightdashJson;
}

/** Who may see a dashboard or a chart, and as what. */
export interface LightdashAccess {
  readonly userUuid: string;
  readonly role: string;
  readonly hasDirectAccess: boolean;
  readonly inheritedFrom?: string;
  readonly inheritedRole?: string;
  readonly projectRole?: string;
}

/** A chart as its project lists it. */
export interface LightdashChartSummary {
  readonly uuid: string;
  readonly projectUuid: string;
  readonly organizationUuid: string;
  readonly name: string;
  readonly description?: string;
  readonly slug: string;
  readonly spaceUuid: string;
  readonly spaceName: string;
  readonly pinnedListUuid: string | null;
  readonly dashboardUuid: string | null;
  readonly dashboardName: string | null;
  readonly source?: string;
  readonly chartType?: string;
  readonly chartKind?: string;
}

/** A chart as its project lists it, and who looked at it. */
export interface LightdashChart {
  readonly uuid: string;
  readonly projectUuid: string;
  readonly organizationUuid: string;
  readonly name: string;
  readonly description?: string;
  readonly slug: string;
  readonly spaceUuid: string;
  readonly spaceName: string;
  readonly pinnedListUuid: string | null;
  readonly dashboardUuid: string | null;
  readonly dashboardName: string | null;
  readonly source?: string;
  readonly chartType?: string;
  readonly chartKind?: string;
  readonly pinnedListOrder: number | null;
  readonly updatedAt: string;
  readonly updatedByUser?: LightdashPerson;
  readonly views: number;
  readonly firstViewedAt: string | null;
  readonly verification: LightdashJson | null;
  readonly validationErrors?: readonly LightdashProblem[];
}

/** A chart with its query and how it is drawn. */
export interface LightdashSavedChart {
  readonly uuid: string;
  readonly projectUuid: string;
  readonly organizationUuid: string;
  readonly name: string;
  readonly description?: string;
  readonly slug: string;
  readonly spaceUuid: string;
  readonly spaceName: string;
  readonly tableName: string;
  readonly updatedAt: string;
  readonly updatedByUser?: LightdashPerson;
  readonly dashboardUuid: string | null;
  readonly dashboardName: string | null;
  readonly pinnedListUuid: string | null;
  readonly pinnedListOrder: number | null;
  readonly metricQuery: LightdashJson;
  readonly chartConfig: LightdashJson;
  readonly tableConfig: LightdashJson;
  readonly pivotConfig?: LightdashJson;
  readonly parameters?: LightdashJson;
  readonly colorPalette: readonly string[];
  readonly colorPaletteUuid: string | null;
  readonly resolvedColorPalette: LightdashJson;
  readonly inheritsFromOrgOrProject: boolean;
  readonly access: readonly LightdashAccess[];
  readonly verification: LightdashJson | null;
  readonly deletedAt?: string;
  readonly deletedBy?: LightdashJson;
}

/** A chart, a dashboard or a space, as they are searched. */
export interface LightdashContent {
  readonly contentType: string;
  readonly uuid: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly createdAt: string;
  readonly createdBy: LightdashJson | null;
  readonly lastUpdatedAt: string | null;
  readonly lastUpdatedBy: LightdashJson | null;
  readonly project: LightdashJson;
  readonly organization: LightdashJson;
  readonly space: LightdashJson;
  readonly pinnedList: LightdashJson | null;
  readonly views: number;
  readonly firstViewedAt: string | null;
  readonly verification: LightdashJson | null;
  readonly source?: string;
  readonly chartKind?: string;
  readonly dashboard?: LightdashJson | null;
}

/** Why a chart or a dashboard does not work any more. */
export interface LightdashProblem {
  readonly validationUuid: string;
  readonly validationId: number | null;
  readonly error: string;
  readonly createdAt: string;
}
