import { pick, seededRandom } from '../random.ts';
import { idOf, stampOf, type PersistIqRow } from './ids.ts';
import type { Origin, PersistIqCounts, PlacedRow } from './placed-row.ts';

/** Figures grow from moment to moment. */
export function campaignOf(index: number, { seed, moment }: Origin, counts: PersistIqCounts): PersistIqRow {
  const owner = index % counts.users;
  const contacted = 12 * index + moment;
  return {
    id: idOf('c', index, seed),
    name: pick(seededRandom(seed, 5, index), ['Outreach', 'Łódź – wiosna', 'Q3 “warm”', 'Kaltakquise']) + ` ${index}`,
    creator: { id: idOf('u', owner, seed), name: `Sam ${owner}`, email: `user${owner}@example.com` },
    stats: {
      prospects_contacted: contacted,
      prospects_reached: Math.max(0, contacted - 1),
      prospects_opened: Math.floor(contacted / 2),
      prospects_replied: Math.floor(contacted / 6),
      prospects_bounced: index % 2,
      prospects_optedout: 0,
      total_prospects: contacted + 28,
    },
  };
}

export function replyOf(
  { campaign, index }: { readonly campaign: number; readonly index: number },
  { seed }: Origin,
  counts: PersistIqCounts,
): PlacedRow {
  const parent = idOf('c', campaign, seed);
  const number = campaign * 100_000 + index;
  const row = {
    id: idOf('r', number, seed),
    from_email: index % 24 === 11 ? null : `lead${index}@example.com`,
    to_emails: [`user${campaign % counts.users}@example.com`],
    cc_emails: index % 16 === 3 ? [] : ['boss@example.com', 'ünï@example.com'],
    subject: index % 32 === 19 ? null : 'Re: Hello ☂',
    body: '<p>Thanks,\nno.</p>',
    preview: 'Thanks, no.',
    sent_at: stampOf(index * 11),
    sentiment: pick(seededRandom(seed, 6, number), ['positive', 'negative', 'neutral']),
    kind: index % 3 === 0 ? 'auto_reply' : 'reply',
    lead_id: idOf('l', (campaign * 31 + index) % counts.leads, seed),
    campaign_id: parent,
    step_message_id: index % 2 === 0 ? null : idOf('sm', number, seed),
  };
  return { row, parent, changedMs: 0, madeMs: 0 };
}

/** What an event tells depends on its kind. */
export function eventOf(index: number, { seed }: Origin, counts: PersistIqCounts): PersistIqRow {
  const lead = idOf('l', index % counts.leads, seed);
  const kinds = [
    { event_type: 'email_sent', data: { lead, subject: 'Hello ☂' } },
    {
      event_type: 'lead_updated',
      data: { lead, diff: { status: ['active', 'replied'], 'Größe (cm)': [null, '181'] } },
    },
    { event_type: 'settings_changed', data: {} },
  ] as const;
  return { id: idOf('evt', index, seed), ...kinds[index % kinds.length], created_at: stampOf(index * 3) };
}
