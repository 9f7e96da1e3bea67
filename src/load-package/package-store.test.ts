import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeJson } from '../core/json-write.ts';
import { parseJson } from '../core/json.ts';
import type { Runtime } from '../core/runtime.ts';
import type { ColumnName } from '../core/names.ts';
import { isRow, type Row } from '../core/value.ts';
import { retyped } from '../schema/retyped.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import { disclose, enclose } from './checked-text.ts';
import { packageStore } from './package-store.ts';
import { loadId, newShelf, sealUnits, startOf, tableName, writeUnits, type Shelf } from './written-packages.test.ts';

const id = '1700000000.5';
const damaged = { code: 'package_damaged' };
const manifestOf = ({ folder }: Shelf): string => join(folder, 'ready', id, 'manifest.json');

/** Writes the manifest anew with another content, its hash right. */
function forge(shelf: Shelf, change: (manifest: Row) => Row): void {
  const manifest = parseJson(disclose(readFileSync(manifestOf(shelf))) ?? new Uint8Array());
  if (!isRow(manifest)) throw new TypeError('no manifest');
  writeFileSync(manifestOf(shelf), enclose(writeJson(change(manifest))));
}

describe('PackageStore.ready()', () => {
  test('a package that is read is equal to the one that was sealed', async () => {
    const { store } = await newShelf();
    const writer = await store.begin({ ...startOf(id), base: loadId('1699999999.25') });
    const big = 2n ** 63n - 1n;
    const state = {
      resources: { orders: { values: { since: big, list: [1, null, 'ü'], ['__proto__']: 'own' } } },
      run: {
        id: 'r',
        startedAt: '2024-01-01T00:00:00.000Z',
        progress: { orders: { kind: 'open', resumeFrom: { after: -big }, counts: { rows: 2, pages: 1 } } },
      },
    } as const;
    const lines = [{ rows: [{ id: 1n, price: 1.5, lines: [{ at: '2024-01-01T00:00:00Z' }] }] }];
    const units = [...lines, { table: 'constructor', rows: [{ id: 2 }] }, { table: 'empty', rows: [] }];
    const facts = await writeUnits(writer, [...units, { rows: [{ id: 3 }], state }]);
    const place = { first: false, last: true };
    const sealed = await writer.seal({ ...facts, place, replaced: [tableName('orders')] });
    expect(sealed.received).toEqual(
      new Map([
        ['orders', 2],
        ['constructor', 1],
      ]),
    );
    expect(sealed.state).toEqual(state);
    const [found, ...others] = await store.ready();
    expect(others).toEqual([]);
    expect(found).toEqual(sealed);
    expect([...(found?.schema.tables.keys() ?? [])]).toEqual([...sealed.schema.tables.keys()]);
  });

  test('a refresh survives, and its package is none for readers that know of no refresh', async () => {
    const shelf = await newShelf();
    const { store } = shelf;
    const writer = await store.begin(startOf(id));
    const facts = await writeUnits(writer, [{ rows: [{ id: 1 }] }]);
    const refresh = { mode: 'drop_resources', tables: [tableName('t__l'), tableName('t')] } as const;
    await writer.seal({ ...facts, refresh });
    expect((await store.ready()).map((one) => one.refresh)).toEqual([refresh]);
    expect(readFileSync(manifestOf(shelf), 'utf8')).toContain('"format":2');
    forge(shelf, (manifest) => ({ ...manifest, refresh: { mode: 'drop', tables: [] } }));
    await expect(store.ready()).rejects.toMatchObject(damaged);
  });

  test('types that columns had before survive, and their package is none for readers that would not convert', async () => {
    const shelf = await newShelf();
    const writer = await shelf.store.begin(startOf(id));
    const { schema, ...facts } = await writeUnits(writer, [{ rows: [{ id: 1 }] }]);
    // As the naming convention spells it.
    const name = 'id' as ColumnName;
    const table = [...schema.tables.values()].find(({ columns }) => columns.has(name));
    const before = table?.columns.get(name);
    if (table === undefined || before === undefined) throw new TypeError('the row made them');
    const columns = new Map([...table.columns, [before.name, retyped(before, 'text')]]);
    await writer.seal({
      ...facts,
      schema: { ...schema, tables: new Map([...schema.tables, [table.name, { ...table, columns }]]) },
    });
    const [found] = await shelf.store.ready();
    const former = found?.files.flatMap(({ formerColumns = [] }) => formerColumns);
    expect(former?.map(({ name, dataType }) => [name, dataType])).toEqual([['id', 'bigint']]);
    expect(readFileSync(manifestOf(shelf), 'utf8')).toContain('"format":3');
  });

  test('I1: what is not sealed is not there', async () => {
    const { store } = await newShelf();
    const writer = await store.begin(startOf(id));
    const facts = await writeUnits(writer, [{ rows: [{ id: 1 }] }]);
    expect(await store.ready()).toEqual([]);
    await writer.seal(facts);
    expect(await store.ready()).toHaveLength(1);
  });

  test('the oldest comes first', async () => {
    const { store } = await newShelf();
    const ids = ['1700000000.15', '1700000000.2', '1700000001.0', '1700000000.1'];
    for (const one of ids) await sealUnits(store, one);
    expect((await store.ready()).map((one) => one.id)).toEqual(ids.toSorted());
  });

  test.each([
    ['a changed bit', (path: string) => writeFileSync(path, flipped(readFileSync(path)))],
    ['a missing end', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, -1))],
    ['a byte too many', (path: string) => writeFileSync(path, 'x', { flag: 'a' })],
    ['no bytes', (path: string) => writeFileSync(path, '')],
    ['nothing there', (path: string) => rmSync(path)],
  ])('F4.7: a file with %s is told, with its name', async (_, damage) => {
    const { store } = await newShelf();
    const { files } = await sealUnits(store, id);
    const path = files[0]?.path ?? '';
    damage(path);
    await expect(store.ready()).rejects.toMatchObject({ ...damaged, message: expect.stringContaining(path) as string });
  });

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, -20)],
    ['empty', () => Buffer.alloc(0)],
    ['with another digit in its state', (bytes: Buffer) => Buffer.from(bytes.toString().replace('7001', '7002'))],
  ])('F4.7: a manifest that is %s is told', async (_, damage) => {
    const shelf = await newShelf();
    const state = { resources: { orders: { values: { cursor: 7001 } } } };
    await sealUnits(shelf.store, id, [{ rows: [{ id: 1 }], state }]);
    const before = readFileSync(manifestOf(shelf));
    expect(damage(before)).not.toEqual(before);
    writeFileSync(manifestOf(shelf), damage(before));
    await expect(shelf.store.ready()).rejects.toMatchObject(damaged);
    rmSync(manifestOf(shelf));
    await expect(shelf.store.ready()).rejects.toMatchObject(damaged);
  });

  test('F4.9: a newer format is refused, with what to do', async () => {
    const shelf = await newShelf();
    await sealUnits(shelf.store, id);
    forge(shelf, (manifest) => ({ ...manifest, format: 4 }));
    await expect(shelf.store.ready()).rejects.toMatchObject({
      code: 'package_mismatch',
      message: expect.stringContaining('its format 4 is newer than 3') as string,
    });
    forge(shelf, (manifest) => ({ ...manifest, format: 'one' }));
    await expect(shelf.store.ready()).rejects.toMatchObject(damaged);
  });

  test('S4: a manifest cannot name a file outside of its package', async () => {
    const shelf = await newShelf();
    await sealUnits(shelf.store, id);
    for (const name of ['../x', '/etc/passwd', 'a\\b', '', '..', '.']) {
      forge(shelf, (manifest) => ({ ...manifest, files: [{ table: 't', name, rows: 1, bytes: 0, sha256: '' }] }));
      await expect(shelf.store.ready(), name).rejects.toMatchObject(damaged);
    }
  });

  test('F4.7: stray files, copies and renamed packages are left alone', async () => {
    const shelf = await newShelf();
    await sealUnits(shelf.store, id);
    const ready = join(shelf.folder, 'ready');
    writeFileSync(join(ready, '.DS_Store'), 'x');
    writeFileSync(join(ready, id, 'notes.txt'), 'x');
    mkdirSync(join(ready, 'lost+found'));
    cpSync(join(ready, id), join(ready, `${id} copy`), { recursive: true });
    expect((await shelf.store.ready()).map((one) => one.id)).toEqual([id]);
    await shelf.store.remove(loadId(id));
    expect(await shelf.store.ready()).toEqual([]);
    expect(readdirSync(ready)).toEqual(['.DS_Store', `${id} copy`, 'lost+found']);
    renameSync(join(ready, `${id} copy`), join(ready, '1700000000.6'));
    await expect(shelf.store.ready()).rejects.toMatchObject(damaged);
  });
});

describe('PackageStore.remove()', () => {
  test('V7: a package goes out of sight whole, wherever the removal stops', async () => {
    const stops: Runtime = nodeRuntime();
    for (const call of ['rename', 'remove'] as const) {
      const shelf = await newShelf();
      await sealUnits(shelf.store, id);
      const files = { ...stops.files, [call]: () => Promise.reject(new Error('killed')) };
      const dying = packageStore({ folder: shelf.folder, runtime: { ...stops, files } });
      await expect(dying.remove(loadId(id))).rejects.toThrow('killed');
      expect(await shelf.store.ready()).toHaveLength(call === 'rename' ? 1 : 0);
      await shelf.store.removeUnsealed();
      expect(readdirSync(shelf.folder)).toEqual(['ready']);
    }
  });
});

describe('PackageStore.removeUnsealed()', () => {
  test('P5: what an attempt left half written goes, what is sealed stays', async () => {
    const { folder, store } = await newShelf();
    await sealUnits(store, id);
    const dead = await store.begin(startOf('1700000000.6'));
    await writeUnits(dead, [{ rows: [{ id: 1 }] }]);
    await store.removeUnsealed();
    expect(readdirSync(folder)).toEqual(['ready']);
    expect(await store.ready()).toHaveLength(1);
    await store.removeUnsealed();
  });
});

function flipped(bytes: Buffer): Buffer {
  const middle = bytes.byteLength >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  return bytes;
}
