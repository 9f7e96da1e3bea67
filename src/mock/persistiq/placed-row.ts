import type { PersistIqRow } from './ids.ts';

/** A row, and what its list does not show of it. */
export interface PlacedRow {
  readonly row: PersistIqRow;
  /** Identity of its campaign. */
  readonly parent?: string | undefined;
  /** When it was changed last, and made: in milliseconds since 1970. */
  readonly changedMs: number;
  readonly madeMs: number;
}

/** How many rows there are at moment 0. */
export interface PersistIqCounts {
  readonly users: number;
  readonly leads: number;
  readonly campaigns: number;
  /** At most, of one campaign; the first has none and the second as many. */
  readonly campaignLeads: number;
  readonly events: number;
  readonly tags: number;
  /** Two full pages: the second says itself that it is the last. */
  readonly dncDomains: number;
}

/** Where rows come from. */
export interface Origin {
  readonly seed: number;
  readonly moment: number;
}
