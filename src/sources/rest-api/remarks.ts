/**
 * What can be said about a configuration that has no mistakes, before anything is sent: things in it that cannot both be
 * meant, and places where rows or secrets may be lost. Each remark is one function of one endpoint, in one table.
 */
import { isSecretName } from '../../core/secret-names.ts';
import type { Problem } from '../../config/problem.ts';
import { Secret } from '../../config/secret.ts';
import type { Resource, SourceRemark } from '../source.ts';
import { isSingleEntity, mergeDefaults } from './reading/merge-defaults.ts';
import { isReadyMade } from './reading/read-config.ts';
import type { Looked, Remark } from './remarks/looked.ts';
import { pagingRemarks } from './remarks/paging.ts';
import type { EndpointPlan, RestPlan } from './endpoint-plan.ts';
import type { RestApiConfig } from './vocabulary.ts';

/** In the order of the configuration: first what is said of the whole, then of each resource. */
export function remarksOn(config: RestApiConfig, plan: RestPlan): readonly SourceRemark[] {
  const planOf = new Map(endpointsOf(plan).map((endpoint) => [endpoint.resource, endpoint]));
  const ofResources = config.resources.flatMap((written, index) => {
    if (isReadyMade(written)) return [];
    const resource = mergeDefaults(written, config.resource_defaults ?? {});
    const endpoint = planOf.get(resource.name);
    if (endpoint === undefined) return [];
    const keys = new Map<string, unknown>(Object.entries(resource.endpoint));
    const looked = { config, resource, plan: endpoint, keys, at: `resources[${index}].endpoint` };
    const found = [...rules.flatMap((rule) => rule(looked)), ...pagingRemarks(looked)];
    return [...found, ...unusedParent(looked, plan), ...unchangedParent(looked, plan)].map((remark) => ({
      resource: resource.name,
      ...remark,
    }));
  });
  return [...openCredentials(config, plan), ...ofResources];
}

/** A spelling that was understood, though it is not the vocabulary's. */
export function aliasRemark({ path, message }: Problem): SourceRemark {
  return { path, kind: 'note', message, hint: 'Write the key of the vocabulary to be sure.' };
}

const rules: readonly ((looked: Looked) => readonly Remark[])[] = [
  mergeWithoutKey,
  secretInQuery,
  unfilteredCursor,
  rowsWithoutParent,
];

function openCredentials({ client }: RestApiConfig, plan: RestPlan): readonly SourceRemark[] {
  const isOpen = /^http:\/\//i.test(client.base_url) && !isLocal(client.base_url);
  if (!isOpen || endpointsOf(plan).every(({ auth }) => auth === undefined)) return [];
  return [
    {
      path: 'client.base_url',
      kind: 'risk',
      message: 'is http, so everyone on the way can read the credentials',
      hint: 'Write https, unless the network is yours alone.',
    },
  ];
}

function isLocal(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function mergeWithoutKey({ plan, at }: Looked): readonly Remark[] {
  const { writeDisposition, merge, primaryKey = [], mergeKey = [], columns = [] } = plan.hints;
  // History tables tell rows apart by their whole content.
  if (merge?.strategy === 'scd2' || merge?.onMissingKey === 'append') return [];
  const hasKey = primaryKey.length + mergeKey.length > 0 || columns.some((one) => one.primaryKey ?? one.mergeKey);
  if (writeDisposition !== 'merge' || hasKey || !plan.selected) return [];
  return [
    {
      path: at.replace('.endpoint', '.write_disposition'),
      kind: 'contradiction',
      message: 'is merge, but there is no key by which rows could be merged',
      hint: 'Set primary_key or merge_key, or use append.',
    },
  ];
}

function secretInQuery({ config, resource, at }: Looked): readonly Remark[] {
  const auth = resource.endpoint.auth === undefined ? config.client.auth : resource.endpoint.auth;
  const keys = new Map<string, unknown>(typeof auth === 'object' && auth !== null ? Object.entries(auth) : []);
  const byAuth = ['query', 'param'].includes(String(keys.get('location')));
  const named = Object.entries(resource.endpoint.params ?? {}).filter(([name, value]) => {
    const isText = typeof value === 'string' && value.length >= 8 && !value.includes('{');
    return isSecretName(name) && isText;
  });
  const found = named.map(([name]): Remark => ({
    path: `${at}.params.${name}`,
    kind: 'risk',
    message: 'looks like a credential in the configuration, which goes into the address of every request',
    hint: `Use client.auth with type api_key, location query and name ${name}, and keep the key among the secrets.`,
  }));
  const ownAuth = resource.endpoint.auth === undefined ? 'client.auth' : `${at}.auth`;
  if (!byAuth) return found;
  return [
    ...found,
    {
      path: ownAuth,
      kind: 'note',
      message: 'puts the credential into the query, where servers and proxies write it into their logs',
      hint: 'Set location to header if the API takes it there.',
    },
  ];
}

/** A cursor that no request mentions saves no request: everything is asked for, and most of it thrown away. */
function unfilteredCursor({ keys, resource, at }: Looked): readonly Remark[] {
  const cursor = keys.get('incremental');
  if (typeof cursor !== 'object' || cursor === null) return [];
  const own = new Map<string, unknown>(Object.entries(cursor));
  const { path, params, json, headers } = resource.endpoint;
  const written = JSON.stringify([path, params, json, headers, keys.get('data')], textOfSecrets);
  if (!isAbsent(own.get('start_param')) || written.includes('{incremental.')) return [];
  if (written.includes('"type":"incremental"')) return [];
  return [
    {
      path: `${at}.incremental`,
      kind: 'risk',
      message: 'is used by no request: every run asks for everything, and leaves out here what it knows',
      hint: 'Set start_param to the parameter by which the API filters, if it has one.',
    },
  ];
}

/** Vendors, row 18: what hangs on a row may change without the row. */
function unchangedParent({ plan, at }: Looked, whole: RestPlan): readonly Remark[] {
  const children = endpointsOf(whole).filter(({ parent }) => parent === plan.resource);
  if (plan.incremental === undefined || children.length === 0) return [];
  return [
    {
      path: `${at}.incremental`,
      kind: 'risk',
      message: `leaves out rows that did not change, and "${children[0]?.resource ?? ''}" is then not asked for below them`,
      hint: 'Take incremental away from the parent, unless a row changes whenever something below it does.',
    },
  ];
}

function textOfSecrets(_key: string, value: unknown): unknown {
  return value instanceof Secret || typeof value === 'bigint' ? String(value) : value;
}

/** The one row of `orders/{id}` says itself which it is. */
function rowsWithoutParent({ plan, resource, at }: Looked): readonly Remark[] {
  if (plan.parent === undefined || plan.included.length > 0 || !plan.selected) return [];
  if (isSingleEntity(resource.endpoint.path)) return [];
  return [
    {
      path: at.replace('.endpoint', '.include_from_parent'),
      kind: 'risk',
      message: `is missing: nothing in a row says which row of "${plan.parent}" it belongs to, unless the API does`,
      hint: `Set it to the key of "${plan.parent}", such as [id]; rows then have _${plan.parent}_id.`,
    },
  ];
}

function unusedParent({ plan, at }: Looked, { members }: RestPlan): readonly Remark[] {
  const parents = members.map((member) => (member.kind === 'endpoint' ? member.endpoint.parent : parentOfCode(member)));
  if (plan.selected || parents.includes(plan.resource)) return [];
  return [
    {
      path: at.replace('.endpoint', '.selected'),
      kind: 'contradiction',
      message: 'is false, and no other resource takes a field of this one: it is never asked for',
      hint: 'Leave out the resource, or selected.',
    },
  ];
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function parentOfCode({ resource }: { readonly resource: Resource }): string | undefined {
  return resource.kind === 'child' ? resource.parent : undefined;
}

function endpointsOf({ members }: RestPlan): readonly EndpointPlan[] {
  return members.flatMap((member) => (member.kind === 'endpoint' ? [member.endpoint] : []));
}
