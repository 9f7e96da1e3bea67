/**
 * What exact numbers cost: the JSON reader of sluice against `JSON.parse` of the same bytes, in turn.
 *
 *     npm run build && node bench/parts/json-reader.mjs [--runs 9] [--page 1000]
 *
 * A ratio is that of the medians. `twin` is the plain reader that looks at every number, which the tests hold the
 * reader against.
 */
import { parseArgs } from 'node:util';
import { parseExactly } from '../../dist/core/json-exact.js';
import { parseJson } from '../../dist/core/json.js';
import { median } from '../figures.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '9' }, page: { type: 'string', default: '1000' } },
});
const runCount = Math.max(5, Number(values.runs));
const rowCount = Number(values.page);

const time = (n) => `2024-05-01T10:${String(n % 60).padStart(2, '0')}:00.000Z`;
const event = (n) =>
  `{"id":${n},"kind":"click","user":"u${n % 97}","at":"${time(n)}","amount":${n % 500}.25,"ok":true,"note":null}`;
const line = (n) => `{"sku":"S-${n}","quantity":${(n % 9) + 1},"price":${n % 90}.95}`;
const order = (n) =>
  `{"id":${n},"customer":{"id":${n % 50},"name":"Name ${n}","address":{"street":"Street ${n}","city":"City"}},` +
  `"created_at":"${time(n)}","lines":[${line(n)},${line(n + 1)},${line(n + 2)}],"tags":["a","b"]}`;
const seventeen = (n) => String(0.1 + n * 1.000_000_1 + 1 / (n + 3));
const place = (n) =>
  `{"id":${n},"name":"place ${n}","lat":${seventeen(n)},"lon":${seventeen(n + 7)},"at":"${time(n)}"}`;
const whole = (n) => `{"id":${n},"name":"thing ${n}","price":${n}.0,"at":"${time(n)}","count":${n % 7}}`;
const wide = (n) => `{"id":90071992547409${10_000 + n},"name":"thing ${n}","at":"${time(n)}","count":${n % 7}}`;
const decimal = (n) => `{"id":${n},"name":"thing ${n}","price":${n}.123456789012345678,"tax":1.50,"at":"${time(n)}"}`;
const talk = (n) => `{"id":${n},"said":"costs: ${n}.0, or so","price":${n}.0,"at":"${time(n)}"}`;

const pages = [
  ['flat events', 'plain', event],
  ['nested orders', 'plain', order],
  ['17-digit doubles', 'exact', place],
  ['whole numbers as 1.0', 'exact', whole],
  ['big integers', 'exact', wide],
  ['long decimals', 'exact', decimal],
  ['numbers in texts, too', 'exact', talk],
];

const readers = {
  'JSON.parse': (bytes) => JSON.parse(bytes.toString('utf8')),
  sluice: parseJson,
  twin: (bytes) => parseExactly(bytes.toString('utf8')),
};

console.log(`pages of ${rowCount} rows, ${runCount} runs of each reader, in turn\n`);
console.log('| page | path | bytes | JSON.parse | sluice | twin | sluice × JSON.parse | twin × JSON.parse |');
console.log('|---|---|---|---|---|---|---|---|');
for (const [name, path, row] of pages) console.log(measured(name, path, pageOf(row)));

function pageOf(row) {
  return Buffer.from(`[${Array.from({ length: rowCount }, (_, index) => row(index + 1)).join(',\n')}]`);
}

function measured(name, path, bytes) {
  const times = new Map(Object.keys(readers).map((reader) => [reader, []]));
  // Two rounds warm the compiler up, and count for nothing.
  for (let run = -2; run < runCount; run += 1) {
    for (const [reader, read] of Object.entries(readers)) {
      const spent = timeOf(() => read(bytes));
      if (run >= 0) times.get(reader).push(spent);
    }
  }
  const [json, ours, twin] = [...times.values()].map(median);
  const cells = [name, path, bytes.length, ...[json, ours, twin].map((one) => `${(one * 1000).toFixed(0)} µs`)];
  return `| ${[...cells, ratio(ours, json), ratio(twin, json)].join(' | ')} |`;
}

/** Of one reading, in milliseconds: the mean of enough of them to be told from the clock. */
function timeOf(read) {
  const repeats = 20;
  const begun = performance.now();
  for (let index = 0; index < repeats; index += 1) read();
  return (performance.now() - begun) / repeats;
}

function ratio(one, other) {
  return (one / other).toFixed(2);
}
