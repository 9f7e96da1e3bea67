import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useServer } from '../servers/postgres.ts';
import type { Outcomes } from './both-engines.ts';
import {
  isDltForPostgresThere,
  loadWithDlt,
  loadWithSluice,
  readDataset,
  type PostgresCase,
  type PostgresDataset,
} from './both-on-postgres.ts';
import { generatedSpec } from './generated-rows.ts';
import { namingCases } from './naming-cases.ts';

const server = useServer();
const chunkSize = 50;
const seedsOf = (chunk: number): readonly number[] =>
  Array.from({ length: chunkSize }, (_seed, index) => chunk * chunkSize + index + 1);

const cases: readonly (readonly [title: string, given: Omit<PostgresCase, 'dataset'>])[] = [
  ...Array.from(
    { length: 10 },
    (_, chunk) => [`row sets, part ${chunk}`, generatedSpec(`c${chunk}`, seedsOf(chunk))] as const,
  ),
  ...namingCases.map(([title, { naming, runs }]) => [`${title}, on Postgres`, { naming, runs }] as const),
];

/** dlt drops the sign of a negative zero on its way into Postgres (docs/compatibility.md). */
function withoutSigns(tables: PostgresDataset['tables']): PostgresDataset['tables'] {
  const rowsOf = (rows: readonly string[]): readonly string[] =>
    rows.map((row) => row.replaceAll('"-0"', '"0"')).toSorted();
  return Object.fromEntries(
    Object.entries(tables).map(([name, { columns, rows }]) => [name, { columns, rows: rowsOf(rows) }]),
  );
}

/** Random ids, and those of loads, are each engine's own. */
const masked = /^_dlt_(id|load_id|parent_id|root_id)$/;

describe.skipIf(!isDltForPostgresThere)(
  'on Postgres generated rows and other names give the same tables as dlt 1.26.0',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-sets-'));
    const caseOf = (engine: string, index: number): PostgresCase => ({
      runs: [],
      ...cases[index]?.[1],
      dataset: `${engine}_${index}`,
    });
    let theirs: Outcomes = [];

    beforeAll(async () => {
      theirs = await loadWithDlt(
        folder,
        server().url,
        cases.map((_case, index) => caseOf('dlt', index)),
      );
    }, 900_000);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test.each(cases.map(([title], index) => [title, index] as const))(
      '%s',
      { timeout: 240_000 },
      async (_title, index) => {
        expect(theirs[index]?.filter((outcome) => outcome !== null)).toEqual([]);
        const ours = await loadWithSluice(folder, server().url, caseOf('sluice', index));
        expect(ours.filter((outcome) => outcome !== null)).toEqual([]);
        const [their, our] = [
          await readDataset(server(), `dlt_${index}`, masked),
          await readDataset(server(), `sluice_${index}`, masked),
        ];
        expect(Object.keys(our.tables)).toEqual(Object.keys(their.tables));
        expect(withoutSigns(our.tables)).toEqual(withoutSigns(their.tables));
        expect(our.versions).toEqual(their.versions);
      },
    );
  },
);
