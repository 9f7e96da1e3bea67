import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseOf, isDltThere, loadWithDlt, loadWithSluice, type Outcomes } from './both-engines.ts';
import { readDataset, type Dataset } from './dataset.ts';
import { refreshCases, type RefreshSpec } from './refresh-cases.ts';

const specs = refreshCases.map(([, spec]) => spec);

describe.skipIf(!isDltThere)('a refresh leaves what dlt 1.26.0 leaves', () => {
  const [theirs, ours] = ['dlt', 'sluice'].map((name) => mkdtempSync(join(tmpdir(), `sluice-refresh-${name}-`)));
  let outcomes: { readonly theirs: Outcomes; readonly ours: Outcomes };

  beforeAll(async () => {
    outcomes = { theirs: await loadWithDlt(theirs ?? '', specs), ours: await loadWithSluice(ours ?? '', specs) };
  }, 600_000);

  afterAll(() => {
    for (const folder of [theirs, ours]) if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  test.each(refreshCases)('%s', async (_title, spec) => {
    const index = specs.indexOf(spec);
    const none = spec.runs.map(() => null);
    expect(outcomes.theirs[index]).toEqual(none);
    expect(outcomes.ours[index]).toEqual(none);
    const [their, our] = [await tablesOf(theirs ?? '', spec), await tablesOf(ours ?? '', spec)];
    expect(our).toEqual({ ...their, tables: spec.leavesNested === true ? withoutLeft(their, our) : their.tables });
  });
});

/** Where dlt leaves nested rows of rows that it took away, sluice has none. */
function withoutLeft(their: Left, our: Left): Dataset['tables'] {
  const changed = Object.entries(their.tables).map(([name, table]) => {
    const isLeft = name.includes('__') && our.tables[name]?.rows.length === 0;
    return [name, isLeft ? { ...table, rows: [] } : table] as const;
  });
  expect(changed.some(([name, { rows }]) => rows !== their.tables[name]?.rows)).toBe(true);
  return Object.fromEntries(changed);
}

type Left = Pick<Dataset, 'tables' | 'loads' | 'versions'> & { readonly states: readonly unknown[] };

async function tablesOf(folder: string, spec: RefreshSpec): Promise<Left> {
  const path = databaseOf(folder, spec);
  const { tables, loads, versions } = await readDataset(path, 'ds');
  return { tables, loads, versions, states: spec.hasReplaced === true ? [] : await statesOf(path) };
}

/** Versions of the state, and what it says of sources. */
async function statesOf(path: string): Promise<readonly unknown[]> {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    const sql = 'select version, state from ds._dlt_pipeline_state order by _dlt_load_id';
    const rows = (await connection.runAndReadAll(sql)).getRowsJson();
    return rows.map(([version, text]) => {
      // Written by one of the two engines.
      const state = JSON.parse(inflateSync(Buffer.from(typeof text === 'string' ? text : '', 'base64')).toString()) as {
        sources?: unknown;
      };
      return [version, state.sources];
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
