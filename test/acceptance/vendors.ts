import type { MockApi } from '../../src/mock/mock-api.ts';
import { dbtCloudVendor } from './dbt-cloud.ts';
import { lightdashVendor } from './lightdash.ts';
import { persistIqVendor } from './persistiq.ts';
import { ruddrVendor } from './ruddr.ts';
import { svixVendor } from './svix.ts';
import type { Truth } from './truth.ts';

/** What a vendor does to a page size that is over its cap. */
export type Cap = 'reject' | 'clamp';

/** One of the five, with a world that knows what has to arrive. */
export interface Vendor {
  readonly name: string;
  /** Those that its API can have. */
  readonly caps: readonly Cap[];
  world(cap: Cap): World;
}

export interface World {
  readonly api: MockApi;
  /** Must be nowhere. */
  readonly secret: string;
  readonly guide: Side;
  readonly connector: Side;
}

/** How one loads it, and what is right then. */
export interface Side {
  /** Beside those that name the secret. */
  settings(url: string): readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  truth(): Truth;
  /** Requests of a first run that asks for nothing in vain. */
  fewest(): number;
}

export const vendors: readonly Vendor[] = [lightdashVendor, dbtCloudVendor, persistIqVendor, svixVendor, ruddrVendor];
