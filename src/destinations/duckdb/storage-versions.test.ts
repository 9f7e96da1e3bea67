import { open } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { loadRows, newWorld, rowsOf } from './loaded-rows.test.ts';

const merge = { writeDisposition: 'merge', primaryKey: ['id'] } as const;

/** A file as an older DuckDB makes it, with a table of somebody else. */
async function madeBy(path: string, version: string): Promise<void> {
  await run(
    ':memory:',
    `ATTACH '${path}' AS old (STORAGE_VERSION '${version}')`,
    'CREATE TABLE old.mine AS SELECT 1 AS x',
  );
}

async function run(path: string, ...statements: readonly string[]): Promise<string | undefined> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    let last: string | undefined;
    for (const statement of statements) last = JSON.stringify(await (await connection.run(statement)).getRowsJson());
    return last;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const versionOf = (path: string): Promise<string | undefined> =>
  run(path, "SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal");

test.each(['v0.10.2', 'v1.0.0', 'v1.2.0', 'latest'])(
  'a file of storage version %s is loaded into and stays so',
  async (version) => {
    const world = await newWorld();
    await madeBy(world.path, version);
    const before = await versionOf(world.path);
    await loadRows(world, { hints: merge, rows: [{ id: 1, l: [1] }] }, { hints: merge, rows: [{ id: 1, l: [2] }] });
    expect(await rowsOf(world, 'select value from t__l')).toEqual(['2']);
    expect(await versionOf(world.path)).toBe(before);
    expect(await run(world.path, 'SELECT x FROM main.mine')).toContain('1');
  },
);

test('a file of a newer storage version is refused, and stays as it is', async () => {
  const world = await newWorld();
  await madeBy(world.path, 'latest');
  const file = await open(world.path, 'r+');
  // Behind a checksum of eight bytes and the letters DUCK.
  await file.write(Buffer.from([231, 3]), 0, 2, 12);
  await file.close();
  await expect(world.destination.connect(world.target)).rejects.toMatchObject({ code: 'destination_format' });
  await expect(world.destination.read(world.target)).rejects.toMatchObject({ code: 'destination_format' });
});
