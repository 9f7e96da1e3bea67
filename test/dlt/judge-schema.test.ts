import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseOf, isDltThere, loadWithDlt, loadWithSluice, type Outcomes, type Spec } from './both-engines.ts';
import { contractCases } from './contract-cases.ts';
import { hintCases } from './hint-cases.ts';
import { readDataset, type Dataset } from './dataset.ts';
import { namingCases } from './naming-cases.ts';
import { nestingCases } from './nesting-cases.ts';
import { typeCases } from './type-cases.ts';

const cases = [...contractCases, ...nestingCases, ...typeCases, ...hintCases, ...namingCases];
const specs = cases.map(([, spec]) => spec);

describe.skipIf(!isDltThere)('schemas are as dlt 1.26.0 makes them', () => {
  const [theirs, ours] = ['dlt', 'sluice'].map((name) => mkdtempSync(join(tmpdir(), `sluice-judge-${name}-`)));
  let outcomes: { readonly theirs: Outcomes; readonly ours: Outcomes };

  beforeAll(async () => {
    outcomes = { theirs: await loadWithDlt(theirs ?? '', specs), ours: await loadWithSluice(ours ?? '', specs) };
  }, 600_000);

  afterAll(() => {
    for (const folder of [theirs, ours]) if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  test.each(cases.map(([title, spec], index) => [title, spec, index] as const))('%s', async (_title, spec, index) => {
    const failed = (runs: Outcomes[number] | undefined): readonly boolean[] => (runs ?? []).map((run) => run !== null);
    expect(failed(outcomes.ours[index]), JSON.stringify([outcomes.ours[index], outcomes.theirs[index]])).toEqual(
      failed(outcomes.theirs[index]),
    );
    const [their, our] = [await datasetOf(theirs ?? '', spec), await datasetOf(ours ?? '', spec)];
    expect(our?.tables).toEqual(their?.tables);
    expect(our?.loads).toBe(their?.loads);
    expect(our?.versions).toEqual(their?.versions);
  });
});

async function datasetOf(folder: string, spec: Spec): Promise<Dataset | undefined> {
  const path = databaseOf(folder, spec);
  if (!existsSync(path)) return undefined;
  try {
    return await readDataset(path, 'ds');
  } catch (error) {
    // A run that fails at once leaves a file without the dataset, or none.
    if (String(error).includes('does not exist')) return undefined;
    throw error;
  }
}
