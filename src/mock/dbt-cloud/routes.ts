import type { DbtList } from './rows.ts';

/** The lists of an account, by version of the API and what follows the account in the path. */
const lists: Readonly<Record<string, Readonly<Record<string, DbtList>>>> = {
  v2: {
    'environments/': 'environments',
    'jobs/': 'jobs',
    'connections/': 'connections',
    'runs/': 'runs',
    'projects/': 'projects',
    'repositories/': 'repositories',
    'users/': 'users',
    'notifications/': 'notifications',
    'invites/': 'invites',
    'licenses/': 'licenses',
  },
  v3: {
    'connections/': 'connections',
    'environments/': 'environments',
    'projects/': 'projects',
    'users/': 'users',
    'groups/': 'groups',
    'audit-logs/': 'audit_logs',
    'service-tokens/': 'service_tokens',
    'webhooks/subscriptions': 'webhook_subscriptions',
  },
};

/** Undefined where there is no such list. */
export function listAt(version: string, rest: string): DbtList | undefined {
  const ofVersion = new Map(Object.entries(lists)).get(version);
  return new Map(Object.entries(ofVersion ?? {})).get(rest);
}
