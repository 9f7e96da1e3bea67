import type { DbtRow, Place } from './place.ts';
import { stampOf } from './times.ts';

export function userOf(index: number, { moment }: Place): DbtRow {
  return {
    // Somebody may be in several accounts.
    id: 700 + index,
    first_name: ['Zoë', 'Łukasz', '美咲'][index % 3],
    last_name: index % 4 === 0 ? '' : `Nr. ${index}`,
    email: `user${index}@example.com`,
    apitoken_last_used: null,
    azure_active_directory_connected: false,
    azure_active_directory_token_retrieval_failure: false,
    azure_active_directory_username: null,
    email_connected: true,
    email_verified: true,
    enterprise_connected: index % 2 === 0,
    enterprise_authentication_method: index % 2 === 0 ? 'saml' : null,
    github_connected: false,
    github_username: null,
    gitlab_connected: false,
    gitlab_username: null,
    is_active: true,
    is_staff: false,
    last_login: index === 5 ? null : stampOf(-10_000 + index + moment * 300),
    sso_only_user: false,
    github_token_retrieval_failure: false,
    gitlab_token_retrieval_failure: false,
    created_at: stampOf(-200_000 + index),
    permissions: [{ license_type: 'developer', state: 1 }],
    auth_provider_infos: {},
    licenses: { '1001': { license_type: 'developer' } },
  };
}

export function notificationOf(index: number, { account, firstJob, moment }: Place): DbtRow {
  const isForPeople = index % 2 === 0;
  return {
    id: account * 1000 + index,
    account_id: account,
    user_id: isForPeople ? 700 : null,
    type: isForPeople ? 1 : 2,
    external_email: null,
    slack_channel_id: isForPeople ? null : `C${index}`,
    slack_channel_name: isForPeople ? null : '#größe',
    on_cancel: [],
    on_failure: [firstJob + index, ...(moment > 0 ? [firstJob] : [])],
    on_success: index % 3 === 0 ? [firstJob] : [],
    on_warning: [],
    state: 1,
    created_at: stampOf(-50_000 + index),
    updated_at: stampOf(-50_000 + index),
    user: null,
  };
}

export function inviteOf(index: number, { account }: Place): DbtRow {
  return {
    id: account * 100 + index,
    account_id: account,
    email_address: `new${index}@example.com`,
    license_type: 'developer',
    status: 1,
    type: 'standard',
    group_ids: [4],
    redeemed_at: null,
    created_at: stampOf(index * 60),
    account: null,
    groups: [],
  };
}

/** One row for an account, and without a number. */
export function licensesOf(_index: number, { moment }: Place): DbtRow {
  const count = (total: number): DbtRow => ({
    limited: true,
    over_limit: false,
    total,
    in_use: 2 + moment,
    available: total - 2 - moment,
    assigned: 2 + moment,
    enterprise_plan: true,
  });
  return { developer: count(40), explorer: count(20), read_only: count(50), it: count(10), analyst: count(9) };
}

export function groupOf(index: number, { account, firstProject }: Place): DbtRow {
  return {
    id: account * 10 + index,
    account_id: account,
    name: ['Owner', 'Member', 'Everyone', 'Größe'][index % 4],
    state: 1,
    assign_by_default: index === 2,
    sso_mapping_groups: index === 0 ? ['admins', 'ünï'] : [],
    created_at: stampOf(-300_000 + index),
    updated_at: stampOf(-300_000 + index),
    group_permissions: [
      {
        account_id: account,
        group_id: account * 10 + index,
        project_id: index === 1 ? firstProject : null,
        all_projects: index !== 1,
        permission_set: 'admin',
        permission_level: null,
        state: 1,
        writable_environment_categories: [],
      },
    ],
    member_count: 3,
    scim_managed: false,
  };
}

export function auditLogOf(index: number, { account }: Place): DbtRow {
  return {
    id: `${account}-${String(index).padStart(6, '0')}`,
    account_id: account,
    source: 'CLOUD_UI',
    service: 'SERVICE_MANAGE',
    actor: { actor_id: 700 + (index % 12), actor_name: 'Zoë' },
    event_type: index % 2 === 0 ? 'auth.LoginEvent' : 'job_definition.Changed',
    event_label: 'Größe',
    event_context: index % 2 === 0 ? {} : { new: { name: 'B' }, old: { name: 'A' } },
    created_at: stampOf(-9000 + index),
  };
}

export function serviceTokenOf(index: number, { account, moment }: Place): DbtRow {
  return {
    id: account * 10 + index,
    created_at: stampOf(-7000 + index),
    updated_at: stampOf(-7000 + index),
    account_id: account,
    uid: `dbtc_uid_${index}`,
    name: `ci ☂ ${index}`,
    state: 1,
    permission_grants: [{ permission_set: 'job_admin', project_id: null, writable_environment_categories: [] }],
    last_used: index === 2 ? null : stampOf(-100 + moment * 300),
    semantic_layer_credentials: [],
    metadata_only: false,
    webhooks_only: index === 1,
  };
}

export function webhookOf(index: number, { account, firstJob, moment }: Place): DbtRow {
  return {
    id: `wsu_${account}${index}`,
    name: `Hook ${index}`,
    description: index === 0 ? '' : 'Größe',
    event_types: ['job.run.started', 'job.run.completed'],
    job_ids: index === 0 ? [] : [firstJob, firstJob + 1],
    client_url: 'https://hooks.example.com/dbt',
    active: moment === 0,
    http_status_code: '200',
    dispatched_at: stampOf(-30 + moment * 300),
    deactivate_reason: moment === 0 ? null : 'manual',
    account_id: account,
    account_identifier: `act_${account}`,
  };
}
