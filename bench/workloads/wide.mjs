import { chanceOf, firstId, thousandths, timeOf } from './chance.mjs';
import { listWorkload } from './workload.mjs';

const kinds = {
  text: { type: 'VARCHAR', value: (chance) => `text ${chance.hex(chance.below(12))}` },
  whole: { type: 'BIGINT', value: (chance) => chance.below(1_000_000_000) },
  real: { type: 'DOUBLE', value: (chance) => thousandths(chance) },
  truth: { type: 'BOOLEAN', value: (chance) => chance.next() < 0.5 },
  time: { type: 'TIMESTAMPTZ', value: (chance) => timeOf(chance.below(50_000_000)) },
};
const columns = Array.from({ length: 199 }, (_, index) => {
  const kind = Object.keys(kinds)[index % 5];
  return { name: `${kind}_${index + 1}`, ...kinds[kind] };
});

/** (c) What a sales system sends: 200 columns, of which a row has a quarter. */
export const wide = listWorkload({
  name: 'wide',
  title: 'wide rows: 200 columns, of which a row has a quarter',
  makeRow: makeWideRow,
  different: 5000,
  cases: [{ name: 'pages of 1,000', rows: 50_000, pageRows: 1000 }],
  quick: [{ name: 'pages of 1,000', rows: 2000, pageRows: 1000 }],
  tables: { wide: { id: 'BIGINT', ...Object.fromEntries(columns.map(({ name, type }) => [name, type])) } },
});

/** The first row has every column, so that every contender knows them all from the start. */
function makeWideRow(number) {
  const chance = chanceOf(number);
  const row = { id: firstId + number };
  for (const { name, value } of columns) {
    if (chance.next() < 0.25 || number === 0) row[name] = value(chance);
  }
  return row;
}
