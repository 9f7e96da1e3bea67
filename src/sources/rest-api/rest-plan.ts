/**
 * What a configuration means: endpoints in the order in which they can be asked, each with all that its walk needs.
 * Everything that can be known to be wrong before the first request is found here.
 */
import { compileJsonPath } from '../../core/json-path.ts';
import { nearest } from '../../core/nearest.ts';
import { didYouMean } from '../../config/problem.ts';
import type { Mask } from '../../http/redact.ts';
import type { TableHints } from '../../schema/table.ts';
import { buildAuth, readAuth } from './auth/index.ts';
import type { Auth } from './auth/auth.ts';
import { mergeDefaults, type FullResource } from './reading/merge-defaults.ts';
import { buildPaginator, readPaginator } from './paginators/index.ts';
import type { Paginator } from './paginators/paginator.ts';
import { elementOf, keyOf, refuse, type Place } from './reading/reading.ts';
import { hintsOf } from './reading/read-hints.ts';
import { openFields, readRequest, type RequestTemplate } from './requests/request-template.ts';
import { rowSelector, type RowSelector } from './answers/select-rows.ts';
import { onlyField } from './requests/templates.ts';
import { isAbsoluteUrl, joinUrl } from './requests/urls.ts';
import type { AuthConfig } from './auth/vocabulary.ts';
import type { PaginatorConfig, PaginatorObject } from './paginators/vocabulary.ts';
import type { ClientConfig, ResponseActionConfig, RestApiConfig } from './vocabulary.ts';

/** A configuration without mistakes, ready to be walked. */
export interface RestPlan {
  /** Parents before their children, otherwise as they were written. */
  readonly endpoints: readonly EndpointPlan[];
}

/** All that the walk of one endpoint needs. */
export interface EndpointPlan {
  readonly resource: string;
  readonly table: string;
  readonly hints: TableHints;
  readonly selected: boolean;
  /** Absent: it is asked once. */
  readonly parent?: string | undefined;
  /** True: a row of the parent that lacks a field the request needs is passed over. */
  readonly skipsMissing: boolean;
  /** Fields of the parent's row that go into each row. */
  readonly included: readonly string[];
  readonly baseUrl: string;
  /** The only one that gets credentials, and, without `allowedHosts`, the only one that is asked. */
  readonly origin: string;
  readonly allowedHosts: readonly string[];
  readonly request: RequestTemplate;
  readonly auth?: Auth | undefined;
  readonly paginator: Paginator;
  /** Absent: the rows are looked for in the answer. */
  readonly selector?: RowSelector | undefined;
  readonly actions: readonly ResponseActionConfig[];
  /** Masks known secrets in a text. */
  readonly mask: Mask;
  /** Where credentials come from, for the hint of a refusal. */
  readonly credentialPlace: string;
}

/** What the endpoints of a source have in common. */
export type Surroundings = Pick<EndpointPlan, 'mask' | 'credentialPlace'>;

/** Notes every mistake that needs more than one key to be seen. */
export function planOf(config: RestApiConfig, surroundings: Surroundings, place: Place): RestPlan {
  checkBase(config.client.base_url, keyOf(keyOf(place, 'client'), 'base_url'));
  const endpoints = config.resources.map((resource, index) => {
    const at = elementOf(keyOf(place, 'resources'), index);
    const merged = mergeDefaults(resource, config.resource_defaults ?? {});
    return { ...surroundings, ...planEndpoint(merged, config.client, at) };
  });
  checkNames(endpoints, place);
  checkParents(endpoints, place);
  return { endpoints: inOrder(endpoints, place) };
}

function planEndpoint(
  resource: FullResource,
  client: ClientConfig,
  place: Place,
): Omit<EndpointPlan, keyof Surroundings> {
  const { endpoint } = resource;
  const at = keyOf(place, 'endpoint');
  const request = readRequest(endpoint, client.headers ?? {}, at);
  const auth = endpoint.auth === undefined ? client.auth : endpoint.auth;
  const selector = endpoint.data_selector ?? '';
  checkPath(client.base_url, endpoint.path, request, keyOf(at, 'path'));
  return {
    resource: resource.name,
    table: resource.table_name ?? resource.name,
    hints: hintsOf(resource),
    selected: resource.selected ?? true,
    parent: parentOf(request, resource.include_from_parent ?? [], place),
    skipsMissing: endpoint.missing_parent_field === 'skip',
    included: resource.include_from_parent ?? [],
    ...hostsOf(client, endpoint.path),
    request,
    auth: auth ? buildAuth(wholeAuth(auth, place)) : undefined,
    paginator: buildPaginator(paginatorOf(endpoint.paginator, client.paginator, at), resource.name),
    selector: selector === '' ? undefined : rowSelector(compileJsonPath(selector)),
    actions: endpoint.response_actions ?? [],
  };
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

function wholeAuth(config: AuthConfig, place: Place): Parameters<typeof buildAuth>[0] {
  return readAuth(config, place) ?? { type: 'bearer' };
}

/** A host that the user wrote into a path may be asked, without credentials (W29). */
function hostsOf(client: ClientConfig, path: string): Pick<EndpointPlan, 'baseUrl' | 'origin' | 'allowedHosts'> {
  const own = isAbsoluteUrl(path) && URL.canParse(path) ? new URL(path) : undefined;
  const base = URL.canParse(client.base_url) ? new URL(client.base_url) : own;
  const allowed = client.allowed_hosts ?? [];
  return {
    baseUrl: client.base_url,
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
  const isLink = onlyField(request.path) !== undefined;
  if (!isLink && !isAbsoluteUrl(joinUrl(base, path)) && base === '') {
    refuse(place, { message: 'must be an absolute address, as client.base_url is empty', found: path });
  }
}

function parentOf(request: RequestTemplate, included: readonly string[], place: Place): string | undefined {
  const parents = [...new Set(openFields(request).map(({ parent }) => parent))];
  if (parents.length > 1) {
    refuse(keyOf(place, 'endpoint'), {
      message: `takes fields of several parents: ${parents.join(', ')}`,
      hint: 'Use one parent, and include_from_parent for fields of its own parent',
    });
  }
  if (parents.length === 0 && included.length > 0) {
    refuse(keyOf(place, 'include_from_parent'), {
      message: 'needs a parent, but the endpoint has no {resources.…} placeholder',
    });
  }
  return parents[0];
}

function checkNames(endpoints: readonly EndpointPlan[], place: Place): void {
  const seen = new Set<string>();
  for (const [index, { resource }] of endpoints.entries()) {
    const at = elementOf(keyOf(place, 'resources'), index);
    if (seen.has(resource))
      refuse(keyOf(at, 'name'), { message: 'is the name of another resource too', found: resource });
    seen.add(resource);
  }
}

function checkParents(endpoints: readonly EndpointPlan[], place: Place): void {
  const names = endpoints.map(({ resource }) => resource);
  for (const [index, { parent }] of endpoints.entries()) {
    if (parent === undefined || names.includes(parent)) continue;
    const at = keyOf(elementOf(keyOf(place, 'resources'), index), 'endpoint');
    const hint = didYouMean(nearest(parent, names)) ?? `Known are ${names.join(', ')}`;
    refuse(at, { message: `takes a field of "${parent}", which is no resource`, hint });
  }
}

/** Parents first. A cycle is one problem, at the first of its resources that was written. */
function inOrder(endpoints: readonly EndpointPlan[], place: Place): readonly EndpointPlan[] {
  const byName = new Map(endpoints.map((endpoint) => [endpoint.resource, endpoint]));
  const ordered = new Set<EndpointPlan>();
  for (const [index, endpoint] of endpoints.entries()) {
    const line = lineOf(endpoint, byName);
    if (line.cycle === undefined) for (const ancestor of line.oldestFirst) ordered.add(ancestor);
    else if (firstOf(line.cycle) === endpoint.resource) {
      const at = keyOf(elementOf(keyOf(place, 'resources'), index), 'endpoint');
      refuse(at, { message: `is its own ancestor: ${[...line.cycle, endpoint.resource].join(' → ')}` });
    }
  }
  return [...ordered];

  function firstOf(cycle: readonly string[]): string | undefined {
    return endpoints.find(({ resource }) => cycle.includes(resource))?.resource;
  }
}

interface Line {
  readonly oldestFirst: readonly EndpointPlan[];
  readonly cycle?: readonly string[] | undefined;
}

function lineOf(endpoint: EndpointPlan, byName: ReadonlyMap<string, EndpointPlan>): Line {
  const line: EndpointPlan[] = [];
  for (let next: EndpointPlan | undefined = endpoint; next !== undefined; next = byName.get(next.parent ?? '')) {
    const start = line.indexOf(next);
    if (start >= 0) return { oldestFirst: [], cycle: line.slice(start).map(({ resource }) => resource) };
    line.push(next);
  }
  return { oldestFirst: line.toReversed() };
}
