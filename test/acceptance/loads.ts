import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Faults } from '../../src/mock/faults.ts';
import { AcceptanceBed, type Said } from './bed.ts';
import { afterMerge, expectTruth, type Truth } from './truth.ts';
import { vendors, type Cap, type Side, type Vendor, type World } from './vendors.ts';

/**
 * Every fault that a load must get over by itself: each strikes once in the requests of a run and a bit more, at other
 * places, so that retries stay below the share that is allowed of them. They are unevenly far apart: a request that is
 * asked again whenever so and so many others were asked does not meet them all.
 */
function troubles(requestCount: number): Faults {
  const every = Math.max(5, Math.floor(requestCount * 0.7));
  const apart = Math.ceil(every / 6);
  return {
    failEvery: every,
    dropEvery: every + apart,
    refuseEvery: every + 2 * apart + 1,
    garbleEvery: every + 4 * apart - 1,
    closeEvery: every + 4 * apart + 1,
    shuffleEvery: 5,
  };
}

/** The acceptance of one kind of source, for each vendor. */
export function describeLoads(kind: 'guide' | 'connector'): void {
  let bed: AcceptanceBed;
  beforeEach(() => {
    bed = new AcceptanceBed();
  });
  afterEach(() => bed.close());

  const cases = vendors.flatMap((vendor) => vendor.caps.map((cap) => ({ name: vendor.name, vendor, cap })));

  describe.each(cases)('the $kind of $name, where a page that is too large is a $cap'.replace('$kind', kind), (one) => {
    test('loads every row with no request too many; after an advance the final truth is there', async () => {
      const world = await serve(bed, { ...one, kind });
      const before = world[kind].truth();
      await load(bed, { ...one, world, kind });
      await expectTruth(bed, before);
      const asked = bed.mock.requests.length;
      expect(asked).toBeGreaterThanOrEqual(world[kind].fewest());
      expect(asked).toBeLessThanOrEqual(world[kind].fewest() * 1.05);
      bed.mock.advance();
      await load(bed, { ...one, world, kind });
      await expectTruth(bed, afterMerge(before, world[kind].truth()));
      expect(bed.whereIs(world.secret)).toEqual([]);
      expect(JSON.stringify(bed.mock.requests)).not.toContain(world.secret);
    }, 60_000);
  });

  describe.each(vendors)(`the ${kind} of $name`, (vendor) => {
    const cap = vendor.caps[0] ?? 'reject';

    test('gets over every fault, and leaves the final truth', async () => {
      const world = await serve(bed, { vendor, cap, kind }, (side) => troubles(side.fewest()));
      const before = world[kind].truth();
      await load(bed, { vendor, world, kind });
      await expectTruth(bed, before);
      bed.mock.advance();
      await load(bed, { vendor, world, kind });
      await expectTruth(bed, afterMerge(before, world[kind].truth()));
      const { failed, dropped, refused, garbled, closed, shuffled } = bed.mock.strikes;
      expect(Math.min(failed, dropped, refused, garbled, closed, shuffled)).toBeGreaterThan(0);
      expect(bed.whereIs(world.secret)).toEqual([]);
    }, 60_000);
  });
}

interface Loading {
  readonly vendor: Vendor;
  readonly world: World;
  readonly kind: 'guide' | 'connector';
}

async function serve(
  bed: AcceptanceBed,
  { vendor, cap, kind }: { readonly vendor: Vendor; readonly cap: Cap; readonly kind: 'guide' | 'connector' },
  faultsOf: (side: Side) => Faults = () => ({}),
): Promise<World> {
  const world = vendor.world(cap);
  await bed.serve(world.api, { faults: faultsOf(world[kind]) });
  return world;
}

async function load(bed: AcceptanceBed, loading: Loading): Promise<Truth> {
  const said = await attempt(bed, loading);
  expect(said, said.messages).toMatchObject({ exitCode: 0 });
  return loading.world[loading.kind].truth();
}

async function attempt(bed: AcceptanceBed, { vendor, world, kind }: Loading): Promise<Said> {
  const side = world[kind];
  const guide = fileURLToPath(new URL(`../guides/${vendor.name}.md`, import.meta.url));
  const set = side.settings(bed.mock.url).flatMap((setting) => ['--set', setting]);
  const place = ['--destination', 'duckdb:x.duckdb', '--dataset', 'raw', '--debug'];
  return bed.sluice(['run', kind === 'guide' ? guide : vendor.name, ...place, ...set], side.environment);
}
