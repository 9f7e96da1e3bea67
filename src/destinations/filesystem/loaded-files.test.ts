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

test('what is loaded can be read', async () => {
  const world = await newFileWorld();
  await loadRows(world, { rows: [{ id: 1, l: [1, 2] }] });
  console.log(await filesOf(world));
  expect(await rowsOf(world, 'select id from t')).toEqual(['1']);
});
