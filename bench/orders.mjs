/**
 * Nested orders from HTTP to committed DuckDB tables: sluice against dlt, in turn, whole processes with their start.
 *
 *     npm run build && node bench/orders.mjs [--orders 20000] [--runs 3] [--python .venv/bin/python] [--only sluice]
 *
 * The Python needs `dlt[duckdb]==1.26.0` and `pyarrow`; without it only sluice is measured. `--profile <folder>` keeps a
 * processor profile of each load.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadWithDlt, loadWithSluice, withFolder, withServer } from './child.mjs';
import { megabytes, median } from './figures.mjs';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '20000' },
    runs: { type: 'string', default: '3' },
    python: { type: 'string', default: '.venv/bin/python' },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
});
const count = Number(values.orders);
const runCount = Number(values.runs);
const nodeOptions = values.profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', values.profile];

const contenders = {
  sluice: (asked) => loadWithSluice({ workload: 'orders', ...asked }, nodeOptions),
  'dlt, parquet': (asked) => loadWithDlt(values.python, { ...asked, fileFormat: 'parquet' }),
  'dlt, default': (asked) => loadWithDlt(values.python, { ...asked, fileFormat: null }),
};
const names = Object.keys(contenders).filter(isWanted);

await withServer({ workload: 'orders', count }, async ({ address, pageCount, bytesPerRow }) => {
  console.log(`${count} orders of ${Math.round(bytesPerRow)} bytes, ${runCount} runs of each, in turn`);
  const runs = new Map(names.map((name) => [name, []]));
  for (let run = 0; run < runCount; run += 1) {
    for (const name of names) {
      const loaded = await withFolder(async (folder) => {
        const measured = await contenders[name]({ address, pageCount, folder });
        return { ...measured, tables: await countRows(`${folder}/orders.duckdb`) };
      });
      runs.get(name).push(loaded);
    }
  }
  printAll(runs);
});

function isWanted(name) {
  if (values.only !== undefined) return name === values.only;
  return !name.startsWith('dlt') || existsSync(values.python);
}

/** What arrived, which must be the same for all. */
async function countRows(path) {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
  try {
    const connection = await instance.connect();
    const result = await connection.runAndReadAll(`
      SELECT (SELECT count(*) FROM bench.orders), (SELECT count(DISTINCT id) FROM bench.orders),
        (SELECT count(*) FROM bench.orders__line_items), (SELECT count(*) FROM bench.orders__tags),
        (SELECT round(sum(total), 2) FROM bench.orders),
        (SELECT count(*) FROM duckdb_columns() WHERE schema_name = 'bench' AND table_name = 'orders')`);
    connection.closeSync();
    return result.getRows()[0].map(String).join(' ');
  } finally {
    instance.closeSync();
  }
}

function printAll(runs) {
  const arrived = new Set([...runs.values()].flat().map(({ tables }) => tables));
  if (arrived.size !== 1) throw new Error(`not the same arrived: ${[...arrived].join(' | ')}`);
  console.log(`orders, distinct ids, line items, tags, sum of totals, columns of orders: ${[...arrived][0]}`);
  const middle = (name, figure) => median(runs.get(name).map((run) => run[figure]));
  for (const [name, each] of runs) {
    const walls = each.map(({ wallSeconds }) => wallSeconds).toSorted((a, b) => a - b);
    const wall = middle(name, 'wallSeconds');
    const ratio = (figure) => (middle(name, figure) / middle('sluice', figure)).toFixed(1);
    console.log(
      [
        name.padEnd(14),
        `${wall.toFixed(2)} s [${walls[0].toFixed(2)}–${walls.at(-1).toFixed(2)}]`,
        `${middle(name, 'cpuSeconds').toFixed(2)} s of processor`,
        `${Math.round(count / wall)} orders/s`,
        `peak ${megabytes(middle(name, 'peakBytes'))}`,
        runs.has('sluice') ? `× ${ratio('wallSeconds')} wall, × ${ratio('cpuSeconds')} processor` : '',
      ].join('  '),
    );
  }
}
