/** One case of a workload: contenders take turns, and no time counts before what arrived is the same for all. */
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { arrivedIn, differenceBetween, rowsOf } from './arrived.mjs';
import { digits, megabytes, range } from './figures.mjs';
import { withFolder, withServer } from './measure.mjs';

/** A contender that takes long runs less often: three times beyond 20 seconds, once beyond a minute. */
const runsWithin = (seconds, runs) => (seconds > 60 ? 1 : seconds > 20 ? Math.min(3, runs) : runs);
/** The first contender runs at least as often as this beside one that runs less often. */
const besideRuns = 3;

/**
 * Measures started contenders; all are held against what arrived with the first.
 * @returns figures of each contender, and the reason of each that has none
 */
export async function benchCase(workload, one, settings) {
  return withServer({ workload: workload.name, case: one }, ({ address }) =>
    withFolder(async (folder) => {
      const race = new Race(workload, { ...settings, one, address, folder });
      const skipped = await race.enterAll();
      await race.run();
      return { ...one, ...race.arrived(), contenders: race.figures(), skipped };
    }),
  );
}

class Race {
  #workload;
  #settings;
  /** What is asked of every contender. */
  #asked;
  /** With the runs that count, and the seconds of the first contender's runs beside them. */
  #entered = [];
  /** What arrived with the first. */
  #expected;

  constructor(workload, settings) {
    this.#workload = workload;
    this.#settings = settings;
    const { address, nodeOptions } = settings;
    this.#asked = { address, nodeOptions, tables: workload.tables };
  }

  /** Lets each run once: that warms the disk, tells how often it can run, and shows whether it loads what is asked. */
  async enterAll() {
    const skipped = [];
    for (const contender of this.#settings.contenders) {
      const refused = this.#workload.cannot?.[contender.name];
      const reason = refused ?? (await this.#enter(contender).catch((error) => `failed: ${error.message}`));
      if (reason === undefined) continue;
      // All others are held against the first.
      if (this.#entered.length === 0) throw new Error(`${contender.name} ${reason}`);
      console.log(`  ${contender.name} is skipped: ${reason}`);
      skipped.push({ name: contender.name, reason, isFailure: refused === undefined });
    }
    return skipped;
  }

  async run() {
    for (let round = 0; round < this.#settings.runs; round += 1) {
      for (const { contender, wanted, runs, beside } of this.#entered) {
        if (runs.length >= wanted) continue;
        runs.push(await this.#load(contender));
        // The first runs in every round, and at its beginning.
        beside.push(this.#entered[0].runs.at(-1).wallSeconds);
      }
    }
  }

  arrived() {
    return { tableRows: rowsOf(this.#expected), arrived: this.#expected };
  }

  figures() {
    return this.#entered.map(({ contender: { name, what }, runs, beside }) => ({
      name,
      what,
      runs: runs.length,
      wallSeconds: range(runs.map(({ wallSeconds }) => wallSeconds)),
      besideSeconds: range(beside),
      cpuSeconds: range(runs.map(({ cpuSeconds }) => cpuSeconds)),
      peakBytes: range(runs.map(({ peakBytes }) => peakBytes)),
    }));
  }

  async #enter(contender) {
    if (this.#workload.before !== undefined) await this.#loadBefore(contender);
    const first = await this.#load(contender);
    if (this.#entered.length === 0) await this.#prepareAll(contender);
    const wanted = runsWithin(first.wallSeconds, this.#settings.runs);
    // What takes that long is not warmed up by another run.
    const counts = wanted < this.#settings.runs;
    const beside = counts ? await this.#runsBeside(first, wanted) : [];
    this.#entered.push({ contender, wanted, runs: counts ? [first] : [], beside });
  }

  /** The machine has slow minutes: what does not run in every round is held against the first in the same minutes. */
  async #runsBeside(own, wanted) {
    const [first] = this.#entered;
    if (first === undefined) return [own.wallSeconds];
    const seconds = [];
    while (seconds.length * wanted < besideRuns) seconds.push((await this.#load(first.contender)).wallSeconds);
    return seconds;
  }

  async #prepareAll(first) {
    const before = this.#workload.before === undefined ? undefined : this.#place(first, 'before').database;
    const { database } = this.#place(first);
    for (const { prepare } of this.#settings.contenders) {
      await prepare?.({ database, before, folder: this.#settings.folder });
    }
  }

  async #loadBefore(contender) {
    const place = this.#place(contender);
    await mkdir(place.folder);
    await contender.load({ ...this.#asked, ...place, resources: this.#workload.before(), phase: 'before' });
    await cp(place.folder, this.#place(contender, 'before').folder, { recursive: true });
    await rm(place.folder, { recursive: true });
  }

  /** One measured load into a place that is new, or as it was before. */
  async #load(contender) {
    const place = this.#place(contender);
    await rm(place.folder, { recursive: true, force: true });
    if (this.#workload.before === undefined) await mkdir(place.folder);
    else await cp(this.#place(contender, 'before').folder, place.folder, { recursive: true });
    const used = await contender.load({
      ...this.#asked,
      ...place,
      resources: this.#workload.resources(),
      phase: 'timed',
    });
    if (contender.shape !== 'none') await this.#check(contender, place.database);
    const { wallSeconds, cpuSeconds, peakBytes } = used;
    console.log(
      `  ${contender.name.padEnd(16)} ${digits(wallSeconds)} s, ${digits(cpuSeconds)} s of processor, ${megabytes(peakBytes)}`,
    );
    return used;
  }

  async #check({ name, shape, leavesOut }, database) {
    const arrived = await arrivedIn(database, this.#workload.tables, shape);
    this.#checkServed(name, arrived);
    this.#expected ??= arrived;
    const difference = differenceBetween(this.#expected, arrived, leavesOut);
    if (difference !== undefined) throw new Error(`${name} has loaded something else: ${difference}`);
  }

  /** Every row that was served, and no other. */
  #checkServed(name, arrived) {
    for (const { path, rows } of this.#workload.lists(this.#settings.one)) {
      const loaded = arrived[path.split('/').at(-1)]?.rows;
      if (loaded === undefined || Number(loaded) === rows) continue;
      throw new Error(`${name} has loaded ${loaded} rows of ${path}, of which there are ${rows}`);
    }
  }

  #place({ name }, phase = 'timed') {
    const folder = join(this.#settings.folder, `${name.replaceAll(/\W/g, '')}-${phase}`);
    return { folder, database: join(folder, 'data.duckdb') };
  }
}
