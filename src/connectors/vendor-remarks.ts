/**
 * What is known of the APIs of vendors that a description of them cannot know: caps, fields that rows do not have, paths
 * that moved. Told where somebody describes such an API; the connector of the vendor minds all of it. What the vendors do
 * is in `vendor-traps.ts`.
 */
import type { DescribedApi } from './described-api.ts';
import { vendors, type Trap, type Vendor } from './vendor-traps.ts';

export interface VendorRemark {
  readonly resource?: string | undefined;
  readonly path: string;
  readonly message: string;
  readonly hint: string;
}

/** What a description says that its API does not keep; nothing for vendors that are not known. */
export function vendorRemarks(api: DescribedApi): readonly VendorRemark[] {
  const vendor = vendors.find(({ hosts }) => hosts.test(api.host)) ?? vendors.find(({ names }) => names.test(api.name));
  if (vendor === undefined) return [];
  const hint = `Use the connector: sluice run ${vendor.connector}.`;
  return [...remarksOnApi(vendor, api), ...vendor.traps.flatMap((trap) => remarksOnResources(trap, api))].map(
    (remark) => ({ ...remark, hint }),
  );
}

type Found = Omit<VendorRemark, 'hint'>;

function remarksOnApi({ ofApi }: Vendor, api: DescribedApi): readonly Found[] {
  return ofApi.filter(({ isIn }) => isIn(api)).map(({ path, message }) => ({ path, message: message(api) }));
}

function remarksOnResources({ path, isIn, message }: Trap, { resources }: DescribedApi): readonly Found[] {
  return resources.filter(isIn).map(({ name: resource }) => ({ resource, path, message }));
}
