import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseOf, isDltThere, loadWithDlt, loadWithSluice, type Outcomes, type Spec } from './both-engines.ts';
import { appliedCases, byRowCases } from './applied-cases.ts';
import type { JudgedCase } from './contract-cases.ts';
import { readDataset, type Dataset } from './dataset.ts';
import { detectionCases, namedCases, storedCases } from './settings-cases.ts';

const cases = [...detectionCases, ...namedCases, ...byRowCases, ...appliedCases];
const folders: string[] = [];

function newFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `sluice-judge-settings-${name}-`));
  folders.push(folder);
  return folder;
}

function specsOf(list: readonly JudgedCase[]): Spec[] {
  return list.map(([, spec]) => spec);
}

async function datasetOf(folder: string, spec: Spec): Promise<Dataset | undefined> {
  if (!existsSync(databaseOf(folder, spec))) return undefined;
  return readDataset(databaseOf(folder, spec), 'ds').catch((error: unknown) => {
    // A run that fails at once leaves a file without the dataset.
    if (String(error).includes('does not exist')) return undefined;
    throw error;
  });
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!isDltThere)('settings of a schema are obeyed as dlt 1.26.0 obeys them', () => {
  const [theirs, ours] = [newFolder('dlt'), newFolder('sluice')];
  let outcomes: { readonly theirs: Outcomes; readonly ours: Outcomes };

  beforeAll(async () => {
    const specs = specsOf(cases);
    outcomes = { theirs: await loadWithDlt(theirs, specs), ours: await loadWithSluice(ours, specs) };
  }, 600_000);

  test.each(cases.map(([title, spec], index) => [title, spec, index] as const))('%s', async (_title, spec, index) => {
    const failed = (runs: Outcomes[number] | undefined): readonly boolean[] => (runs ?? []).map((run) => run !== null);
    const found = JSON.stringify([outcomes.ours[index], outcomes.theirs[index]]);
    expect(failed(outcomes.ours[index]), found).toEqual(failed(outcomes.theirs[index]));
    const [their, our] = [await datasetOf(theirs, spec), await datasetOf(ours, spec)];
    expect(our?.tables).toEqual(their?.tables);
    expect(our?.versions).toEqual(their?.versions);
  });
});

describe.skipIf(!isDltThere)('a dataset that dlt began keeps its settings when sluice goes on', () => {
  const [begun, theirs, ours] = [newFolder('begun'), newFolder('dlt'), newFolder('sluice')];
  let outcomes: { readonly theirs: Outcomes; readonly ours: Outcomes };

  beforeAll(async () => {
    const specs = specsOf(storedCases);
    const firstRuns = specs.map((spec) => ({ ...spec, runs: spec.runs.slice(0, 1) }));
    // Nothing is said of the settings again: what is stored counts.
    const nextRuns = specs.map(({ name, runs }) => ({ name, runs: runs.slice(1) }));
    await loadWithDlt(begun, firstRuns);
    for (const spec of specs) {
      if (existsSync(databaseOf(begun, spec))) copyFileSync(databaseOf(begun, spec), databaseOf(ours, spec));
    }
    outcomes = { theirs: await loadWithDlt(theirs, specs), ours: await loadWithSluice(ours, nextRuns) };
  }, 600_000);

  test.each(storedCases.map(([title, spec], index) => [title, spec, index] as const))(
    '%s',
    async (_title, spec, index) => {
      expect([outcomes.theirs[index]?.at(-1), outcomes.ours[index]?.at(-1)]).toEqual([null, null]);
      const [their, our] = [await datasetOf(theirs, spec), await datasetOf(ours, spec)];
      expect(our?.tables).toEqual(their?.tables);
      expect(our?.versions).toEqual(their?.versions);
    },
  );
});
