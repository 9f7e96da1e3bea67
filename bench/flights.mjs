/**
 * Flat rows and flat memory: 231,083 real flights, `--repeat` times over, page by page into a DuckDB file.
 *
 *     npm run build && node bench/flights.mjs [--repeat 1,10] [--runs 1]
 *
 * Several figures for `--repeat` are loaded one after the other, and their peaks are compared: the bar is 1.2 between a
 * load and one ten times its size, and 400 MB.
 */
import { parseArgs } from 'node:util';
import { loadWithSluice, withFolder, withServer } from './child.mjs';
import { megabytes, median } from './figures.mjs';

const { values } = parseArgs({
  options: { repeat: { type: 'string', default: '1,10' }, runs: { type: 'string', default: '1' } },
});
const runCount = Number(values.runs);

const peaks = [];
for (const times of values.repeat.split(',').map(Number)) {
  const runs = await withServer({ workload: 'flights', times }, (served) => loadSeveralTimes(served));
  for (const run of runs) print(times, run);
  peaks.push(median(runs.map(({ peakBytes }) => peakBytes)));
}
const [first, last] = [peaks[0], peaks.at(-1)];
if (peaks.length > 1) console.log(`peak of the last against the first: ${(last / first).toFixed(2)} (bar: 1.2)`);

async function loadSeveralTimes({ address, pageCount, rowCount }) {
  const runs = [];
  for (let run = 0; run < runCount; run += 1) {
    const loaded = await withFolder((folder) => loadWithSluice({ workload: 'flights', address, pageCount, folder }));
    if (loaded.rows !== rowCount) throw new Error(`${loaded.rows} rows were loaded of ${rowCount}`);
    runs.push(loaded);
  }
  return runs;
}

function print(times, run) {
  const { rows, seconds, cpuSeconds, loads, verdict } = run;
  console.log(`flights × ${times}: ${rows} rows, ${loads} loads, verdict ${verdict}`);
  console.log(
    `  ${seconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} s of processor, ${Math.round(rows / seconds)} rows/s`,
  );
  console.log(
    `  RSS at the start ${megabytes(run.startBytes)}, at 25/50/75/100 % ${run.quarters.map(megabytes).join(' ')}`,
  );
  console.log(`  highest sample of each quarter ${run.highestSamples.map(megabytes).join(' ')}`);
  console.log(`  peak ${megabytes(run.peakBytes)}`);
}
