import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useServer } from '../servers/postgres.ts';
import type { Outcomes, SpecRun } from './both-engines.ts';
import {
  isDltForPostgresThere,
  loadWithDlt,
  loadWithSluice,
  readDataset,
  type PostgresCase,
} from './both-on-postgres.ts';
import type { DispositionCase } from './case-of.ts';
import { dispositionCases } from './disposition-cases.ts';
import { strategyCases } from './strategy-cases.ts';
import { typeCases } from './type-cases.ts';

const server = useServer();
const folder = mkdtempSync(join(tmpdir(), 'sluice-judge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Judged {
  readonly name: string;
  readonly runs: readonly SpecRun[];
  readonly masked: RegExp;
}

/** Ids that are made of the rows are the same on both sides; only loads have their own. */
const masks = { hashed: /^_dlt_load_id$/, random: /^_dlt_(id|load_id|parent_id|root_id)$/ };

function ofDisposition({ name, runs, ids }: DispositionCase): Judged {
  return {
    name,
    masked: masks[ids],
    runs: runs.map(({ rows, ...hints }) => ({ resources: [{ name: 't', rows, ...hints }] })),
  };
}

/** Columns whose bits or places dlt reads in its own way on every destination are judged on DuckDB. */
const judged: readonly Judged[] = [
  ...dispositionCases.map(ofDisposition),
  ...strategyCases.map(ofDisposition),
  ...typeCases.map(([name, { runs }]) => ({ name: `types: ${name}`, runs, masked: masks.random })),
  {
    name: 'case 43: long names',
    masked: masks.random,
    runs: [
      {
        resources: [
          {
            name: 'orders_with_a_rather_long_table_name',
            rows: `[{"this_is_a_very_long_column_name_that_goes_beyond_the_postgres_limit_of_63":1,"customer_shipping_address_lines":[{"delivery_instructions_extra_long_name":{"another_level_of_nesting_here":1}}]},{"this_is_a_very_long_column_name_that_goes_beyond_the_postgres_limit_of_63":"x"}]`,
          },
        ],
      },
    ],
  },
];

/** Listed in docs/compatibility.md. */
const onPurpose: ReadonlySet<string> = new Set([
  'types: case 70: the limits of doubles',
  'types: case 76: a timestamp, nine places, naive',
]);

const datasetOf = (engine: string, index: number): string => `${engine}_${index}`;
const caseFor = (engine: string, index: number, runs: readonly SpecRun[]): PostgresCase => ({
  dataset: datasetOf(engine, index),
  runs,
});

describe.skipIf(!isDltForPostgresThere)('on Postgres the same rows give the same tables as dlt 1.26.0', () => {
  let outcomes: Outcomes = [];
  beforeAll(async () => {
    const cases = judged.map(({ runs }, index) => caseFor('dlt', index, runs));
    outcomes = await loadWithDlt(folder, server().url, cases);
  }, 900_000);

  test.each(judged.map((one, index) => [one.name, one, index] as const).filter(([name]) => !onPurpose.has(name)))(
    '%s',
    { timeout: 120_000 },
    async (_name, { runs, masked }, index) => {
      const mine = await loadWithSluice(folder, server().url, caseFor('sluice', index, runs));
      expect(mine.map((outcome) => outcome === null)).toEqual(outcomes[index]?.map((outcome) => outcome === null));
      if (mine[0] !== null) return;
      const theirs = await readDataset(server(), datasetOf('dlt', index), masked);
      const ours = await readDataset(server(), datasetOf('sluice', index), masked);
      expect(ours.tables).toEqual(theirs.tables);
      expect(ours.loads).toBe(theirs.loads);
      expect(ours.versions).toEqual(theirs.versions);
    },
  );
});

test('a negative zero stays negative, and digits below a microsecond are left out', { timeout: 120_000 }, async () => {
  for (const [index, { name, runs, masked }] of judged.entries()) {
    if (!onPurpose.has(name)) continue;
    expect(await loadWithSluice(folder, server().url, caseFor('purpose', index, runs))).toEqual([null]);
    const { tables } = await readDataset(server(), datasetOf('purpose', index), masked);
    if (name.includes('case 70')) expect(tables['t']?.rows).toContain('["1","-0"]');
    else expect(tables['t']?.columns).toContain('v timestamp(6) without time zone');
  }
});

describe.skipIf(!isDltForPostgresThere)('on Postgres both engines go on with each other', () => {
  const goesOn = strategyCases.filter(({ runs, ids }) => runs.length > 2 && ids === 'hashed').map(ofDisposition);

  test('dlt begins, sluice goes on, dlt goes on: as if dlt had done it all', { timeout: 300_000 }, async () => {
    const all = goesOn.map(({ runs }, index) => caseFor('whole', index, runs));
    await loadWithDlt(mkdtempSync(join(folder, 'whole-')), server().url, all);
    const part = (from: number, to: number) =>
      goesOn.map(({ runs }, index) => caseFor('shared', index, runs.slice(from, to)));
    await loadWithDlt(mkdtempSync(join(folder, 'first-')), server().url, part(0, 1));
    for (const one of part(1, 2)) expect(await loadWithSluice(folder, server().url, one)).toEqual([null]);
    const last = await loadWithDlt(mkdtempSync(join(folder, 'last-')), server().url, part(2, 9));
    expect(last.flat().filter((outcome) => outcome !== null)).toEqual([]);
    for (const [index, { masked }] of goesOn.entries()) {
      const theirs = await readDataset(server(), datasetOf('whole', index), masked);
      const shared = await readDataset(server(), datasetOf('shared', index), masked);
      expect(shared.tables).toEqual(theirs.tables);
    }
  });
});
