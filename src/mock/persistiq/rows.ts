import { pick, seededRandom } from '../random.ts';
import { campaignOf, eventOf, replyOf } from './campaign-rows.ts';
import { idOf, stampOf, type PersistIqRow } from './ids.ts';
import type { Origin, PersistIqCounts, PlacedRow } from './placed-row.ts';

/** The lists, as their rows are called in answers. */
export type PersistIqList =
  | 'users'
  | 'leads'
  | 'campaigns'
  | 'campaign_leads'
  | 'replies'
  | 'events'
  | 'tags'
  | 'dnc_domains'
  | 'lead_fields'
  | 'lead_statuses';

export const persistIqCounts: PersistIqCounts = {
  users: 7,
  leads: 1250,
  campaigns: 6,
  campaignLeads: 230,
  events: 640,
  tags: 9,
  dncDomains: 200,
};

/** What is there at a moment: a pure function, so that two mocks of one seed say the same. */
export function persistIqRows(
  counts: PersistIqCounts,
  seed: number,
  moment: number,
): Readonly<Record<PersistIqList, readonly PlacedRow[]>> {
  const at = { seed, moment };
  const campaigns = listOf(counts.campaigns + moment, (index) => campaignOf(index, at, counts));
  const ofCampaigns = campaigns.flatMap((_, campaign) =>
    Array.from({ length: leadsOf(campaign, counts, moment) }, (_unused, index) => ({ campaign, index })),
  );
  return {
    users: listOf(counts.users, (index) => userOf(index, at)),
    leads: Array.from({ length: counts.leads + 30 * moment }, (_, index) => leadOf(index, at, counts)),
    campaigns,
    campaign_leads: ofCampaigns.map((place) => campaignLead(place, at, counts)),
    replies: ofCampaigns.filter(({ index }) => index % 8 === 3).map((place) => replyOf(place, at, counts)),
    events: listOf(counts.events + 45 * moment, (index) => eventOf(index, at, counts)),
    tags: listOf(counts.tags, (index) => ({
      id: idOf('t', index, seed),
      name: ['VIP', 'später', 'EMEA / Süd'][index % 3],
    })),
    dnc_domains: listOf(counts.dncDomains, (index) => ({ id: idOf('dd', index, seed), name: `no-${index}.example` })),
    lead_fields: fields.map((name, index) => timeless({ id: idOf('lf', index, seed), name, label: name.trim() })),
    lead_statuses: statuses.map((name, index) => timeless({ id: idOf('ls', index, seed), name })),
  };
}

function listOf(length: number, make: (index: number) => PersistIqRow): readonly PlacedRow[] {
  return Array.from({ length }, (_, index) => timeless(make(index)));
}

function timeless(row: PersistIqRow): PlacedRow {
  return { row, changedMs: 0, madeMs: 0 };
}

function leadsOf(campaign: number, { campaignLeads }: PersistIqCounts, moment: number): number {
  if (campaign === 0) return 0;
  return campaign === 1 ? campaignLeads + moment : Math.floor(campaignLeads / (campaign * 4)) + moment;
}

const statuses = ['active', 'contacted', 'replied', 'ne plus contacter', 'do not contact'] as const;
/** Names that a company gave: blanks, punctuation, other scripts, and words that mean something to machines. */
const fields = ['email', 'first_name', 'last_name', 'company_name', 'Größe (cm)', 'cost centre', '電話', 'constructor'];

/** One in nine leads changes from one moment to the next. */
function leadOf(index: number, { seed, moment }: Origin, counts: PersistIqCounts): PlacedRow {
  const made = Math.max(0, Math.ceil((index + 1 - counts.leads) / 30));
  const later = Array.from({ length: moment - made }, (_, step) => made + 1 + step);
  const changed = later.findLast((step) => step % 9 === index % 9) ?? made;
  return { row: leadRow(index, changed, seed), changedMs: msOf(changed, index), madeMs: msOf(made, index) };
}

/**
 * Rows do not show when they were changed. What is there at first was changed long ago; every later change is dated far
 * ahead, so that a client finds it whatever its clock says.
 */
function msOf(moment: number, index: number): number {
  return moment === 0 ? Date.UTC(2025, 0, 1, 0, index) : Date.UTC(2100, 0, moment);
}

function leadRow(index: number, changed: number, seed: number): PersistIqRow {
  const random = seededRandom(seed, 3, index);
  const owner = idOf('u', index % 5, seed);
  const sent = Math.floor(random() * 6) + changed;
  return {
    id: idOf('l', index, seed),
    status: index % 50 === 49 ? null : statuses[(index + changed) % statuses.length],
    creator_id: owner,
    owner_id: index % 13 === 12 ? null : owner,
    bounced: index % 31 === 30,
    optedout: changed > 0 && index % 2 === 1,
    sent_count: sent,
    replied_count: sent % 3 === 2 ? 1 : 0,
    last_sent_at: sent === 0 ? null : stampOf(index * 7 + changed * 1440),
    data: leadFields(index, changed, random),
  };
}

function leadFields(index: number, changed: number, random: () => number): PersistIqRow {
  if (index % 97 === 96) return {};
  return {
    email: `lead${index}@example.com`,
    first_name: pick(random, ['Kim', 'Zoë', 'Łukasz', '美咲', 'O’Brien']),
    last_name: index % 4 === 0 ? null : `Nr. ${index}`,
    company_name: pick(random, ['Example Ltd', 'Bäckerei "Süß"', '']),
    snippet: index % 10 === 0 ? 'first line\nsecond line ☂' : null,
    ...(index % 3 === 0 ? { 'Größe (cm)': String(150 + (index % 50)), 'cost centre': index } : {}),
    ...(index % 20 === 7 ? { 電話: '+81 3 0000 0000', constructor: 'plain text' } : {}),
    ...(changed > 0 ? { [`added at ${changed}`]: true } : {}),
  };
}

function userOf(index: number, { seed, moment }: Origin): PersistIqRow {
  const mailbox = { id: idOf('mbox', index, seed), email: `user${index}@example.com` };
  const campaigns = Array.from({ length: index % 3 }, (_, campaign) => idOf('c', campaign, seed));
  return {
    id: idOf('u', index, seed),
    name: `Sam ${index}${index === 1 && moment > 0 ? ' (married)' : ''}`,
    email: `user${index}@example.com`,
    activated: index !== 5,
    default_mailbox_id: index % 2 === 0 ? mailbox.id : null,
    salesforce_id: index === 0 ? '0055e00000ABCDE' : null,
    mailboxes: index === 6 ? [] : [{ ...mailbox, campaign_ids: campaigns }],
  };
}

function campaignLead(
  { campaign, index }: { readonly campaign: number; readonly index: number },
  at: Origin,
  counts: PersistIqCounts,
): PlacedRow {
  const parent = idOf('c', campaign, at.seed);
  const row = {
    id: idOf('cl', campaign * 100_000 + index, at.seed),
    campaign_id: parent,
    mailbox_id: idOf('mbox', campaign % counts.users, at.seed),
    lead: leadOf((campaign * 31 + index) % counts.leads, at, counts).row,
  };
  return { ...timeless(row), parent };
}
