import { chanceOf, firstId, timeOf } from './chance.mjs';
import { listWorkload } from './workload.mjs';

/** (e) An API that changes while it is read: a new column every 10,000 rows, and columns whose values change type. */
export const drifting = listWorkload({
  name: 'drifting',
  title: 'drifting rows: a new column every so many rows, and types that flip',
  makeRow: makeDriftingRow,
  different: Number.POSITIVE_INFINITY,
  cases: [{ name: 'a column every 10,000', rows: 100_000, pageRows: 1000, everyRows: 10_000 }],
  quick: [{ name: 'a column every 500', rows: 5000, pageRows: 1000, everyRows: 500 }],
  tables: {
    drifting: {
      id: 'BIGINT',
      at: 'TIMESTAMPTZ',
      name: 'VARCHAR',
      flips: 'BIGINT',
      flips__v_text: 'VARCHAR',
      becomes: 'BIGINT',
      becomes__v_double: 'DOUBLE',
      extra_1: 'BIGINT',
      extra_2: 'VARCHAR',
      extra_3: 'BIGINT',
    },
  },
  cannot: {
    floor: 'evolves no schema',
    'DuckDB, Parquet': 'evolves no schema',
    PyAirbyte: 'its manifest lists the columns, and others are not kept',
    Singer: 'the tap tells the columns once, at the start',
  },
});

function makeDriftingRow(number, { everyRows }) {
  const chance = chanceOf(number);
  const row = {
    id: firstId + number,
    at: timeOf(number),
    name: `row ${chance.hex(8)}`,
    flips: chance.next() < 0.9 ? chance.below(1000) : `R-${chance.hex(4)}`,
    becomes: number < everyRows ? chance.below(1000) : chance.below(1000) + 0.5,
  };
  for (let extra = 1; extra <= number / everyRows; extra += 1) {
    row[`extra_${extra}`] = extra % 2 === 0 ? chance.hex(5) : chance.below(100);
  }
  return row;
}
