import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { dispositionCases } from './disposition-cases.ts';
import { strategyCases } from './strategy-cases.ts';
import { isDltThere, loadWithDlt, loadWithSluice } from './loading.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-judge-'));
  folders.push(folder);
  return folder;
}

/** Ids that are made of the rows are the same on both sides; only loads have their own. */
const loadIds = /^_dlt_load_id$/;

describe.skipIf(!isDltThere)('every disposition gives the same tables as dlt 1.26.0', () => {
  test.each(dispositionCases)('$name', { timeout: 120_000 }, async ({ runs, ids }) => {
    const loading = { folder: newFolder(), runs, masked: ids === 'hashed' ? loadIds : undefined };
    const theirs = await loadWithDlt(loading);
    const ours = await loadWithSluice(loading);
    expect(ours.tables).toEqual(theirs.tables);
    expect(ours.loads).toBe(theirs.loads);
    expect(ours.versions).toEqual(theirs.versions);
  });
});

describe.skipIf(!isDltThere)('a dataset that dlt began goes on as if dlt had gone on', () => {
  const goesOn = strategyCases.filter(({ runs, ids }) => runs.length > 1 && ids === 'hashed');
  test.each(goesOn)('$name', { timeout: 120_000 }, async ({ runs }) => {
    const theirs = await loadWithDlt({ folder: newFolder(), runs, masked: loadIds });
    const folder = newFolder();
    await loadWithDlt({ folder, runs: runs.slice(0, 1) });
    renameSync(join(folder, 'dlt.duckdb'), join(folder, 'sluice.duckdb'));
    const ours = await loadWithSluice({ folder, runs: runs.slice(1), masked: loadIds });
    expect(ours.tables).toEqual(theirs.tables);
    expect(ours.versions).toEqual(theirs.versions);
  });
});

describe('a run that is cut into packages gives the same tables', () => {
  test.each(dispositionCases)('$name', { timeout: 120_000 }, async ({ runs, ids }) => {
    const masked = ids === 'hashed' ? loadIds : undefined;
    const whole = await loadWithSluice({ folder: newFolder(), runs, masked });
    const cut = await loadWithSluice({ folder: newFolder(), runs, masked }, 1);
    const rowCount = runs.reduce((sum, { rows }) => sum + (JSON.parse(rows) as readonly unknown[]).length, 0);
    expect(cut.loads).toBe(rowCount);
    expect(rowsOf(cut.tables)).toEqual(rowsOf(whole.tables));
  });
});

/** Rows with their names: columns come in another order when a row comes in another package. */
function rowsOf(tables: Awaited<ReturnType<typeof loadWithSluice>>['tables']): unknown {
  return Object.fromEntries(
    Object.entries(tables)
      .filter(([name]) => !name.startsWith('_dlt_'))
      .map(([name, { rows }]) => [name, rows]),
  );
}
