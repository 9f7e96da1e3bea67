/**
 * The rows behind the local Svix. Fields and their types are the vendor's; values are invented, and row number n is
 * the same however many rows there are.
 */
import { pick, seededRandom } from '../random.ts';
import { idOf, timestampOf } from './ids.ts';

export type SvixRow = Readonly<Record<string, unknown>>;

/** The lists that the API shows; children are kept in one list with the identity of their parent beside each row. */
export type SvixList =
  | 'applications'
  | 'event_types'
  | 'tokens'
  | 'endpoints'
  | 'integrations'
  | 'ingest_source'
  | 'ingest_source_endpoint'
  | 'webhook_endpoint';

export interface SvixCounts {
  /** @default 620 */
  readonly applications: number;
  /** Every tenth is archived. @default 130 */
  readonly eventTypes: number;
  /** Most endpoints of an application; they have from none to so many. @default 5 */
  readonly endpoints: number;
  /** Endpoints of the third application, which alone has more than a page of them. @default 260 */
  readonly crowdedEndpoints: number;
  /** @default 9 */
  readonly ingestSources: number;
}

export const svixCounts: SvixCounts = {
  applications: 620,
  eventTypes: 130,
  endpoints: 5,
  crowdedEndpoints: 260,
  ingestSources: 9,
};

export interface PlacedRow {
  /** What the row is made from; of children unique among those of all parents. */
  readonly index: number;
  /** Identity of the application or source that the row hangs on. */
  readonly parent?: string | undefined;
  readonly row: SvixRow;
}

export function svixRows(counts: SvixCounts, seed: number): Record<SvixList, PlacedRow[]> {
  const applications = made(counts.applications, (index) => svixRow('applications', index, seed));
  const sources = made(counts.ingestSources, (index) => svixRow('ingest_source', index, seed));
  return {
    applications,
    event_types: made(counts.eventTypes, (index) => svixRow('event_types', index, seed)),
    tokens: made(4, (index) => svixRow('tokens', index, seed)),
    endpoints: children(
      applications,
      (index) => endpointCount(index, counts, seed),
      (index) => svixRow('endpoints', index, seed),
    ),
    integrations: children(
      applications,
      (index) => (index % 9 === 4 ? 1 + (index % 2) : 0),
      (index) => svixRow('integrations', index, seed),
    ),
    ingest_source: sources,
    ingest_source_endpoint: children(
      sources,
      (index) => index % 4,
      (index) => svixRow('ingest_source_endpoint', index, seed),
    ),
    webhook_endpoint: made(3, (index) => svixRow('webhook_endpoint', index, seed)),
  };
}

/** One row of a list, from its number. */
export function svixRow(list: SvixList, index: number, seed: number): SvixRow {
  return makers[list](index, seed);
}

const makers: Readonly<Record<SvixList, (index: number, seed: number) => SvixRow>> = {
  applications: application,
  event_types: eventType,
  tokens: token,
  endpoints: endpoint,
  integrations: integration,
  ingest_source: ingestSource,
  ingest_source_endpoint: ingestEndpoint,
  webhook_endpoint: operationalEndpoint,
};

function made(count: number, row: (index: number) => SvixRow): PlacedRow[] {
  return Array.from({ length: count }, (_, index) => ({ index, row: row(index) }));
}

/** @param childRow makes a row from a number that is unique among all children */
function children(
  parents: readonly PlacedRow[],
  countOf: (parentIndex: number) => number,
  childRow: (index: number) => SvixRow,
): PlacedRow[] {
  const placed: PlacedRow[] = [];
  for (const { row, index: parentIndex } of parents) {
    for (let offset = 0; offset < countOf(parentIndex); offset += 1) {
      const index = parentIndex * 1000 + offset;
      placed.push({ parent: String(row['id']), index, row: childRow(index) });
    }
  }
  return placed;
}

function endpointCount(applicationIndex: number, counts: SvixCounts, seed: number): number {
  if (applicationIndex === 2) return counts.crowdedEndpoints;
  return Math.floor(seededRandom(seed, 11, applicationIndex)() * (counts.endpoints + 1));
}

function times(index: number): SvixRow {
  return { createdAt: timestampOf(index * 37), updatedAt: timestampOf(index * 37 + (index % 5) * 1440) };
}

function application(index: number, seed: number): SvixRow {
  const random = seededRandom(seed, 1, index);
  const uid = index % 3 === 1 ? { uid: null } : { uid: `customer-${index}` };
  const rates =
    index % 4 === 0 ? { throttleRate: 10 + index, rateLimit: 10 + index } : { throttleRate: null, rateLimit: null };
  return {
    id: idOf('app', index, seed),
    ...(index % 5 === 3 ? {} : uid),
    name: `${pick(random, ['Harbour', 'Meadow', 'Quartz', 'Łódź', 'Ünïcode ☂'])} ${index}`,
    ...rates,
    metadata: {
      tier: pick(random, ['gold', 'silver', 'free']),
      ...(index % 6 === 0 ? { 'cost centre': `${index}` } : {}),
    },
    ...times(index),
  };
}

const groups = ['invoice', 'user', 'order', 'shipment'] as const;

function eventName(index: number): string {
  const number = String(Math.floor(index / groups.length)).padStart(3, '0');
  return `${groups[index % groups.length] ?? 'other'}.changed_${number}`;
}

function eventType(index: number): SvixRow {
  const group = groups[index % groups.length];
  const schema = {
    title: eventName(index),
    type: 'object',
    properties: { amount: { type: 'number' } },
    required: ['amount'],
  };
  return {
    name: eventName(index),
    description: index % 7 === 0 ? '' : `Sent when it changed, number ${index}`,
    archived: index % 10 === 9,
    deprecated: index % 13 === 12,
    schemas: index % 8 === 5 ? null : { '1': schema },
    ...(index % 6 === 2 ? {} : { groupName: group }),
    featureFlag: index % 11 === 0 ? 'beta' : null,
    featureFlags: index % 11 === 0 ? ['beta', 'early-access'] : [],
    ...times(index),
  };
}

function token(index: number, seed: number): SvixRow {
  return {
    id: idOf('key', index, seed),
    name: index % 2 === 0 ? `ci ${index}` : null,
    censoredToken: `sk_****${String(index).padStart(4, '0')}`,
    createdAt: timestampOf(index * 91),
    expiresAt: index === 1 ? timestampOf(600_000) : null,
    scopes: index === 2 ? ['read', 'write'] : null,
  };
}

/** What all three kinds of endpoint have. */
function target(index: number, seed: number): SvixRow {
  return {
    id: idOf('ep', index, seed),
    uid: index % 4 === 1 ? `hook-${index}` : null,
    url: `https://hooks.example.com/${index}`,
    description: index % 3 === 0 ? '' : `Hook ${index}`,
    disabled: index % 8 === 7,
    metadata: index % 5 === 0 ? { team: 'payments' } : {},
    throttleRate: index % 9 === 0 ? 100 : null,
    rateLimit: index % 9 === 0 ? 100 : null,
    ...times(index % 5000),
  };
}

function endpoint(index: number, seed: number): SvixRow {
  const wanted =
    index % 6 === 5 ? null : Array.from({ length: 1 + (index % 3) }, (_, offset) => eventName((index + offset) % 40));
  return {
    ...target(index, seed),
    channels: index % 10 === 0 ? ['eu', `tenant_${index}`] : null,
    eventTypes: wanted,
    filterTypes: wanted,
    version: 1 + (index % 2),
  };
}

function ingestEndpoint(index: number, seed: number): SvixRow {
  return target(500_000_000 + index, seed);
}

function operationalEndpoint(index: number, seed: number): SvixRow {
  const wanted = index === 0 ? ['endpoint.disabled', 'message.attempt.exhausted'] : null;
  return { ...target(900_000_000 + index, seed), eventTypes: wanted, filterTypes: wanted };
}

function integration(index: number, seed: number): SvixRow {
  const featureFlags = index % 2 === 0 ? [] : ['beta'];
  return { id: idOf('integ', index, seed), name: `CRM ${index}`, featureFlags, ...times(index % 5000) };
}

/** A union on `type`: what `config` holds depends on it, and one kind has none. */
const sourceKinds: readonly SvixRow[] = [
  { type: 'github', config: {} },
  { type: 'generic-webhook' },
  { type: 'cron', config: { schedule: '*/5 * * * *', payload: '{"ping":true}', contentType: null } },
  { type: 'stripe', config: {} },
];

function ingestSource(index: number, seed: number): SvixRow {
  const id = idOf('src', index, seed);
  const kind = sourceKinds[index % sourceKinds.length] ?? {};
  return {
    id,
    uid: index % 2 === 0 ? null : `source-${index}`,
    name: `Source ${index}`,
    ...kind,
    ingestUrl: kind['type'] === 'cron' ? null : `https://in.example.com/api/v1/source/${id}/in`,
    metadata: index % 3 === 0 ? { owner: 'platform' } : {},
    ...times(index),
  };
}
