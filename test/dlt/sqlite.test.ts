/** dlt reads a dataset of ours in SQLite, and goes on with it; Node 20 has no SQLite, and `test/newer-node.test.ts` runs this. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { loadRows, rowsOf, targetOf, withClient } from '../../src/destinations/duckdb/loaded-rows.test.ts';
import { sqlite } from '../../src/destinations/sqlite/index.ts';
import { versionHash } from '../../src/schema/version.ts';
import { hasSqlite } from '../has-sqlite.ts';
import { isDltThere } from './loading.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const python = join(root, '.venv', 'bin', 'python');

const hasSqlalchemy = isDltThere && spawnSync(python, ['-c', 'import sqlalchemy']).status === 0;
if (isDltThere && !hasSqlalchemy)
  process.stderr.write(
    "SKIPPED: dlt on datasets in SQLite. Install what it needs with: .venv/bin/pip install 'dlt[sqlalchemy]==1.26.0'\n",
  );

interface Seen {
  readonly tables: { readonly [table: string]: readonly string[] };
  readonly version: number;
  readonly hash: string;
}

test.skipIf(!hasSqlite || !hasSqlalchemy)(
  'dlt reads what sluice loaded into SQLite, and each goes on after the other',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-judge-sqlite-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'data.db');
    const world = { folder, path, destination: sqlite(path), target: targetOf(folder) };
    const hints = { writeDisposition: 'merge', primaryKey: ['id'] } as const;
    await loadRows(
      world,
      {
        rows: [
          {
            id: 1,
            s: 'é"\'',
            f: 1.25,
            b: true,
            big: 9_007_199_254_740_993n,
            at: '2024-01-02T03:04:05.678901Z',
            l: [1, 2],
          },
        ],
      },
      { rows: [{ id: 2, s: '', o: { x: 1 } }] },
      { table: 'm', hints, rows: [{ id: 1, v: 'old' }] },
      { table: 'm', hints, rows: [{ id: 1, v: 'new' }] },
    );
    const columns = {
      t: ['id', 's', 'f', 'b', 'big', 'at', 'o__x'],
      t__l: ['value'],
      m: ['id', 'v'],
      _dlt_loads: ['status'],
    };
    const dlt = (rows: readonly unknown[]): Seen =>
      // Printed by the script.
      JSON.parse(
        execFileSync(python, [join(root, 'test', 'dlt', 'sqlite.py')], {
          input: JSON.stringify({ folder, database: path, rows, tables: columns }),
          stdio: ['pipe', 'pipe', 'pipe'],
          encoding: 'utf8',
        }),
      ) as Seen;
    const seen = dlt([{ id: 3, s: 'of dlt', l: [3] }]);
    expect(seen.tables).toEqual({
      t: [
        '["1", "\\u00e9\\"\'", "1.25", "True", "9007199254740993", "2024-01-02 03:04:05.678901", "None"]',
        '["2", "", "None", "None", "None", "None", "1"]',
      ],
      t__l: ['["1"]', '["2"]'],
      m: ['["1", "new"]'],
      _dlt_loads: Array.from({ length: 4 }, () => '["0"]'),
    });
    const { schema } = await withClient(world, (client) => client.restore());
    expect(schema?.tables.get('t' as never)?.seenData).toBe(true);
    expect(await rowsOf(world, 'select id, s from t')).toEqual(['1|é"\'', '2|', '3|of dlt']);
    await loadRows(world, { rows: [{ id: 4, s: 'after dlt', l: [4] }] });
    const after = dlt([]);
    expect(after.tables['t']?.map((row) => row.slice(0, 4))).toEqual(['["1"', '["2"', '["3"', '["4"']);
    expect(after.tables['t__l']).toEqual(['["1"]', '["2"]', '["3"]', '["4"]']);
    const { schema: last } = await withClient(world, (client) => client.restore());
    expect(last === undefined ? undefined : versionHash(last)).toBe(after.hash);
  },
  120_000,
);
