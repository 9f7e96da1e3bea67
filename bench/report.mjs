/** The results as one page and one chart. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bars } from './bars.mjs';
import { chartOf } from './chart.mjs';
import { digits, megabytes, timesFirst } from './figures.mjs';
import { workloads } from './workloads/index.mjs';

/** Writes `results.md` and `chart.svg` from the results in a folder. */
export async function writeReport(folder) {
  const names = new Set(await readdir(folder));
  const results = [];
  for (const { name } of workloads) {
    if (names.has(`${name}.json`)) results.push(JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')));
  }
  if (results.length === 0) return;
  await writeFile(join(folder, 'chart.svg'), chartOf(results));
  await writeFile(join(folder, 'results.md'), pageOf(results));
}

function pageOf(results) {
  const { machine, isQuick } = results[0];
  return [
    '# Results',
    '',
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}. A figure is the median of the runs,`,
    'with the least and the greatest; the server of the pages runs on the same cores. How it is measured, and by whose account,',
    'is in [the method](../README.md). All of one table were measured in turn, and what arrived was the same for all.',
    ...(isQuick ? ['', '**A look at small sizes: start-up is most of what is seen here.**'] : []),
    '',
    '![Table rows a second](chart.svg)',
    '',
    '## Bars',
    '',
    '| | bar | measured | |',
    '|---|---|---|---|',
    ...bars.map((bar) => barRow(bar, results)),
    '',
    ...results.flatMap(workloadPart),
    '## Versions',
    '',
    ...versionsOf(results).map(([name, versions]) => `- ${name}: ${versions}`),
    '',
  ].join('\n');
}

function barRow({ what, least, most, value }, results) {
  const measured = value(results);
  const bar = least === undefined ? `at most ${most}` : `at least ${least}`;
  if (measured === undefined) return `| ${what} | ${bar} | – | not measured |`;
  const isMet = least === undefined ? measured <= most : measured >= least;
  return `| ${what} | ${bar} | ${digits(measured)} | ${isMet ? 'met' : '**not met**'} |`;
}

function workloadPart({ workload, title, cases }) {
  return [`## ${workload}`, '', `${title[0].toUpperCase()}${title.slice(1)}.`, '', ...cases.flatMap(casePart)];
}

function casePart(one) {
  const bound = one.boundSeconds === undefined ? '' : `; latency alone takes ${digits(one.boundSeconds)} s`;
  return [
    `### ${one.name}`,
    '',
    `${one.rows.toLocaleString('en')} rows, ${one.tableRows.toLocaleString('en')} table rows${bound}.`,
    '',
    '| | whole process | × sluice | table rows/s | processor | processor for a million table rows | peak | runs |',
    '|---|---|---|---|---|---|---|---|',
    ...one.contenders.map((each) => contenderRow(one, each)),
    '',
    ...one.skipped.map(({ name, reason }) => `- ${name} was not measured: ${reason.split('\n')[0]}`),
    ...(one.skipped.length > 0 ? [''] : []),
  ];
}

function contenderRow(one, each) {
  const { name, runs, wallSeconds, cpuSeconds, peakBytes } = each;
  const { tableRows, contenders } = one;
  const cells = [
    name,
    `${digits(wallSeconds.median)} s [${digits(wallSeconds.least)}–${digits(wallSeconds.greatest)}]`,
    contenders[0].name === 'sluice' ? digits(timesFirst(one, each)) : '',
    digits(tableRows / wallSeconds.median),
    `${digits(cpuSeconds.median)} s`,
    `${digits((cpuSeconds.median / tableRows) * 1e6)} s`,
    megabytes(peakBytes.median),
    runs,
  ];
  return `| ${cells.join(' | ')} |`;
}

function versionsOf(results) {
  return Object.entries(Object.assign({}, ...results.map(({ versions }) => versions)));
}
