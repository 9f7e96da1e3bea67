/**
 * What a configuration means: endpoints in the order in which they can be asked, each with all that its walk needs.
 * Everything that can be known to be wrong before the first request is found here.
 */
import { compileJsonPath, memberPath, type JsonPath } from '../../core/json-path.ts';
import type { Resource } from '../source.ts';
import type { Auth } from './auth/auth.ts';
import { readAuth } from './auth/index.ts';
import { sharedAuths } from './auth/shared-auths.ts';
import type { AuthConfig } from './auth/vocabulary.ts';
import type { EndpointPlan, Included, PlanMember, RestPlan, Surroundings } from './endpoint-plan.ts';
import { incrementalOf, withWindowParams } from './incremental/plan-incremental.ts';
import { buildPaginator, readPaginator } from './paginators/index.ts';
import type { PaginatorConfig, PaginatorObject } from './paginators/vocabulary.ts';
import { mannersOf } from './manners.ts';
import { checkBodySlots } from './paginators/body-slots.ts';
import { checkNames, inOrder, parentsOf, withParents } from './parents.ts';
import { mergeDefaults, type FullResource } from './reading/merge-defaults.ts';
import { isReadyMade } from './reading/read-config.ts';
import { hintsOf } from './reading/read-hints.ts';
import { checkVisibility, type NeededColumns } from './reading/read-visibility.ts';
import { elementOf, keyOf, refuse, type Place } from './reading/reading.ts';
import { readRequest, type RequestTemplate } from './requests/request-template.ts';
import { onlyHole } from './requests/templates.ts';
import { isAbsoluteUrl, joinUrl } from './requests/urls.ts';
import type { ClientConfig, IncludedField, RestApiConfig } from './vocabulary.ts';

/** Notes every mistake that needs more than one key to be seen. */
export function planOf(config: RestApiConfig, surroundings: Surroundings, place: Place): RestPlan {
  checkBase(config.client.base_url, keyOf(keyOf(place, 'client'), 'base_url'));
  const authOf = authsOf(config.client);
  const manners = mannersOf(config.client);
  const drafts = config.resources.map((resource, index) => {
    if (isReadyMade(resource)) return { kind: 'code', resource, parents: parentsOfCode(resource) } as const;
    const at = elementOf(keyOf(place, 'resources'), index);
    const merged = mergeDefaults(resource, config.resource_defaults ?? {});
    const endpoint = { ...surroundings, manners, ...planEndpoint(merged, config.client, authOf, at) };
    return { kind: 'endpoint', endpoint, parents: parentsOf(endpoint) } as const;
  });
  checkNames(drafts, place);
  return { members: withPrivacy(inOrder(withParents(drafts, place), place)) };
}

/** What is below a resource that hides columns may be asked for with them. Parents come first. */
function withPrivacy(members: readonly PlanMember[]): readonly PlanMember[] {
  const hiding = new Set<string>();
  return members.map((member) => {
    const [name, parent, hints] =
      member.kind === 'endpoint'
        ? [member.endpoint.resource, member.endpoint.parent, member.endpoint.hints]
        : [member.resource.name, parentsOfCode(member.resource)[0], member.resource.hints];
    if (hints.visibility === undefined && (parent === undefined || !hiding.has(parent))) return member;
    hiding.add(name);
    return member.kind === 'code' ? member : { kind: 'endpoint', endpoint: { ...member.endpoint, isPrivate: true } };
  });
}

function parentsOfCode(resource: Resource): readonly string[] {
  return resource.kind === 'child' ? [resource.parent] : [];
}

type AuthOf = (config: AuthConfig, place: Place) => Auth;

function planEndpoint(
  resource: FullResource,
  client: ClientConfig,
  authOf: AuthOf,
  place: Place,
): Omit<EndpointPlan, keyof Surroundings | 'manners'> {
  const { endpoint } = resource;
  const at = keyOf(place, 'endpoint');
  const hints = hintsOf(resource);
  const incremental = incrementalOf(endpoint, { resource: resource.name, primaryKey: hints.primaryKey }, at);
  const request = withWindowParams(readRequest(endpoint, client.headers ?? {}, at), endpoint.incremental);
  const paging = paginatorOf(endpoint.paginator, client.paginator, at);
  if (paging !== undefined)
    checkBodySlots(paging, { hasTextData: request.data?.kind === 'text' }, keyOf(at, 'paginator'));
  const auth = endpoint.auth === undefined ? client.auth : endpoint.auth;
  const keys = [...(hints.primaryKey ?? []), ...(hints.mergeKey ?? [])];
  checkVisibility(hints.visibility, { remembered: rememberedOf(endpoint.incremental, paging), keys }, place);
  checkPath(client.base_url, endpoint.path, request, keyOf(at, 'path'));
  return {
    resource: resource.name,
    place: at.path,
    table: typeof resource.table_name === 'string' ? resource.table_name : resource.name,
    tableOf: typeof resource.table_name === 'function' ? resource.table_name : undefined,
    hints: { ...hints, cursorColumn: incremental?.cursor.simpleName },
    selected: resource.selected ?? true,
    skipsMissing: endpoint.missing_parent_field === 'skip',
    included: (resource.include_from_parent ?? []).map(includedOf),
    ...hostsOf(client, endpoint),
    request,
    auth: auth ? authOf(auth, place) : undefined,
    paginator: buildPaginator(paging, resource.name),
    paging,
    selectors: selectorsOf(endpoint.data_selector),
    actions: endpoint.response_actions ?? [],
    steps: resource.processing_steps ?? [],
    incremental,
  };
}

/** Values of rows that get into the state. */
function rememberedOf(
  incremental: FullResource['endpoint']['incremental'],
  paging: PaginatorObject | undefined,
): NeededColumns['remembered'] {
  const last = paging !== undefined && 'last_row_key' in paging ? paging.last_row_key : undefined;
  return [
    ...(incremental ? [{ of: 'incremental', path: incremental.cursor_path }] : []),
    ...(last ? [{ of: 'the paginator', path: last }] : []),
  ];
}

/** A name alone is a field of that very name, whatever signs it has (2.9). */
function includedOf(included: string | IncludedField): Included {
  if (typeof included === 'string') return { field: compileJsonPath(memberPath([included])) };
  const { field, as, resource } = included;
  return { field: compileJsonPath(field), as, resource };
}

function selectorsOf(selector: string | readonly string[] | null | undefined): readonly JsonPath[] {
  const written = typeof selector === 'string' ? [selector] : (selector ?? []);
  return written.filter((one) => one !== '').map((one) => compileJsonPath(one));
}

/** `auto` counts as none given, so that the client's paginator applies (1.6). */
function paginatorOf(
  own: PaginatorConfig | null | undefined,
  client: PaginatorConfig | null | undefined,
  place: Place,
): PaginatorObject | undefined {
  const given = [own, client].map((config) => (config ? readPaginator(config, place) : undefined));
  return given.find((config) => config !== undefined && config.type !== 'auto');
}

/** One auth for all whose configuration says the same, so that a token is asked for once (W32). */
function authsOf(client: ClientConfig): AuthOf {
  const share = sharedAuths(client);
  return (config, place) => share(readAuth(config, place) ?? { type: 'bearer' });
}

/** A host that the user wrote into a path may be asked, without credentials (W29). */
function hostsOf(
  client: ClientConfig,
  { path, from_root: fromRoot }: FullResource['endpoint'],
): Pick<EndpointPlan, 'baseUrl' | 'origin' | 'allowedHosts'> {
  const own = isAbsoluteUrl(path) && URL.canParse(path) ? new URL(path) : undefined;
  const base = URL.canParse(client.base_url) ? new URL(client.base_url) : own;
  const allowed = client.allowed_hosts ?? [];
  return {
    baseUrl: fromRoot === true && base !== undefined ? base.origin : client.base_url,
    origin: base?.origin ?? '',
    allowedHosts: own === undefined ? allowed : [...allowed, own.host],
  };
}

function checkBase(base: string, place: Place): void {
  if (base === '') return;
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    refuse(place, {
      message: 'must be an absolute http or https address',
      hint: 'Write it as https://api.example.com/v1/',
    });
  } else if (url.username !== '' || url.password !== '') {
    refuse(place, { message: 'must not hold a user name or password', hint: 'Set client.auth instead' });
  }
}

function checkPath(base: string, path: string, request: RequestTemplate, place: Place): void {
  const isLink = onlyHole(request.path) !== undefined;
  if (!isLink && !isAbsoluteUrl(joinUrl(base, path)) && base === '') {
    refuse(place, { message: 'must be an absolute address, as client.base_url is empty', found: path });
  }
}
