/** What we hold ourselves to. Each bar looks its figure up in the results; undefined where it was not measured. */
import { timesFirst } from './figures.mjs';

const caseOf = (results, workload, name) =>
  results.find((result) => result.workload === workload)?.cases.find((one) => name === undefined || one.name === name);
const figure = (one, contender, name = 'wallSeconds') =>
  one?.contenders.find((each) => each.name === contender)?.[name].median;
const divided = (one, other) => (one === undefined || other === undefined ? undefined : one / other);

/** How many times faster sluice is, in the same minutes. */
const faster = (workload, name, contender) => (results) => {
  const one = caseOf(results, workload, name);
  const other = one?.contenders.find((each) => each.name === contender);
  return other === undefined || one.contenders[0].name !== 'sluice' ? undefined : timesFirst(one, other);
};
/** How many times longer sluice takes. */
const slower = (workload, contender) => (results) => divided(1, faster(workload, undefined, contender)(results));
const ofBound = (workload) => (results) => {
  const one = caseOf(results, workload);
  return divided(figure(one, 'sluice'), one?.boundSeconds);
};
/** The larger case of `scale` against the smaller one, for a row of each. */
const scaled = (name, perRow) => (results) => {
  const cases = results.find(({ workload }) => workload === 'scale')?.cases;
  if (cases?.length !== 2) return undefined;
  const [small, large] = cases.map((one) => figure(one, 'sluice', name) / (perRow ? one.rows : 1));
  return large / small;
};
const peak = (results) => {
  const cases = results
    .filter(({ workload }) => workload === 'orders' || workload === 'scale')
    .flatMap(({ cases }) => cases);
  return cases.length === 0 ? undefined : Math.max(...cases.map((one) => figure(one, 'sluice', 'peakBytes'))) / 1e6;
};

/** Ours, against the least of those that infer a schema and evolve it. */
const processor = (results) => {
  const one = caseOf(results, 'orders');
  const others = ['dlt, tuned', 'dlt, parallel', 'dlt, default'].map((name) => figure(one, name, 'cpuSeconds'));
  const known = others.filter((seconds) => seconds !== undefined);
  return known.length === 0 ? undefined : figure(one, 'sluice', 'cpuSeconds') / Math.min(...known);
};

export const bars = [
  { what: 'orders: times as fast as dlt, tuned', least: 20, value: faster('orders', 'pages of 1,000', 'dlt, tuned') },
  {
    what: 'orders, start-up counts: times as fast as dlt, tuned',
    least: 10,
    value: faster('orders', 'start-up counts', 'dlt, tuned'),
  },
  {
    what: 'orders: times as fast as dlt, default',
    least: 60,
    value: faster('orders', 'pages of 1,000', 'dlt, default'),
  },
  { what: 'events: times as fast as dlt, default', least: 60, value: faster('events', undefined, 'dlt, default') },
  { what: 'wide: times as fast as dlt, default', least: 60, value: faster('wide', undefined, 'dlt, default') },
  { what: 'deep: times as fast as dlt, default', least: 60, value: faster('deep', undefined, 'dlt, default') },
  {
    what: 'orders: times as fast as the script by hand',
    least: 1.5,
    value: faster('orders', 'pages of 1,000', 'floor'),
  },
  { what: 'orders: times the physical limit', most: 1.6, value: slower('orders', 'DuckDB, Parquet') },
  { what: 'orders: peak of memory, MB', most: 400, value: peak },
  { what: 'orders: processor, against the best of those that infer a schema', most: 1, value: processor },
  { what: 'scale: peak of ten times the rows against once', most: 1.15, value: scaled('peakBytes', false) },
  { what: 'scale: time per row of ten times the rows against once', most: 1.15, value: scaled('wallSeconds', true) },
  { what: 'slow pages: times the bound that latency sets', most: 1.2, value: ofBound('slow-pages') },
  { what: 'slow parents: times the bound that latency sets', most: 1.2, value: ofBound('slow-parents') },
  { what: 'merge: times SQL by hand, with the same pages to receive', most: 1.5, value: slower('merge', 'floor') },
  { what: 'merge: times SQL by hand, from ready Parquet files', most: 1.5, value: slower('merge', 'DuckDB, Parquet') },
];
