/** What the tests of this folder load with: rows through the real line into files, one package at a time. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { targetOf, type World } from '../duckdb/loaded-rows.test.ts';
import { loadRows, rowsOf } from '../duckdb/loaded-rows.test.ts';
import { filesystem, type FilesystemOptions } from './index.ts';

/** An empty folder for files, gone after the test. */
export async function newFileWorld(options: Partial<FilesystemOptions> = {}, dataset = 'ds'): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-files-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'data');
  return { folder, path, destination: filesystem({ url: path, ...options }), target: targetOf(folder, dataset) };
}

/** Files below the place of the world, sorted. */
export async function filesOf(world: World): Promise<readonly string[]> {
  const entries = await readdir(world.path, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return paths.map((path) => path.slice(world.path.length + 1)).toSorted();
}

const kinds = [
  { format: 'parquet' },
  { format: 'jsonl' },
  { format: 'jsonl', compression: 'none' },
  { format: 'csv' },
  { format: 'csv', compression: 'none' },
] as const;

test.each(kinds)('what is loaded can be read: $format $compression', async (options) => {
  const world = await newFileWorld(options);
  await loadRows(
    world,
    { rows: [{ id: 1, s: 'a"b\n,', l: [1, 2], at: '2024-01-01T00:00:00.5Z' }] },
    { rows: [{ id: 2, f: 1e22, b: true }] },
  );
  expect(await rowsOf(world, 'select id, s, f, b, "at" from t')).toEqual([
    '1|a"b\n,|-|-|2024-01-01T00:00:00.500Z',
    '2|-|1e+22|true|-',
  ]);
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['1', '2']);
  expect(await rowsOf(world, 'select count(*) from _dlt_loads')).toEqual(['2']);
  expect(await rowsOf(world, 'select version from _dlt_pipeline_state')).toEqual(['1']);
});
