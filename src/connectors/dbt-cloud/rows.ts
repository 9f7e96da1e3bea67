/**
 * Rows as dbt Cloud answers with them. Nearly every field may be null or absent, although its own documents seldom say
 * so: which of them come depends on the plan of the account and on the age of the row.
 * @see the OpenAPI documents of the vendor, v2 and v3
 */
import type { DbtCloudRelated } from './rows-of-administration.ts';

export type * from './rows-of-administration.ts';

/** Where jobs run. `state` 2 means deleted. */
export interface DbtCloudEnvironment {
  readonly id: number;
  readonly account_id: number;
  readonly project_id?: number | null;
  readonly name?: string | null;
  readonly connection_id?: number | null;
  readonly credentials_id?: number | null;
  readonly repository_id?: number | null;
  readonly extended_attributes_id?: number | null;
  readonly custom_branch?: string | null;
  readonly use_custom_branch?: boolean | null;
  readonly dbt_project_subdirectory?: string | null;
  readonly dbt_version?: string | null;
  readonly raw_dbt_version?: string | null;
  readonly supports_docs?: boolean | null;
  readonly deployment_type?: string | null;
  readonly type?: string | null;
  readonly created_by_id?: number | null;
  readonly state?: number | null;
  readonly created_at?: string | null;
  readonly updated_at?: string | null;
  readonly repository?: DbtCloudRelated | null;
  readonly connection?: DbtCloudRelated | null;
  readonly jobs?:
    | readonly {
        readonly account_id?: number | null;
        readonly project_id?: number | null;
        readonly environment_id?: number | null;
        readonly name?: string | null;
        readonly dbt_version?: string | null;
        readonly deferring_environment_id?: number | null;
        readonly deferring_job_definition_id?: number | null;
        readonly description?: string | null;
        readonly execute_steps?: readonly string[] | null;
        readonly execution?: { readonly timeout_seconds?: number | null } | null;
        readonly generate_docs?: boolean | null;
        readonly job_type?: string | null;
        readonly lifecycle_webhooks?: boolean | null;
        readonly run_compare_changes?: boolean | null;
        readonly compare_changes_flags?: string | null;
        readonly run_generate_sources?: boolean | null;
        readonly run_lint?: boolean | null;
        readonly errors_on_lint_failure?: boolean | null;
        readonly cost_optimization_features?: readonly string[] | null;
        readonly settings?: { readonly threads?: number | null; readonly target_name?: string | null } | null;
        readonly state?: number | null;
        readonly triggers_on_draft_pr?: boolean | null;
        readonly triggers?: DbtCloudTriggers | null;
        readonly schedule?: DbtCloudSchedule | null;
        readonly generate_sources?: boolean | null;
      }[]
    | null;
  readonly custom_environment_variables?: readonly DbtCloudRelated[] | null;
}

/** What is run, and when. `state` 2 means deleted. */
export interface DbtCloudJob {
  readonly id: number;
  readonly account_id: number;
  readonly project_id?: number | null;
  readonly environment_id?: number | null;
  readonly name?: string | null;
  readonly dbt_version?: string | null;
  readonly deferring_environment_id?: number | null;
  readonly deferring_job_definition_id?: number | null;
  readonly description?: string | null;
  readonly execute_steps?: readonly string[] | null;
  readonly execution?: { readonly timeout_seconds?: number | null } | null;
  readonly generate_docs?: boolean | null;
  readonly is_deferrable?: boolean | null;
  readonly job_type?: string | null;
  readonly lifecycle_webhooks_url?: string | null;
  readonly lifecycle_webhooks?: boolean | null;
  readonly raw_dbt_version?: string | null;
  readonly run_compare_changes?: boolean | null;
  readonly compare_changes_flags?: string | null;
  readonly run_failure_count?: number | null;
  readonly run_generate_sources?: boolean | null;
  readonly run_lint?: boolean | null;
  readonly errors_on_lint_failure?: boolean | null;
  readonly cost_optimization_features?: readonly string[] | null;
  readonly settings?: { readonly threads?: number | null; readonly target_name?: string | null } | null;
  readonly state?: number | null;
  readonly triggers_on_draft_pr?: boolean | null;
  readonly triggers?: DbtCloudTriggers | null;
  readonly job_completion_trigger_condition?: unknown;
  readonly created_at?: string | null;
  readonly updated_at?: string | null;
  readonly account?: DbtCloudRelated | null;
  readonly project?: DbtCloudRelated | null;
  readonly environment?: DbtCloudRelated | null;
  readonly fusion_readiness?: unknown;
  readonly schedule?: DbtCloudSchedule | null;
  readonly generate_sources?: boolean | null;
}

/** What lets a job begin. */
export interface DbtCloudTriggers {
  readonly github_webhook?: boolean | null;
  readonly schedule?: boolean | null;
  readonly git_provider_webhook?: boolean | null;
  readonly on_merge?: boolean | null;
  readonly custom_branch_only?: boolean | null;
}

/** When a job begins by itself. */
export interface DbtCloudSchedule {
  readonly date?: {
    readonly type?: string | null;
    readonly days?: readonly number[] | null;
    readonly cron?: string | null;
  } | null;
  readonly time?: {
    readonly type?: string | null;
    readonly hours?: readonly number[] | null;
    readonly interval?: number | null;
  } | null;
  readonly cron?: string | null;
}

/** A run of a job. `status` is 1 queued, 2 starting, 3 running, 10 success, 20 error or 30 cancelled. */
export interface DbtCloudRun {
  readonly id: number;
  readonly trigger_id?: number | null;
  readonly account_id: number;
  readonly environment_id?: number | null;
  readonly project_id?: number | null;
  readonly job_definition_id?: number | null;
  readonly status?: number | null;
  readonly dbt_version?: string | null;
  readonly git_branch?: string | null;
  readonly git_sha?: string | null;
  readonly status_message?: string | null;
  readonly owner_thread_id?: string | null;
  readonly executed_by_thread_id?: string | null;
  readonly deferring_run_id?: number | null;
  readonly artifacts_saved?: boolean | null;
  readonly artifact_s3_path?: string | null;
  readonly has_docs_generated?: boolean | null;
  readonly has_sources_generated?: boolean | null;
  readonly notifications_sent?: boolean | null;
  readonly blocked_by?: readonly number[] | null;
  readonly created_at: string;
  readonly updated_at?: string | null;
  readonly dequeued_at?: string | null;
  readonly started_at?: string | null;
  readonly finished_at?: string | null;
  readonly last_checked_at?: string | null;
  readonly last_heartbeat_at?: string | null;
  readonly should_start_at?: string | null;
  readonly trigger?: DbtCloudRelated | null;
  readonly job?: DbtCloudRelated | null;
  readonly environment?: DbtCloudRelated | null;
  readonly run_steps?: readonly DbtCloudRelated[] | null;
  readonly deprecation?: { readonly count?: number | null } | null;
  readonly status_humanized?: string | null;
  readonly in_progress?: boolean | null;
  readonly is_complete?: boolean | null;
  readonly is_success?: boolean | null;
  readonly is_error?: boolean | null;
  readonly is_cancelled?: boolean | null;
  readonly duration?: string | null;
  readonly queued_duration?: string | null;
  readonly run_duration?: string | null;
  readonly duration_humanized?: string | null;
  readonly queued_duration_humanized?: string | null;
  readonly run_duration_humanized?: string | null;
  readonly created_at_humanized?: string | null;
  readonly finished_at_humanized?: string | null;
  readonly retrying_run_id?: number | null;
  readonly can_retry?: boolean | null;
  readonly retry_not_supported_reason?: string | null;
  readonly job_id?: number | null;
  readonly is_running?: boolean | null;
  readonly href?: string | null;
  readonly used_repo_cache?: boolean | null;
  readonly audit?: DbtCloudRelated | null;
}

/** One step of a run. */
export interface DbtCloudRunStep {
  readonly id: number;
  readonly run_id: number;
  readonly account_id?: number | null;
  readonly index?: number | null;
  readonly status?: number | null;
  readonly name?: string | null;
  readonly logs?: string | null;
  readonly debug_logs?: string | null;
  readonly log_path?: string | null;
  readonly debug_log_path?: string | null;
  readonly truncated_debug_logs?: string | null;
  readonly started_at?: string | null;
  readonly finished_at?: string | null;
  readonly status_color?: string | null;
  readonly status_humanized?: string | null;
  readonly duration?: string | null;
  readonly duration_humanized?: string | null;
  readonly created_at?: string | null;
  readonly updated_at?: string | null;
  readonly run_step_command?: DbtCloudRelated | null;
  readonly run_step_invocation?: DbtCloudRelated | null;
}

/** How a warehouse is reached, as v3 says it. */
export interface DbtCloudConnection {
  readonly id: number;
  readonly created_at?: string | null;
  readonly updated_at?: string | null;
  readonly account_id: number;
  readonly name?: string | null;
  readonly adapter_version?: string | null;
  readonly private_link_endpoint_id?: string | null;
  readonly is_ssh_tunnel_enabled?: boolean | null;
  readonly oauth_configuration_id?: number | null;
  readonly environment__count?: number | null;
  readonly platform_metadata_credentials_id?: number | null;
  readonly analytics_credentials_id?: number | null;
  readonly config?: Readonly<Record<string, unknown>> | null;
}
