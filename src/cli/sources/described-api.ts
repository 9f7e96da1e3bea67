import type { DescribedApi, DescribedResource } from '../../connectors/described-api.ts';
import type { VendorRemark } from '../../connectors/vendor-remarks.ts';
import type { Finding, Guide } from '../../guides/guide.ts';

/** What a guide says of an API, in the words of those who know the vendors. @param address that the user gave instead */
export function describedApi(
  { config, findings, standIn }: Guide,
  name: string,
  address: string | undefined,
): DescribedApi {
  const client = members(config['client']);
  const base = address ?? text(client.get('base_url')) ?? '';
  const rate = members(client.get('rate_limit'));
  const [requests, seconds] = [Number(rate.get('requests')), Number(rate.get('per_seconds'))];
  const defaults = members(config['resource_defaults']);
  const around = { defaults, paginator: client.get('paginator'), findings };
  const resources = Array.isArray(config['resources']) ? config['resources'] : [];
  return {
    name,
    host: URL.canParse(base) ? new URL(base).hostname : '',
    isStandIn: standIn !== undefined && address === undefined,
    requestsPerMinute: Number.isFinite(requests / seconds) ? (requests * 60) / seconds : undefined,
    writeDisposition: dispositionOf(defaults),
    hasLooseIncremental: findings.some(
      ({ path, resource }) => path === 'endpoint.incremental' && resource === undefined,
    ),
    resources: resources.map((resource: unknown) => describedResource(members(resource), around)),
  };
}

interface Around {
  readonly defaults: Members;
  /** Of the client. */
  readonly paginator: unknown;
  readonly findings: readonly Finding[];
}

function describedResource(resource: Members, around: Around): DescribedResource {
  const { defaults, findings } = around;
  const endpoint = members(resource.get('endpoint'));
  const ofAll = members(defaults.get('endpoint'));
  const paginator = members(endpoint.get('paginator') ?? ofAll.get('paginator') ?? around.paginator);
  const key = resource.get('primary_key') ?? defaults.get('primary_key');
  const limit = paginator.get('limit');
  const name = text(resource.get('name')) ?? '';
  return {
    name,
    path: text(endpoint.get('path')) ?? '',
    primaryKey: [key].flat().filter((column) => typeof column === 'string'),
    selector: firstText(endpoint.get('data_selector') ?? ofAll.get('data_selector')),
    cursor: text(members(endpoint.get('incremental')).get('cursor_path')),
    paginatorType: text(paginator.get('type')),
    limit: typeof limit === 'number' ? limit : undefined,
    params: [...members(ofAll.get('params')).keys(), ...members(endpoint.get('params')).keys()],
    hasUnusedParent: findings.some(
      (one) => one.kind === 'contradictory' && one.path === 'endpoint.path' && one.resource === name,
    ),
  };
}

function dispositionOf(defaults: Members): string | undefined {
  const said = defaults.get('write_disposition');
  return text(said) ?? text(members(said).get('disposition'));
}

/** Of several places the first is the one that is meant. */
function firstText(value: unknown): string | undefined {
  return text(Array.isArray(value) ? value[0] : value);
}

/** Remarks of those who know the vendor, at the lines of what they speak of. */
export function vendorFinding({ resource, path, message, hint }: VendorRemark, guide: Guide): Finding {
  return { kind: 'contradictory', line: lineOf(resource ?? path, guide), resource, path, message, hint };
}

/** Of a resource or a key; what is said of none of them stands where it was said, or where the endpoints begin. */
function lineOf(what: string, { lines, findings }: Guide): number {
  const told = findings.find(({ resource, path }) => resource === undefined && path === what)?.line;
  const first = what.startsWith('endpoint.') ? Math.min(...[...lines].filter(isResource).map(([, line]) => line)) : 1;
  return lines.get(what) ?? told ?? (Number.isFinite(first) ? first : 1);
}

function isResource([name]: readonly [string, number]): boolean {
  return !/^(?:client|resource_defaults)\./.test(name);
}

type Members = ReadonlyMap<string, unknown>;

function members(value: unknown): Members {
  return new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
