import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { diskError } from './errors.ts';
import { nodeFiles as files } from './node-files.ts';

const root = mkdtempSync(join(tmpdir(), 'sluice-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const bytes = (text: string): Uint8Array => Buffer.from(text);

async function written(path: string, mode: 'create' | 'append', parts: readonly Uint8Array[]): Promise<void> {
  const file = await files.open(path, mode);
  try {
    await file.write(parts);
    await file.flush();
  } finally {
    await file.close();
  }
}

describe('nodeFiles', () => {
  test('S17: folders are 0700 and files 0600 under umask 000', async () => {
    const before = process.umask(0);
    try {
      await files.makeFolder(join(root, 'own/deep'));
      await written(join(root, 'own/deep/file'), 'create', [bytes('x')]);
    } finally {
      process.umask(before);
    }
    const modes = ['own', 'own/deep', 'own/deep/file'].map((name) => statSync(join(root, name)).mode & 0o777);
    expect(modes).toEqual([0o700, 0o700, 0o600]);
  });

  test('S17: create refuses what exists, a link to nowhere included', async () => {
    const path = join(root, 'once');
    await written(path, 'create', [bytes('first')]);
    await expect(files.open(path, 'create')).rejects.toMatchObject({
      code: 'disk_error',
      details: { errno: 'EEXIST', path },
    });
    symlinkSync(join(root, 'elsewhere'), join(root, 'link'));
    await expect(files.open(join(root, 'link'), 'create')).rejects.toMatchObject({ details: { errno: 'EEXIST' } });
    expect(Buffer.from((await files.read(path)) ?? []).toString()).toBe('first');
  });

  test('append goes on where the file ends, and makes it', async () => {
    const path = join(root, 'appended');
    await written(path, 'append', [bytes('one '), new Uint8Array(0), bytes('two ')]);
    await written(path, 'append', [bytes('three')]);
    expect(Buffer.from((await files.read(path)) ?? []).toString()).toBe('one two three');
    expect(await files.size(path)).toBe(13);
  });

  test('write puts thousands of parts down in order', async () => {
    const path = join(root, 'parts');
    const parts = Array.from({ length: 5000 }, (_, index) => bytes(`${index},`));
    await written(path, 'create', parts);
    expect(Buffer.compare(Buffer.concat(parts), (await files.read(path)) ?? new Uint8Array(0))).toBe(0);
  });

  test('readRange gives a part, shorter at the end', async () => {
    const path = join(root, 'range');
    await written(path, 'create', [bytes('0123456789')]);
    const read = async (offset: number, length: number): Promise<string> =>
      Buffer.from((await files.readRange(path, offset, length)) ?? []).toString();
    expect([await read(2, 3), await read(8, 100), await read(50, 5)]).toEqual(['234', '89', '']);
  });

  test('what is missing is an answer', async () => {
    const path = join(root, 'nothing/here');
    expect(await files.read(path)).toBeUndefined();
    expect(await files.readRange(path, 0, 1)).toBeUndefined();
    expect(await files.size(path)).toBeUndefined();
    expect(await files.list(path)).toEqual([]);
    await files.remove(path);
  });

  test('rename replaces, list is sorted, remove takes all that is in a folder', async () => {
    const folder = join(root, 'moved');
    await files.makeFolder(join(folder, 'inner'));
    for (const name of ['b', 'a', 'inner/c']) writeFileSync(join(folder, name), name);
    await files.rename(join(folder, 'b'), join(folder, 'a'));
    expect(await files.list(folder)).toEqual(['a', 'inner']);
    await files.flushFolder(folder);
    await files.remove(folder);
    expect(await files.list(folder)).toEqual([]);
  });

  test('link gives a second name once, and says when the name is taken', async () => {
    const path = join(root, 'linked');
    writeFileSync(path, 'first');
    writeFileSync(`${path}.other`, 'second');
    expect(await files.link(path, `${path}.name`)).toBe(true);
    expect(await files.link(`${path}.other`, `${path}.name`)).toBe(false);
    expect(Buffer.from((await files.read(`${path}.name`)) ?? []).toString()).toBe('first');
    await expect(files.link(join(root, 'gone'), `${path}.new`)).rejects.toMatchObject({ details: { errno: 'ENOENT' } });
  });

  test('errors name the path and what the system said', async () => {
    const path = join(root, 'is-a-file');
    writeFileSync(path, '');
    await expect(files.makeFolder(join(path, 'below'))).rejects.toMatchObject({
      code: 'disk_error',
      message: expect.stringContaining(path) as string,
    });
    await expect(files.rename(join(root, 'gone'), path)).rejects.toMatchObject({ details: { errno: 'ENOENT' } });
  });

  test.runIf(process.platform === 'linux')('F4.6: a full disk is disk_full', async () => {
    const file = await files.open('/dev/full', 'append');
    await expect(file.write([bytes('x')])).rejects.toMatchObject({ code: 'disk_full' });
    await file.close();
    const quota = Object.assign(new Error('quota'), { code: 'EDQUOT' });
    expect(diskError('write', '/p', quota).code).toBe('disk_full');
  });
});
