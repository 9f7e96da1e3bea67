import { pick, seededRandom } from '../random.ts';
import type { DbtRow, Place } from './place.ts';
import { minutesOfMoment, stampOf } from './times.ts';

/** Made long ago; changed at the newest moment at which their turn came. */
function times(index: number, { moment }: Place, turn: number): DbtRow & { readonly changed: number } {
  const changed =
    Array.from({ length: moment }, (_, step) => step + 1).findLast((step) => step % turn === index % turn) ?? 0;
  const made = -100_000 + index * 37;
  const updated = changed === 0 ? made + (index % 5) * 1440 : changed * minutesOfMoment - 1;
  return { created_at: stampOf(made), updated_at: stampOf(updated), changed };
}

export function accountOf(index: number, place: Place): DbtRow {
  const { changed: _, ...stamps } = times(index, place, 1);
  return {
    id: place.account,
    name: index === 0 ? 'Acme Größen & Maße' : `Filiale ${index} ☂`,
    state: 1,
    plan: 'enterprise',
    run_slots: 5 + place.moment,
    developer_seats: 4,
    it_seats: 0,
    explorer_seats: 0,
    analyst_seats: 0,
    read_only_seats: 50,
    locked: false,
    lock_reason: null,
    lock_cause: null,
    unlocked_at: null,
    pending_cancel: false,
    billing_email_address: 'billing@example.com',
    pod_memory_request_mebibytes: 600,
    develop_pod_memory_request_mebibytes: 0,
    run_duration_limit_seconds: 86_400,
    queue_limit: 50,
    enterprise_login_slug: null,
    business_critical: false,
    starter_repo_url: null,
    git_auth_level: 'personal',
    identifier: `act_${index}0000000`,
    trial_end_date: null,
    static_subdomain: null,
    vanity_subdomain: null,
    run_locked_until: null,
    docs_job_id: null,
    freshness_job_id: null,
    copilot_locked_until: null,
    agent_credit_locked: false,
    account_migration_events: [],
    groups: [
      { account_id: place.account, name: 'Everyone', state: 1, assign_by_default: true, sso_mapping_groups: [] },
    ],
    ...stamps,
  };
}

/** `state` 2 means deleted: such rows come only when they are asked for. One in so many. */
function stateOf(index: number, turn: number): 1 | 2 {
  return index % turn === turn - 1 ? 2 : 1;
}

export function projectOf(index: number, place: Place): DbtRow {
  const { changed, ...stamps } = times(index, place, 3);
  return {
    id: place.firstProject + index,
    account_id: place.account,
    name: `${pick(seededRandom(place.seed, 1, index), ['Finanz', 'Łódź', '売上'])} ${index}${changed > 0 ? ' v2' : ''}`,
    description: index % 2 === 0 ? null : '',
    connection_id: 901,
    repository_id: place.firstProject + index + 400,
    semantic_layer_config_id: null,
    state: stateOf(index, 7),
    dbt_project_subdirectory: index === 1 ? 'dbt/projekt' : null,
    docs_job_id: null,
    freshness_job_id: null,
    type: 0,
    ...stamps,
    connection: null,
    environments: null,
    repository: null,
    group_permissions: [],
    docs_job: null,
    freshness_job: null,
    fusion_readiness: null,
    default_version: 'latest',
  };
}

export function repositoryOf(index: number, place: Place): DbtRow {
  const { changed: _, ...stamps } = times(index, place, 5);
  return {
    id: place.firstProject + index + 400,
    account_id: place.account,
    project_id: place.firstProject + index,
    full_name: `acme/dbt-${index}`,
    remote_backend: index % 2 === 0 ? 'github' : null,
    git_clone_strategy: 'github_app',
    deploy_key_id: null,
    repository_credentials_id: null,
    github_installation_id: 99_000_000_000 + index,
    github_webhook_id: null,
    state: 1,
    git_provider_id: null,
    private_link_endpoint_id: null,
    ...stamps,
    deploy_key: null,
  };
}

export function environmentOf(index: number, place: Place): DbtRow {
  const { changed, ...stamps } = times(index, place, 4);
  return {
    id: place.firstEnvironment + index,
    account_id: place.account,
    project_id: place.firstProject + (index % place.projectCount),
    connection_id: 901,
    credentials_id: index % 3 === 0 ? null : 300 + index,
    repository_id: null,
    extended_attributes_id: null,
    name: index % 2 === 0 ? 'Production' : `Entwicklung ${index}`,
    type: index % 2 === 0 ? 'deployment' : 'development',
    deployment_type: index % 2 === 0 ? 'production' : null,
    use_custom_branch: changed > 0,
    custom_branch: changed > 0 ? `release/${changed}` : null,
    dbt_version: 'latest',
    raw_dbt_version: 'latest',
    supports_docs: false,
    dbt_project_subdirectory: null,
    created_by_id: 7,
    state: stateOf(index, 8),
    ...stamps,
    repository: null,
    connection: null,
    jobs: null,
    custom_environment_variables: null,
  };
}

export function jobOf(index: number, place: Place): DbtRow {
  const { changed, ...stamps } = times(index, place, 17);
  return {
    id: place.firstJob + index,
    account_id: place.account,
    project_id: place.firstProject + (index % place.projectCount),
    environment_id: place.firstEnvironment + (index % place.environmentCount),
    name: `${index % 5 === 0 ? 'Nächtlich' : 'Nightly'} ${index}`,
    dbt_version: null,
    job_type: index % 6 === 5 ? 'ci' : 'scheduled',
    description: '',
    execute_steps: index % 13 === 12 ? [] : ['dbt build', ...(index % 4 === 0 ? ['dbt test --select "größe"'] : [])],
    execution: { timeout_seconds: 0 },
    settings: { threads: 4 + changed, target_name: 'default' },
    // What was deleted stays deleted.
    state: changed > 0 && index % 2 === 1 ? 2 : stateOf(index, 10),
    generate_docs: index % 2 === 0,
    generate_sources: false,
    run_generate_sources: false,
    deferring_job_definition_id: null,
    deferring_environment_id: null,
    triggers: {
      github_webhook: false,
      git_provider_webhook: null,
      schedule: true,
      custom_branch_only: false,
      on_merge: false,
    },
    schedule: {
      cron: '0 2 * * *',
      date: index % 7 === 0 ? { type: 'days_of_week', days: [1, 3, 5] } : { type: 'every_day' },
      time: { type: 'every_hour', interval: 1 },
    },
    job_completion_trigger_condition: null,
    lifecycle_webhooks: false,
    lifecycle_webhooks_url: null,
    is_deferrable: false,
    run_failure_count: changed,
    ...stamps,
    raw_dbt_version: null,
    account: null,
    project: null,
    environment: null,
    fusion_readiness: null,
  };
}

/** As v3 shows them. */
export function connectionOf(index: number, place: Place): DbtRow {
  const { changed, ...stamps } = times(index, place, 2);
  return {
    id: place.account * 10 + index,
    account_id: place.account,
    name: index === 0 ? 'Wärehouse' : `Warehouse ${index}`,
    adapter_version: index % 2 === 0 ? 'snowflake_v0' : 'postgres_v0',
    private_link_endpoint_id: null,
    is_ssh_tunnel_enabled: false,
    oauth_configuration_id: null,
    environment__count: 3 + changed,
    platform_metadata_credentials_id: null,
    analytics_credentials_id: null,
    config:
      index % 2 === 0
        ? { account: 'xy12345', database: 'RAW', warehouse: 'WH', role: null }
        : { hostname: 'db.example.com', port: 5432, dbname: 'raw' },
    ...stamps,
  };
}

/** The same as the former API shows it. */
export function asFormerConnection({ id, account_id, name, config, created_at }: DbtRow): DbtRow {
  return {
    id,
    account_id,
    project_id: 10,
    name,
    type: 'snowflake',
    details: config,
    state: 1,
    created_by_id: 7,
    created_at,
  };
}
