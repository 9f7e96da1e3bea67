/**
 * The guard: fails when sluice has become more than a quarter slower beside the script by hand, or when a load does more or
 * less than was recorded in `smoke.json`.
 *
 *     npm run bench:smoke [-- --record]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { benchCase } from './bench-case.mjs';
import { floor } from './contenders/floor.mjs';
import { sluice } from './contenders/sluice.mjs';
import { countersOf } from './counters.mjs';
import { fileOf } from './measure.mjs';
import { orders } from './workloads/orders.mjs';

const { values: options } = parseArgs({ options: { record: { type: 'boolean', default: false } } });
const sizes = { ratio: { name: 'guard', rows: 20_000, pageRows: 1000 }, counters: { rows: 5000, pageRows: 100 } };
const pairs = 9;
const record = fileOf('smoke.json');

const found = { ratio: await measureRatio(), counters: await countersOf(orders, sizes.counters) };
if (options.record) {
  await writeFile(record, `${JSON.stringify(found, undefined, 2)}\n`);
  console.log(`recorded ${JSON.stringify(found)}`);
} else {
  const complaints = compare(JSON.parse(await readFile(record, 'utf8')), found);
  for (const complaint of complaints) console.error(`FAILED: ${complaint}`);
  console.log(
    complaints.length === 0
      ? 'ok: as fast as recorded, and every counter is the same'
      : 'See bench/README.md, "The guard"',
  );
  process.exitCode = complaints.length === 0 ? 0 : 1;
}

/** Processor time of the script by hand for each second of ours, in the same run: the more the better. */
async function measureRatio() {
  const { contenders } = await benchCase(orders, sizes.ratio, { contenders: [sluice, floor], runs: pairs });
  const [ours, byHand] = contenders.map(({ cpuSeconds }) => cpuSeconds.median);
  return Number((byHand / ours).toFixed(3));
}

function compare(recorded, found) {
  const complaints = [];
  const least = recorded.ratio * 0.75;
  console.log(
    `the script by hand takes ${found.ratio} of our processor time; recorded ${recorded.ratio}, at least ${least.toFixed(3)}`,
  );
  if (found.ratio < least) complaints.push(`the ratio fell from ${recorded.ratio} to ${found.ratio}`);
  for (const name of new Set([...Object.keys(recorded.counters), ...Object.keys(found.counters)])) {
    const [before, now] = [recorded.counters[name], found.counters[name]];
    if (before !== now) complaints.push(`${name}: ${now} instead of ${before}`);
  }
  return complaints;
}
