import type { EndpointConfig, ResourceConfig, RestApiConfig } from '../vocabulary.ts';

/** A configuration as it is read while there are mistakes: what was wrong is not there. */
export interface ReadSoFar {
  readonly client?: Partial<RestApiConfig['client']>;
  readonly resources?: readonly (string | ResourceSoFar)[];
}

interface ResourceSoFar {
  readonly name?: string;
  readonly endpoint?: string | Partial<EndpointConfig>;
}

/**
 * Names and requests of a configuration that has mistakes elsewhere, so that mistakes between its resources can be told
 * in the same breath. Undefined where a resource has no name: which one another means cannot be known then.
 */
export function outlineOf({ client, resources }: ReadSoFar, resourceCount: number): RestApiConfig | undefined {
  if (resources === undefined || resources.length !== resourceCount) return undefined;
  const outlined = resources.flatMap((resource): readonly (string | ResourceConfig)[] => {
    if (typeof resource === 'string') return [resource];
    const { name, endpoint } = resource;
    return name === undefined ? [] : [{ name, endpoint: requestOnly(endpoint) }];
  });
  if (outlined.length !== resourceCount) return undefined;
  // Without an address every path would be told as a mistake of its own.
  return { client: { base_url: client?.base_url ?? 'http://localhost/' }, resources: outlined };
}

/** All that may have placeholders in it. */
function requestOnly(endpoint: ResourceSoFar['endpoint']): EndpointConfig | string {
  if (typeof endpoint === 'string') return endpoint;
  const { path = '', params = {}, headers = null } = endpoint ?? {};
  return endpoint?.json === undefined ? { path, params, headers } : { path, params, headers, json: endpoint.json };
}
