/**
 * The rows of each stream, as they are loaded: in the API's own words, with `projectUuid` where it does not say it itself.
 * Identities are UUIDs, moments are texts such as `2026-03-01T10:00:00.000Z`. Fields that are not here may come, too.
 */
import type {
  LightdashCurrentUser,
  LightdashProject,
  LightdashProjectDetails,
  LightdashTablesConfiguration,
  LightdashSpace,
  LightdashExplore,
  LightdashMetric,
} from './rows/projects.ts';
import type {
  LightdashProjectDashboard,
  LightdashDashboard,
  LightdashChart,
  LightdashChartSummary,
  LightdashSavedChart,
  LightdashContent,
} from './rows/content.ts';
import type { LightdashUser, LightdashGroup, LightdashScheduler, LightdashSchedulerRun } from './rows/people.ts';

export type * from './rows/projects.ts';
export type * from './rows/content.ts';
export type * from './rows/people.ts';
export type * from './rows/parts.ts';

/** The row of each stream, by its name. */
export interface LightdashRows {
  readonly current_user: LightdashCurrentUser;
  readonly projects: LightdashProject;
  readonly project_details: LightdashProjectDetails;
  readonly project_tables_configuration: LightdashTablesConfiguration;
  readonly project_dashboards: LightdashProjectDashboard;
  readonly dashboards: LightdashDashboard;
  readonly charts: LightdashChart;
  readonly chart_summaries: LightdashChartSummary;
  readonly saved_charts: LightdashSavedChart;
  readonly spaces: LightdashSpace;
  readonly explores: LightdashExplore;
  readonly metrics_catalog: LightdashMetric;
  readonly users: LightdashUser;
  readonly groups: LightdashGroup;
  readonly schedulers: LightdashScheduler;
  readonly scheduler_runs: LightdashSchedulerRun;
  readonly content: LightdashContent;
}
