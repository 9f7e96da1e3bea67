import type { DescribedApi, DescribedResource, VendorRemark } from '../../connectors/vendor-remarks.ts';
import type { Finding, Guide } from '../../guides/guide.ts';

/** What a guide says of an API, in the words of those who know the vendors. @param address that the user gave instead */
export function describedApi({ config }: Guide, name: string, address: string | undefined): DescribedApi {
  const client = members(config['client']);
  const base = address ?? text(client.get('base_url')) ?? '';
  const rate = members(client.get('rate_limit'));
  const [requests, seconds] = [Number(rate.get('requests')), Number(rate.get('per_seconds'))];
  const defaults = members(config['resource_defaults']);
  const resources = Array.isArray(config['resources']) ? config['resources'] : [];
  return {
    name,
    host: URL.canParse(base) ? new URL(base).hostname : '',
    requestsPerMinute: Number.isFinite(requests / seconds) ? (requests * 60) / seconds : undefined,
    resources: resources.map((resource: unknown) => describedResource(members(resource), defaults)),
  };
}

function describedResource(resource: Members, defaults: Members): DescribedResource {
  const endpoint = members(resource.get('endpoint'));
  const paginator = members(endpoint.get('paginator'));
  const key = resource.get('primary_key') ?? defaults.get('primary_key');
  const limit = paginator.get('limit');
  return {
    name: text(resource.get('name')) ?? '',
    path: text(endpoint.get('path')) ?? '',
    primaryKey: [key].flat().filter((column) => typeof column === 'string'),
    cursor: text(members(endpoint.get('incremental')).get('cursor_path')),
    paginatorType: text(paginator.get('type')),
    limit: typeof limit === 'number' ? limit : undefined,
  };
}

/** Remarks of those who know the vendor, at the lines of what they speak of. */
export function vendorFinding({ resource, path, message, hint }: VendorRemark, { lines }: Guide): Finding {
  return { kind: 'contradictory', line: lines.get(resource ?? path) ?? 1, resource, path, message, hint };
}

type Members = ReadonlyMap<string, unknown>;

function members(value: unknown): Members {
  return new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
