/** What the tests of this folder load with: rows through the real line into a real server, a dataset for each test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { useServer, type PostgresServer } from '../../../test/servers/postgres.ts';
import { loadRows, rowsOf, targetOf, type World } from '../duckdb/loaded-rows.test.ts';
import type { PostgresOptions } from './connection.ts';
import { postgres } from './index.ts';

let serial = 0;

/** An empty dataset with a name of its own; gone after the test, with its staging. */
export async function newWorld(
  server: PostgresServer,
  { dataset, ...options }: PostgresOptions & { readonly dataset?: string } = {},
): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-postgres-world-'));
  const name = dataset ?? `ds_${process.pid}_${(serial += 1)}`;
  onTestFinished(async () => {
    await rm(folder, { recursive: true, force: true });
    const quoted = [name, `${name}_staging`].map((one) => `"${one.replaceAll('"', '""')}"`);
    await server.query(`drop schema if exists ${quoted.join(', ')} cascade`).catch(() => undefined);
  });
  const destination = postgres({ connectionString: server.url, ...options });
  return { folder, path: name, destination, target: targetOf(folder, name) };
}

/** Of all tests of a file that loads with this. */
export const server: () => PostgresServer = useServer();

test('what is loaded can be read', async () => {
  const world = await newWorld(server());
  await loadRows(world, {
    rows: [
      { id: 1, v: 'a', n: 1.5, l: [1, 2] },
      { id: 2, o: { t: '2024-01-02T03:04:05.678901Z' } },
    ],
  });
  await loadRows(world, { rows: [{ id: 3 }] });
  expect(await rowsOf(world, 'select id, v, n, o__t from t')).toEqual([
    '1|a|1.5|-',
    '2|-|-|2024-01-02T03:04:05.678901Z',
    '3|-|-|-',
  ]);
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['1', '2']);
  const hints = { writeDisposition: 'merge', primaryKey: ['id'] } as const;
  await loadRows(
    world,
    { table: 'm', hints, rows: [{ id: 1, v: 'a', l: [1] }] },
    {
      table: 'm',
      hints,
      rows: [
        { id: 1, v: 'b', l: [2] },
        { id: 1, v: 'c', l: [3] },
      ],
    },
  );
  expect(await rowsOf(world, 'select id, v from m')).toEqual(['1|c']);
  expect(await rowsOf(world, 'select value from m__l')).toEqual(['3']);
  await loadRows(
    world,
    { table: 'r', hints: { writeDisposition: 'replace' }, rows: [{ id: 1 }] },
    { table: 'r', hints: { writeDisposition: 'replace' }, rows: [{ id: 2 }] },
  );
  expect(await rowsOf(world, 'select id from r')).toEqual(['2']);
});
