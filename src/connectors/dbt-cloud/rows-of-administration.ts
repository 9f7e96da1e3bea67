/** Rows of accounts and of whom they belong to. @see rows.ts */

/** Another row, where it was asked for with `include_related`. */
export type DbtCloudRelated = Readonly<Record<string, unknown>>;

/** An account. */
export interface DbtCloudAccount {
  readonly id: number;
  readonly name?: string | null;
  readonly plan?: string | null;
  readonly run_slots?: number | null;
  readonly developer_seats?: number | null;
  readonly it_seats?: number | null;
  readonly explorer_seats?: number | null;
  readonly analyst_seats?: number | null;
  readonly read_only_seats?: number | null;
  readonly locked?: boolean | null;
  readonly lock_reason?: string | null;
  readonly lock_cause?: string | null;
  readonly unlocked_at?: string | null;
  readonly pending_cancel?: boolean | null;
  readonly billing_email_address?: string | null;
  readonly pod_memory_request_mebibytes?: number | null;
  readonly develop_pod_memory_request_mebibytes?: number | null;
  readonly run_duration_limit_seconds?: number | null;
  readonly queue_limit?: number | null;
  readonly enterprise_login_slug?: string | null;
  readonly business_critical?: boolean | null;
  readonly starter_repo_url?: string | null;
  readonly git_auth_level?: string | null;
  readonly identifier?: string | null;
  readonly trial_end_date?: string | null;
  readonly static_subdomain?: string | null;
  readonly vanity_subdomain?: string | null;
  readonly run_locked_until?: string | null;
  readonly state?: number | null;
  readonly docs_job_id?: number | null;
  readonly freshness_job_id?: number | null;
  readonly copilot_locked_until?: string | null;
  readonly agent_credit_locked?: boolean | null;
  readonly account_migration_events?: readonly unknown[] | null;
  readonly groups?: readonly DbtCloudRelated[] | null;
  readonly created_at?: string | null;
  readonly updated_at?: string | null;
}

/** A project. `state` 2 means deleted. */
export interface DbtCloudProject {
  readonly id: number;
  readonly name?: string | null;
  readonly account_id: number;
  readonly description?: string | null;
  readonly connection_id?: number | null;
  readonly repository_id?: number | null;
  readonly semantic_layer_config_id?: number | null;
  readonly state?: number | null;
  readonly dbt_project_subdirectory?: string | null;
  readonly docs_job_id?: number | null;
  readonly freshness_job_id?: number | null;
  readonly type?: number | null;
  readonly created_at?: string | null;
  readonly updated_at?: string | null;
  readonly connection?: DbtCloudRelated | null;
  readonly environments?: readonly DbtCloudRelated[] | null;
  readonly repository?: DbtCloudRelated | null;
  readonly group_permissions?: readonly DbtCloudGroupPermission[] | null;
  readonly docs_job?: DbtCloudRelated | null;
  readonly freshness_job?: DbtCloudRelated | null;
  readonly fusion_readiness?: unknown;
  readonly default_version?: string | null;
}

/** Where the code of a project is. */
export interface DbtCloudRepository {
  readonly id: number;
  readonly account_id: number;
  readonly project_id?: number | null;
  readonly full_name?: string | null;
  readonly remote_backend?: string | null;
  readonly git_clone_strategy?: string | null;
  readonly deploy_key_id?: number | null;
  readonly repository_credentials_id?: number | null;
  readonly github_installation_id?: number | null;
  readonly github_webhook_id?: number | null;
  readonly state?: number | null;
  readonly git_provider_id?: number | null;
  readonly private_link_endpoint_id?: string | null;
  readonly created_at?: string | null;
  readonly updated_at?: string | null;
  readonly deploy_key?: DbtCloudRelated | null;
}

/** A person with a licence. */
export interface DbtCloudUser {
  readonly id: number;
  readonly first_name?: string | null;
  readonly last_name?: string | null;
  readonly email?: string | null;
  readonly apitoken_last_used?: string | null;
  readonly azure_active_directory_connected?: boolean | null;
  readonly azure_active_directory_token_retrieval_failure?: boolean | null;
  readonly azure_active_directory_username?: string | null;
  readonly email_connected?: boolean | null;
  readonly email_verified?: boolean | null;
  readonly enterprise_connected?: boolean | null;
  readonly enterprise_authentication_method?: string | null;
  readonly github_connected?: boolean | null;
  readonly github_username?: string | null;
  readonly gitlab_connected?: boolean | null;
  readonly gitlab_username?: string | null;
  readonly is_active?: boolean | null;
  readonly is_staff?: boolean | null;
  readonly last_login?: string | null;
  readonly sso_only_user?: boolean | null;
  readonly github_token_retrieval_failure?: boolean | null;
  readonly gitlab_token_retrieval_failure?: boolean | null;
  readonly created_at?: string | null;
  readonly permissions?: readonly { readonly license_type?: string | null; readonly state?: number | null }[] | null;
  readonly auth_provider_infos?: unknown;
  readonly licenses?: unknown;
}

/** Who is told when a job has ended. */
export interface DbtCloudNotification {
  readonly id: number;
  readonly account_id: number;
  readonly user_id?: number | null;
  readonly type?: number | null;
  readonly external_email?: string | null;
  readonly slack_channel_id?: string | null;
  readonly slack_channel_name?: string | null;
  readonly on_cancel?: readonly number[] | null;
  readonly on_failure?: readonly number[] | null;
  readonly on_success?: readonly number[] | null;
  readonly on_warning?: readonly number[] | null;
  readonly state?: number | null;
  readonly created_at?: string | null;
  readonly updated_at?: string | null;
  readonly user?: DbtCloudRelated | null;
}

/** An invitation. */
export interface DbtCloudInvite {
  readonly id: number;
  readonly account_id: number;
  readonly email_address?: string | null;
  readonly license_type?: string | null;
  readonly status?: number | null;
  readonly type?: string | null;
  readonly group_ids?: readonly number[] | null;
  readonly redeemed_at?: string | null;
  readonly created_at?: string | null;
  readonly account?: DbtCloudRelated | null;
  readonly groups?: readonly DbtCloudRelated[] | null;
}

/** How many licences of each kind an account has. */
export interface DbtCloudLicenses {
  readonly developer?: DbtCloudLicenseCount | null;
  readonly explorer?: DbtCloudLicenseCount | null;
  readonly read_only?: DbtCloudLicenseCount | null;
  readonly it?: DbtCloudLicenseCount | null;
  readonly analyst?: DbtCloudLicenseCount | null;
}

/** Licences of one kind. */
export interface DbtCloudLicenseCount {
  readonly limited?: boolean | null;
  readonly over_limit?: boolean | null;
  readonly total?: number | null;
  readonly in_use?: number | null;
  readonly available?: number | null;
  readonly assigned?: number | null;
  readonly enterprise_plan?: boolean | null;
}

/** People with the same permissions. */
export interface DbtCloudGroup {
  readonly id: number;
  readonly account_id: number;
  readonly name?: string | null;
  readonly state?: number | null;
  readonly assign_by_default?: boolean | null;
  readonly sso_mapping_groups?: readonly string[] | null;
  readonly created_at?: string | null;
  readonly updated_at?: string | null;
  readonly group_permissions?: readonly DbtCloudGroupPermission[] | null;
  readonly member_count?: number | null;
  readonly scim_managed?: boolean | null;
}

/** What a group may do. */
export interface DbtCloudGroupPermission {
  readonly account_id?: number | null;
  readonly group_id?: number | null;
  readonly project_id?: number | null;
  readonly all_projects?: boolean | null;
  readonly permission_set?: string | null;
  readonly permission_level?: number | null;
  readonly state?: number | null;
  readonly writable_environment_categories?: readonly string[] | null;
}

/** Who did what. */
export interface DbtCloudAuditLog {
  readonly id: string;
  readonly account_id: number;
  readonly source?: string | null;
  readonly service?: string | null;
  readonly actor?: unknown;
  readonly event_type?: string | null;
  readonly event_label?: string | null;
  readonly event_context?: unknown;
  readonly created_at?: string | null;
}

/** A token without a person; never the token itself. */
export interface DbtCloudServiceToken {
  readonly id: number;
  readonly created_at?: string | null;
  readonly updated_at?: string | null;
  readonly account_id: number;
  readonly uid?: string | null;
  readonly name?: string | null;
  readonly state?: number | null;
  readonly permission_grants?:
    | readonly {
        readonly permission_set?: string | null;
        readonly project_id?: number | null;
        readonly writable_environment_categories?: readonly string[] | null;
      }[]
    | null;
  readonly last_used?: string | null;
  readonly semantic_layer_credentials?: readonly Readonly<Record<string, unknown>>[] | null;
  readonly metadata_only?: boolean | null;
  readonly webhooks_only?: boolean | null;
}

/** Who is called when a job has begun or ended. */
export interface DbtCloudWebhookSubscription {
  readonly id: string;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly event_types?: readonly unknown[] | null;
  readonly job_ids?: readonly number[] | null;
  readonly client_url?: string | null;
  readonly active?: boolean | null;
  readonly http_status_code?: string | null;
  readonly dispatched_at?: string | null;
  readonly deactivate_reason?: string | null;
  readonly account_id: number;
  readonly account_identifier?: string | null;
}
