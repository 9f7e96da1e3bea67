/**
 * Measures everything, and writes tables and a chart to `results/`:
 *
 *     npm run bench -- [--only orders,events] [--contenders sluice,floor] [--quick] [--runs 5] [--profile folder] [--out folder]
 *
 * `--quick` is a look at small sizes, written to `results/quick/`, which no commit has. `--report` only writes the table and
 * the chart again. `--rows` and `--page-rows` put other sizes in place of the cases of a workload.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchCase } from './bench-case.mjs';
import { contenders } from './contenders/index.mjs';
import { fileOf } from './measure.mjs';
import { machine } from './machine.mjs';
import { writeReport } from './report.mjs';
import { workloads } from './workloads/index.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    contenders: { type: 'string' },
    quick: { type: 'boolean', default: false },
    runs: { type: 'string' },
    rows: { type: 'string' },
    'page-rows': { type: 'string', default: '1000' },
    profile: { type: 'string' },
    out: { type: 'string' },
    report: { type: 'boolean', default: false },
  },
});
const folder = options.out ?? fileOf(options.quick ? 'results/quick' : 'results');
const runs = Number(options.runs ?? (options.quick ? 1 : 5));
const nodeOptions = options.profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', options.profile];
let failures = 0;

await mkdir(folder, { recursive: true });
if (!options.report) await measureAll();
await writeReport(folder);
if (failures > 0) process.exitCode = 1;

async function measureAll() {
  const chosen = choose(workloads, options.only);
  const { started, absent } = await startAll(choose(contenders, options.contenders));
  for (const workload of chosen) {
    console.log(`\n${workload.name}: ${workload.title}`);
    const cases = [];
    for (const one of casesOf(workload)) {
      console.log(` ${one.name}, ${runs} runs`);
      const measured = await benchCase(workload, one, { contenders: allowed(workload, started), runs, nodeOptions });
      failures += measured.skipped.filter(({ isFailure }) => isFailure).length;
      cases.push({ ...measured, skipped: [...measured.skipped, ...allowed(workload, absent)] });
    }
    const versions = Object.fromEntries(started.map(({ name, versions }) => [name, versions]));
    const { name, title } = workload;
    const result = { workload: name, title, isQuick: options.quick, machine: machine(), versions, cases };
    await writeFile(join(folder, `${name}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
  }
}

/** Those that can run, and those that cannot, with the reason. */
async function startAll(all) {
  const started = [];
  const absent = [];
  for (const contender of all) {
    try {
      started.push({ ...contender, ...(await contender.start()) });
    } catch (error) {
      console.log(`${contender.name} IS NOT MEASURED: ${error.message}`);
      absent.push({ name: contender.name, reason: error.message, isFailure: false });
    }
  }
  return { started, absent };
}

function casesOf(workload) {
  if (options.rows === undefined) return options.quick ? workload.quick : workload.cases;
  const sizes = { rows: Number(options.rows), pageRows: Number(options['page-rows']) };
  return [{ ...workload.quick[0], ...sizes, name: `${sizes.rows} rows` }];
}

/** By their names, or that of their group; without any, those that are in no group. */
function choose(all, names) {
  if (names === undefined) return all.filter(({ group }) => group === undefined);
  return names.split(',').flatMap((wanted) => {
    const found = all.filter(({ name, group }) => [name, group].some((one) => plain(one) === plain(wanted)));
    if (found.length > 0) return found;
    throw new Error(`There is no ${wanted}; there are ${all.map(({ name }) => name).join('; ')}`);
  });
}

function allowed({ only }, all) {
  return only === undefined ? all : all.filter(({ name }) => only.includes(name));
}

/** Names as one writes them in a shell: `dlt-tuned` for `dlt, tuned`. */
function plain(name = '') {
  return name.toLowerCase().replaceAll(/\W+/g, '-');
}
