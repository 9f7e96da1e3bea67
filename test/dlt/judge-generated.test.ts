import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseOf, isDltThere, loadWithDlt, loadWithSluice, type Outcomes } from './both-engines.ts';
import { readDataset } from './dataset.ts';
import { generatedSpec } from './generated-rows.ts';

const chunkSize = 50;
const specs = Array.from({ length: 10 }, (_, chunk) =>
  generatedSpec(
    `chunk${chunk}`,
    Array.from({ length: chunkSize }, (_seed, index) => chunk * chunkSize + index + 1),
  ),
);

describe.skipIf(!isDltThere)('500 generated row sets over three runs give the same tables as dlt 1.26.0', () => {
  const [theirs = '', ours = ''] = ['dlt', 'sluice'].map((name) => mkdtempSync(join(tmpdir(), `sluice-sets-${name}-`)));
  let outcomes: readonly Outcomes[];

  beforeAll(async () => {
    outcomes = await Promise.all([loadWithDlt(theirs, specs), loadWithSluice(ours, specs)]);
  }, 600_000);

  afterAll(() => {
    for (const folder of [theirs, ours]) rmSync(folder, { recursive: true, force: true });
  });

  test('no run fails', () => {
    expect(outcomes.flat(2).filter((run) => run !== null)).toEqual([]);
  });

  test.each(specs.map((spec) => [spec.name, spec] as const))('%s', { timeout: 60_000 }, async (_name, spec) => {
    const their = await readDataset(databaseOf(theirs, spec), 'ds');
    const our = await readDataset(databaseOf(ours, spec), 'ds');
    expect(Object.keys(our.tables).toSorted()).toEqual(Object.keys(their.tables).toSorted());
    const differing = Object.keys(their.tables).filter(
      (table) => JSON.stringify(our.tables[table]) !== JSON.stringify(their.tables[table]),
    );
    expect(differing.map((table) => [table, our.tables[table]])).toEqual(
      differing.map((table) => [table, their.tables[table]]),
    );
    expect(our.versions).toEqual(their.versions);
  });
});
