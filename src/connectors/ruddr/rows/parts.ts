/** What rows of several streams are made of. */

/** Another row, by its identity. */
export interface RuddrReference {
  readonly id: string;
  readonly name: string;
}

/** A project and its client. */
export interface RuddrProjectReference {
  readonly id: string;
  readonly name: string;
  readonly client: RuddrReference;
}

/** Planned hours. */
export interface RuddrHours {
  readonly billableHours: number | null;
  readonly nonBillableHours: number | null;
}

/** A value whose form is not documented. */
export type RuddrJson =
  string | number | boolean | null | readonly RuddrJson[] | { readonly [field: string]: RuddrJson };
