import type { ColumnConfig } from './hint-vocabulary.ts';
import type { EndpointConfig, ResourceConfig, ResourceDefaults } from '../vocabulary.ts';

/** A resource in its full form: the endpoint is an object and has a path. */
export type FullResource = Omit<ResourceConfig, 'endpoint'> & {
  readonly endpoint: EndpointConfig & { readonly path: string };
};

/**
 * The long form of a resource with the defaults under it (1.3, 1.6): keys of the resource win, `params` and `json` go
 * key by key and `columns` hint by hint. Nothing is shared with another resource (W14).
 */
export function mergeDefaults(resource: string | ResourceConfig, defaults: ResourceDefaults): FullResource {
  const own: ResourceConfig = typeof resource === 'string' ? { name: resource } : resource;
  const endpoint: EndpointConfig = typeof own.endpoint === 'string' ? { path: own.endpoint } : (own.endpoint ?? {});
  const under = defaults.endpoint ?? {};
  const merged: FullResource = {
    ...defaults,
    ...own,
    columns: mergeColumns(defaults.columns, own.columns),
    endpoint: {
      ...under,
      ...endpoint,
      path: endpoint.path ?? own.name,
      params: { ...under.params, ...endpoint.params },
      json: under.json === undefined && endpoint.json === undefined ? undefined : { ...under.json, ...endpoint.json },
    },
  };
  return isSingleEntity(merged.endpoint.path) ? asSingleEntity(merged) : merged;
}

/** The last segment of the path has a placeholder (3.4). */
export function isSingleEntity(path: string): boolean {
  const last = path.split('/').findLast((segment) => segment !== '') ?? '';
  return /\{[A-Za-z0-9._-]+\}/.test(last);
}

function asSingleEntity(resource: FullResource): FullResource {
  const { endpoint } = resource;
  return {
    ...resource,
    endpoint: {
      ...endpoint,
      data_selector: endpoint.data_selector ?? '$',
      paginator: endpoint.paginator ?? 'single_page',
    },
  };
}

function mergeColumns(under: ResourceConfig['columns'], own: ResourceConfig['columns']): ResourceConfig['columns'] {
  if (own === null || own === undefined || under === null || under === undefined)
    return own === undefined ? under : own;
  const [columns, others] = [byName(own), byName(under)];
  const names = new Set([...others.keys(), ...columns.keys()]);
  return Object.fromEntries([...names].map((name) => [name, { ...others.get(name), ...columns.get(name) }]));
}

function byName(columns: NonNullable<ResourceConfig['columns']>): ReadonlyMap<string, ColumnConfig> {
  const entries: readonly (readonly [string, ColumnConfig])[] = Object.entries(columns);
  return new Map(entries.map(([name, column]) => [column.name ?? name, column]));
}
