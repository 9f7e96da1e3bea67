import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duckdb } from '../destinations/duckdb/index.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import { settingsFrom, targetOf, withOverrides } from './settings.ts';
import { listsOf, never, sourceOf } from './shop.test.ts';

const runtime = nodeRuntime({ workingFolder: '/data' });
const destination = duckdb('/data/data.duckdb');
const named = (name: string, more: object = {}) => settingsFrom({ name, destination, runtime, ...more });

describe('settingsFrom()', () => {
  test('fills in what is not said', () => {
    const { name, dataset, folder, limits } = named('My Shop');
    expect({ name, dataset, root: folder.root, limits }).toEqual({
      name: 'My Shop',
      dataset: 'my_shop_dataset',
      root: join('/data', '.sluice', 'pipelines', 'my_shop'),
      limits: { packageBytes: 256 * 1024 * 1024, packageMs: 300_000 },
    });
    expect(named('s', { dataset: 'Raw Data', pipelinesFolder: '/elsewhere' })).toMatchObject({
      dataset: 'raw_data',
      folder: { root: join('/elsewhere', 's') },
    });
    expect(named('s', { limits: { packageBytes: 7 } }).limits).toEqual({ packageBytes: 7, packageMs: 300_000 });
  });

  test('S4: whatever a pipeline is called, its folder lies among the pipelines', () => {
    const hostile = ['..', '../x', '/etc', 'a/../..', 'C:\\x', 'CON', 'a\0b', '∕', 'x'.repeat(300), 'A', '__proto__'];
    const names = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...hostile));
    fc.assert(
      fc.property(names, (name) => {
        const pipelines = join('/data', '.sluice', 'pipelines');
        let root: string;
        try {
          ({ root } = named(name).folder);
        } catch (error) {
          expect(error).toMatchObject({ code: 'name_empty' });
          return;
        }
        expect(root.startsWith(join(pipelines, '/'))).toBe(true);
        expect(root.slice(pipelines.length + 1)).toMatch(/^[a-z0-9_]{1,64}$/);
      }),
    );
  });

  test('a name of which nothing is left is refused', () => {
    expect(() => named('')).toThrow(expect.objectContaining({ code: 'name_empty' }) as Error);
  });
});

test('targetOf() names the schema as schemas are named', () => {
  expect(targetOf(named('shop'), 'My Source', never)).toMatchObject({
    pipeline: 'shop',
    schemaName: 'my_source',
    dataset: 'shop_dataset',
    temporaryFolder: join('/data', '.sluice', 'pipelines', 'shop', 'temporary'),
  });
});

test('withOverrides() speaks for every resource, and keeps their other hints', () => {
  const source = sourceOf(listsOf('a', { writeDisposition: 'append', primaryKey: ['id'] }, []), listsOf('b', {}, []));
  expect(withOverrides(source, {})).toBe(source);
  const hints = withOverrides(source, { writeDisposition: 'merge' }).resources.map((resource) => resource.hints);
  expect(hints).toEqual([{ writeDisposition: 'merge', primaryKey: ['id'] }, { writeDisposition: 'merge' }]);
  expect(source.resources[0]?.hints.writeDisposition).toBe('append');
});
