import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SluiceError } from '../core/error.ts';
import type { Files, Runtime } from '../core/runtime.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import { newShelf, sealUnits, startOf, writeUnits } from './written-packages.test.ts';

const id = '1700000000.5';
const list = (folder: string): string[] => {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => statSync(join(folder, name)).isFile());
};

/** This machine, with every call to its disk told before it is made. */
function watched(tell: (call: string, path: string) => void): Runtime {
  const runtime = nodeRuntime();
  const { files } = runtime;
  const watchedFiles: Files = {
    ...files,
    async open(path, mode) {
      tell('open', path);
      const file = await files.open(path, mode);
      return {
        write: async (parts) => (tell('write', path), file.write(parts)),
        flush: async () => (tell('flush', path), file.flush()),
        close: async () => (tell('close', path), file.close()),
      };
    },
    rename: async (from, to) => (tell('rename', to), files.rename(from, to)),
    flushFolder: async (path) => (tell('flushFolder', path), files.flushFolder(path)),
  };
  return { ...runtime, files: watchedFiles };
}

function fullDisk(): SluiceError {
  return new SluiceError('Cannot write: no space', { code: 'disk_full', phase: 'load', hint: 'Free some space.' });
}

describe('PackageWriter.seal()', () => {
  test('I1, P6: everything is flushed, then renamed into sight, then the folders are flushed', async () => {
    const calls: { readonly call: string; readonly path: string; readonly visible: number }[] = [];
    const runtime = watched((call, path) => void calls.push({ call, path, visible: visible() }));
    const { folder, store } = await newShelf(runtime);
    const visible = (): number => nodeCount(join(folder, 'ready'));
    await sealUnits(store, id, [{ rows: [{ id: 1, lines: [{ n: 1 }] }] }]);
    const renames = calls.filter(({ call }) => call === 'rename');
    expect(renames.map(({ path, visible: before }) => [path, before])).toEqual([[join(folder, 'ready', id), 0]]);
    const at = calls.findIndex(({ call }) => call === 'rename');
    const of = (call: string, from = 0, to = calls.length): string[] =>
      calls.slice(from, to).flatMap((one) => (one.call === call ? [one.path] : []));
    expect(of('open')).toHaveLength(3);
    expect(of('flush', 0, at).toSorted()).toEqual(of('open').toSorted());
    expect(of('write', at)).toEqual([]);
    expect(of('flushFolder', 0, at)).toEqual([join(folder, 'building', id)]);
    expect(of('flushFolder', at)).toEqual([join(folder, 'ready'), join(folder, 'building')]);
    for (const path of of('open')) {
      const own = calls.filter((one) => one.path === path).map(({ call }) => call);
      expect(own.lastIndexOf('write')).toBeLessThan(own.lastIndexOf('flush'));
      expect(own.at(-1)).toBe('close');
    }
  });

  test('I3: rows with other columns begin another file; all of a file have the same', async () => {
    const { store } = await newShelf();
    const { files } = await sealUnits(store, id, [
      { rows: [{ id: 1 }] },
      { rows: [{ id: 2 }] },
      { rows: [{ id: 3, name: 'x' }] },
      { rows: [{ id: 4, name: 'y' }] },
      { table: 'other', rows: [{ id: 5 }] },
    ]);
    expect(files.map(({ table, rowCount }) => [table, rowCount])).toEqual([
      ['orders', 2],
      ['orders', 2],
      ['other', 1],
    ]);
    expect(files.map(({ path }) => basename(path))).toEqual(files.map(({ path }) => basename(path)).toSorted());
  });

  test('names every file with its size and SHA-256', async () => {
    const { store } = await newShelf();
    const { files } = await sealUnits(store, id, [{ rows: [{ id: 1, lines: [{ n: 1 }, { n: 2 }] }] }]);
    expect(files).toHaveLength(2);
    for (const { path, byteCount, hash } of files) {
      const bytes = readFileSync(path);
      expect(byteCount).toBe(bytes.byteLength);
      expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
    expect(readdirSync(dirname(files[0]?.path ?? '')).toSorted()).toEqual(
      [...files.map(({ path }) => basename(path)), 'manifest.json'].toSorted(),
    );
  });

  test('S17: folders and files are for the owner only, whatever the mask', async () => {
    const before = process.umask(0);
    try {
      const { folder, store } = await newShelf();
      await sealUnits(store, id);
      const names = ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })];
      expect(names.length).toBeGreaterThan(4);
      for (const name of names) {
        const stat = statSync(join(folder, name));
        expect((stat.mode & 0o777).toString(8), name).toBe(stat.isDirectory() ? '700' : '600');
      }
    } finally {
      process.umask(before);
    }
  });

  test('V11: the same stretches give the same bytes', async () => {
    const contents = async (): Promise<readonly string[]> => {
      const { folder, store } = await newShelf();
      await sealUnits(store, id, [{ rows: [{ id: 1, lines: [{ n: 1 }] }] }]);
      return list(folder).map((name) => `${name} ${readFileSync(join(folder, name)).toString('hex')}`);
    };
    expect(await contents()).toEqual(await contents());
  });
});

describe('a package that cannot be written', () => {
  test('R18, F4.6: a disk that gets full at any moment leaves a whole package or none, and no open file', async () => {
    let left = Number.POSITIVE_INFINITY;
    let opened = 0;
    const runtime = watched((call) => {
      if (call === 'open' && left > 0) opened += 1;
      if (call === 'close') opened -= 1;
      else if ((left -= 1) < 0) throw fullDisk();
    });
    let failures = 0;
    for (let steps = 0; ; steps += 1) {
      left = Number.POSITIVE_INFINITY;
      const { folder, store } = await newShelf(runtime);
      left = steps;
      const writer = await store.begin(startOf(id));
      const units = [{ rows: [{ id: 1 }] }, { rows: [{ id: 2, name: 'x' }] }];
      const outcome = await writeUnits(writer, units)
        .then((facts) => writer.seal(facts))
        .catch((error: unknown) => error);
      left = Number.POSITIVE_INFINITY;
      if (!(outcome instanceof Error)) break;
      failures += 1;
      expect(outcome).toMatchObject({ code: 'disk_full' });
      await writer.discard();
      expect(opened, `open files after ${steps} steps`).toBe(0);
      const ready = await store.ready();
      for (const { files } of ready) expect(files.map(({ rowCount }) => rowCount)).toEqual([1, 1]);
      expect(list(folder)).toHaveLength(ready.length * 3);
    }
    expect(failures).toBeGreaterThan(10);
  });

  test('a package that is given up leaves nothing', async () => {
    const { folder, store } = await newShelf();
    const writer = await store.begin(startOf(id));
    await writeUnits(writer, [{ rows: [{ id: 1 }] }]);
    expect(list(folder)).not.toEqual([]);
    await writer.discard();
    expect(list(folder)).toEqual([]);
    expect(await store.ready()).toEqual([]);
  });

  test('a package that is begun again starts from nothing', async () => {
    const { store } = await newShelf();
    const dead = await store.begin(startOf(id));
    await writeUnits(dead, [{ rows: [{ id: 1 }, { id: 2 }] }]);
    const sealed = await sealUnits(store, id);
    expect(sealed.files.map(({ rowCount }) => rowCount)).toEqual([1]);
    expect(readdirSync(dirname(sealed.files[0]?.path ?? ''))).toHaveLength(2);
  });
});

function nodeCount(folder: string): number {
  try {
    return readdirSync(folder).length;
  } catch {
    return 0;
  }
}
