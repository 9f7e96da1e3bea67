import { afterEach, describe, expect, test } from 'vitest';
import { cameToItsEnd, wasKilled } from './killed.ts';
import { makeLedger, type Ledger } from './ledger-api.ts';
import { World, type Ending } from './world.ts';

const small = makeLedger({ events: 10, projects: 3, tasks: 1 });
const larger = makeLedger({ events: 60, projects: 12, tasks: 2 });
/** Requests under way at once, as without other words. */
const usual = 8;
const everyStep = process.env['SLUICE_CRASH'] === 'all';
const seed = Number(process.env['SLUICE_CRASH_SEED'] ?? Math.floor(Math.random() * 1_000_000));

/** Small, seeded, and good enough to pick moments (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const open: World[] = [];
async function newWorld(ledger: Ledger, atOnce?: number): Promise<World> {
  const world = new World(ledger, atOnce);
  open.push(world);
  await world.start();
  return world;
}

afterEach(async () => {
  for (const world of open.splice(0)) await world.close();
});

interface Undisturbed {
  readonly steps: number;
  readonly loads: number;
  readonly requests: readonly string[];
}

/** A run that nobody kills: how many steps, loads and requests it takes. */
async function undisturbed(ledger: Ledger, packageBytes: number, atOnce = usual): Promise<Undisturbed> {
  const world = await newWorld(ledger, atOnce);
  const ending = await world.run(packageBytes);
  await world.check(ending);
  // Printed by the run itself as numbers.
  const { steps, loads } = JSON.parse(ending.stdout) as Omit<Undisturbed, 'requests'>;
  const { requests } = world;
  await world.close();
  return { steps, loads, requests };
}

/** Killed at each of the steps in turn, then left in peace: the tables of a run that was never killed. */
async function survives(
  packageBytes: number,
  kills: readonly number[],
  requests: readonly string[],
  atOnce = usual,
): Promise<void> {
  const world = await newWorld(small, atOnce);
  await world.check(await killedAndTakenUp(world, packageBytes, kills));
  // Of each open walk the page is asked for again that was under way, and those that were asked for before their turn.
  const perKill = atOnce === 1 ? 1 : 5;
  const usually = byWalk(requests);
  for (const [walk, count] of byWalk(world.requests)) {
    const most = (usually.get(walk) ?? 0) + kills.length * perKill;
    expect(count, `requests of ${walk} after kills at ${kills.join(', ')}`).toBeLessThanOrEqual(most);
  }
  await world.close();
  open.splice(open.indexOf(world), 1);
}

/** @returns how the run ended that was left in peace, or was done before its kill: another one would load anew */
async function killedAndTakenUp(world: World, packageBytes: number, kills: readonly number[]): Promise<Ending> {
  for (const killAt of kills) {
    const ending = await world.run(packageBytes, killAt);
    if (!wasKilled(ending, killAt)) return ending;
  }
  return world.run(packageBytes);
}

/** How often each path was asked. */
function byWalk(requests: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const request of requests) {
    const [walk = ''] = request.split('?');
    counts.set(walk, (counts.get(walk) ?? 0) + 1);
  }
  return counts;
}

/** Two at a time: most of a trial is waiting for a process to start. */
async function inPairs<Item>(items: readonly Item[], use: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const work = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await use(item);
  };
  await Promise.all([work(), work()]);
}

describe(`a killed run, run again (seed ${seed})`, () => {
  const sizes = [
    { name: 'one package', packageBytes: 32 * 1024 * 1024, loads: [1, 1], stride: 8 },
    { name: 'a package of a few pages', packageBytes: 300, loads: [2, 4], stride: 23 },
    { name: 'a package for every page', packageBytes: 1, loads: [6, 9], stride: 31 },
  ];

  test.each(sizes)(
    'loses nothing and doubles nothing, $name, killed at every step',
    { timeout: 900_000 },
    async (size) => {
      const { steps, requests } = await undisturbed(small, size.packageBytes);
      const stride = everyStep ? 1 : size.stride;
      const first = 1 + (seed % stride);
      const kills = [...Array(steps).keys()].map((step) => step + 1).filter((step) => (step - first) % stride === 0);
      expect(kills.length).toBeGreaterThan(20);
      await inPairs(kills, (killAt) => survives(size.packageBytes, [killAt], requests));
    },
  );

  test('asks again for one page at most, where one thing after the other is asked', { timeout: 900_000 }, async () => {
    const { steps, requests } = await undisturbed(small, 300, 1);
    const stride = everyStep ? 1 : 41;
    const kills = [...Array(steps).keys()].map((step) => step + 1).filter((step) => (step - seed) % stride === 0);
    await inPairs(kills, (killAt) => survives(300, [killAt], requests, 1));
  });

  test('survives kills of the recovery, and of the recovery of the recovery', { timeout: 300_000 }, async () => {
    const random = randomFrom(seed);
    const { steps, requests } = await undisturbed(small, 300);
    const trials = [...Array(everyStep ? 60 : 8).keys()].map(() => [
      1 + Math.floor(random() * steps * 0.9),
      1 + Math.floor(random() * 20),
      1 + Math.floor(random() * 12),
    ]);
    await inPairs(trials, (kills) => survives(300, kills, requests));
  });

  test.each(['drop_sources', 'drop_resources', 'drop_data'] as const)(
    'refreshes once, with the first package, where %s is killed around it',
    { timeout: 300_000 },
    async (refresh) => {
      const beforehand = await newWorld(small);
      await beforehand.check(await beforehand.run(300));
      beforehand.refresh = refresh;
      const whole = await beforehand.run(300);
      await beforehand.check(whole);
      // Printed by the run itself as numbers.
      const { steps } = JSON.parse(whole.stdout) as Undisturbed;
      const stride = everyStep ? 1 : Math.ceil(steps / 7);
      const kills = [...Array(steps).keys()].map((step) => step + 1).filter((step) => (step - seed) % stride === 0);
      await inPairs(kills, async (killAt) => {
        const world = await newWorld(small);
        await world.check(await world.run(300));
        world.refresh = refresh;
        const ending = await world.run(300, killAt);
        if (!wasKilled(ending, killAt)) return world.check(ending);
        // Taken up with the same wish, or without a word: it is finished as it was begun, and only once.
        if (killAt % 2 === 0 && world.hasNotedRefresh()) world.refresh = undefined;
        await world.check(await world.run(300));
      });
    },
  );

  test('loses nothing and doubles nothing, killed at random instants from outside', { timeout: 300_000 }, async () => {
    const random = randomFrom(seed + 1);
    const trials = [...Array(everyStep ? 60 : 8).keys()].map(() => random());
    let struck = 0;
    await inPairs(trials, async (moment) => {
      const world = await newWorld(larger);
      const packageBytes = moment < 0.5 ? 1 : 4_000;
      for (const share of [moment, (moment * 7) % 1]) {
        const ending = await world.run(packageBytes, undefined, 150 + share * 1_200);
        if (ending.signal === 'SIGKILL') struck += 1;
        if (cameToItsEnd(world.folder, ending))
          return world.check({ ...ending, code: 0, stdout: '{"outcome":"done"}' });
      }
      await world.check(await world.run(packageBytes));
    });
    expect(struck, 'the kills that struck').toBeGreaterThan(0);
  });
});
