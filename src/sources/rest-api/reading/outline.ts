import type { EndpointConfig, ParamConfig, ResourceConfig, ResourceDefaults, RestApiConfig } from '../vocabulary.ts';
import { isPlain } from './reading.ts';

/** A configuration as it is read while there are mistakes: what was wrong is not there. */
export interface ReadSoFar {
  readonly client?: Partial<RestApiConfig['client']>;
  readonly resource_defaults?: ResourceDefaults | null | undefined;
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
export function outlineOf(
  { client, resource_defaults: defaults, resources }: ReadSoFar,
  resourceCount: number,
): RestApiConfig | undefined {
  if (resources === undefined || resources.length !== resourceCount) return undefined;
  const outlined = resources.flatMap((resource): readonly (string | ResourceConfig)[] => {
    if (typeof resource === 'string') return [resource];
    const { name, endpoint } = resource;
    return name === undefined ? [] : [{ name, endpoint: requestOnly(endpoint) }];
  });
  if (outlined.length !== resourceCount) return undefined;
  // Without an address every path would be told as a mistake of its own.
  const base = client?.base_url ?? 'http://localhost/';
  return { client: { base_url: base }, resource_defaults: defaultsOnly(defaults), resources: outlined };
}

function defaultsOnly(defaults: ReadSoFar['resource_defaults']): ResourceDefaults {
  const endpoint = requestOnly(defaults?.endpoint);
  return typeof endpoint === 'string' ? {} : { endpoint };
}

/** All that may have placeholders in it. The window is one of its own: what is wrong with it was told. */
function requestOnly(endpoint: ResourceSoFar['endpoint']): EndpointConfig | string {
  if (typeof endpoint === 'string') return endpoint;
  const { path, params = {}, headers = null, json, data, incremental } = endpoint ?? {};
  const whole = Object.entries(params).filter(([, param]) => isWhole(param));
  return {
    ...(path === undefined ? {} : { path }),
    params: Object.fromEntries(whole),
    headers,
    ...(json === undefined ? {} : { json }),
    ...(data === undefined ? {} : { data }),
    ...(incremental ? { incremental: { cursor_path: 'id' } } : {}),
  };
}

/** A param that is an object may lack what it needs. */
function isWhole(param: ParamConfig): boolean {
  if (!isPlain(param)) return true;
  return param['type'] === 'resolve' ? Boolean(param['resource'] && param['field']) : Boolean(param['cursor_path']);
}
