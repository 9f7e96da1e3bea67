import type { ListRules } from './list-page.ts';
import type { SvixList } from './rows.ts';

export interface Route {
  readonly list: SvixList;
  readonly path: RegExp;
  /** What the parameter of the path names. */
  readonly under?: 'applications' | 'ingest_source' | 'environment' | undefined;
  readonly rules: ListRules;
  /** False: a server that one runs oneself does not have it. */
  readonly selfHosted: boolean;
}

const byId = (prefix: string, length = 27): ListRules => ({
  key: 'id',
  order: 'ascending',
  iterator: new RegExp(`^${prefix}_[A-Za-z0-9]{${length}}$`),
});

/** Orders that nobody asked for differ: endpoints come newest first. */
const endpointRules: ListRules = { ...byId('ep'), order: 'descending' };

/** Every list of the API, with the path it is at. */
export const routes: readonly Route[] = [
  { list: 'applications', path: /^\/api\/v1\/app$/, rules: byId('app'), selfHosted: true },
  {
    list: 'event_types',
    path: /^\/api\/v1\/event-type$/,
    rules: { key: 'name', order: 'ascending', iterator: /^[a-zA-Z0-9\-_.]{1,256}$/ },
    selfHosted: true,
  },
  {
    list: 'tokens',
    // Before July 2025 it was without the environment.
    path: /^\/api\/v1\/management\/authentication\/(?:([^/]+)\/)?api-token$/,
    under: 'environment',
    rules: byId('key'),
    selfHosted: false,
  },
  {
    list: 'endpoints',
    path: /^\/api\/v1\/app\/([^/]+)\/endpoint$/,
    under: 'applications',
    rules: endpointRules,
    selfHosted: true,
  },
  {
    list: 'integrations',
    path: /^\/api\/v1\/app\/([^/]+)\/integration$/,
    under: 'applications',
    rules: byId('integ'),
    selfHosted: false,
  },
  { list: 'ingest_source', path: /^\/ingest\/api\/v1\/source$/, rules: byId('src', 22), selfHosted: false },
  {
    list: 'ingest_source_endpoint',
    path: /^\/ingest\/api\/v1\/source\/([^/]+)\/endpoint$/,
    under: 'ingest_source',
    rules: endpointRules,
    selfHosted: false,
  },
  {
    list: 'webhook_endpoint',
    path: /^\/api\/v1\/operational-webhook\/endpoint$/,
    rules: endpointRules,
    selfHosted: false,
  },
];
