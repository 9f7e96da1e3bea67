import type { Connector } from './connector.ts';

/** A connector that is imported when it is asked for. */
export type ListedConnector = Pick<Connector, 'source' | 'check'> & { readonly description: string };

/** The only list of connectors, by name. */
export const connectors: ReadonlyMap<string, ListedConnector> = new Map([
  [
    'svix',
    {
      description: 'Svix: applications, endpoints, event types, integrations, tokens, ingest sources, webhooks',
      check: { resource: 'event_types' },
      source: async (wish) => (await import('./svix/index.ts')).svixConnector.source(wish),
    },
  ],
  [
    'lightdash',
    {
      description: 'Lightdash: projects, dashboards, charts, spaces, explores, users, groups, schedulers, metrics',
      check: { resource: 'current_user', as: 'email' },
      source: async (wish) => (await import('./lightdash/index.ts')).lightdashConnector.source(wish),
    },
  ],
  [
    'ruddr',
    {
      description: 'Ruddr: clients, projects, members, time, expenses, invoices, opportunities, holidays',
      check: { resource: 'workspace', as: 'name' },
      source: async (wish) => (await import('./ruddr/index.ts')).ruddrConnector.source(wish),
    },
  ],
  [
    'dbt-cloud',
    {
      description: 'dbt Cloud: accounts, environments, jobs, connections, runs, projects, users and more',
      check: { resource: 'accounts', as: 'name' },
      source: async (wish) => (await import('./dbt-cloud/index.ts')).dbtCloudConnector.source(wish),
    },
  ],
  [
    'persistiq',
    {
      description: 'PersistIQ: users, leads, campaigns, replies, events, tags and more',
      check: { resource: 'users' },
      source: async (wish) => (await import('./persistiq/index.ts')).persistIqConnector.source(wish),
    },
  ],
] satisfies readonly (readonly [string, ListedConnector])[]);
