/** What rows of several streams are made of. */

/** Somebody, by name. */
export interface LightdashPerson {
  readonly userUuid: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** A value whose form depends on others, or is open. */
export type LightdashJson =
  string | number | boolean | null | readonly LightdashJson[] | { readonly [field: string]: LightdashJson };
