import type { EndpointConfig, ResourceConfig } from '../../sources/rest-api/vocabulary.ts';
import { mayBeOff, mayBeRefused } from './refusals.ts';

/** A list whose path is what follows the account. */
export interface ListOfAccount extends ResourceConfig {
  readonly endpoint: EndpointConfig & { readonly path: string };
}

/** The API spells times with `T` and with a blank. */
export const timestamp = { data_type: 'timestamp' } as const;
const made = { created_at: timestamp } as const;
/** Times of rows that change. */
export const changing: Readonly<Record<'created_at' | 'updated_at', typeof timestamp>> = {
  ...made,
  updated_at: timestamp,
};
/** What the customer or the kind of warehouse decides the keys of. */
export const openMap = { data_type: 'json' } as const;

/** New rows have the highest number, so that nothing moves while pages are read. */
const withDeleted = { state: 'all', order_by: 'id' } as const;
const optional = { response_actions: mayBeRefused } as const;
const third = { from_root: true, ...optional } as const;

/** What runs, and where. */
export const workLists: readonly ListOfAccount[] = [
  {
    name: 'environments',
    columns: { ...changing, connection__details: openMap },
    endpoint: { path: 'environments/', params: withDeleted },
  },
  { name: 'jobs', columns: changing, endpoint: { path: 'jobs/', params: withDeleted } },
];

/** Lists that only some tokens may read. */
export const administrationLists: readonly ListOfAccount[] = [
  { name: 'projects', columns: changing, endpoint: { path: 'projects/', params: withDeleted, ...optional } },
  { name: 'repositories', columns: changing, endpoint: { path: 'repositories/', params: withDeleted, ...optional } },
  {
    // Somebody may be in several accounts.
    name: 'users',
    primary_key: ['account_id', 'id'],
    columns: { ...made, last_login: timestamp, licenses: openMap, auth_provider_infos: openMap },
    endpoint: { path: 'users/', ...optional },
  },
  { name: 'notifications', columns: changing, endpoint: { path: 'notifications/', params: withDeleted, ...optional } },
  { name: 'invites', columns: made, endpoint: { path: 'invites/', ...optional } },
  { name: 'licenses', primary_key: 'account_id', endpoint: { path: 'licenses/', ...optional } },
  { name: 'groups', columns: changing, endpoint: { path: 'groups/', params: withDeleted, ...third } },
  {
    name: 'audit_logs',
    columns: { ...made, actor: openMap, event_context: openMap },
    endpoint: { path: 'audit-logs/', ...third, response_actions: mayBeOff },
  },
  { name: 'service_tokens', columns: changing, endpoint: { path: 'service-tokens/', ...third } },
  // The only path without a slash at its end.
  { name: 'webhook_subscriptions', endpoint: { path: 'webhooks/subscriptions', ...third } },
];
