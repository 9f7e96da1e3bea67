import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Files } from '../core/runtime.ts';
import { nodeFiles } from '../runtime/node-files.ts';
import { Secret } from './secret.ts';
import { fileTokens } from './token-store.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-tokens-'));
  folder = join(root, 'tokens');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const store = (files: Files = nodeFiles): ReturnType<typeof fileTokens> => fileTokens({ files, folder });
const onlyFile = (): string => join(folder, readdirSync(folder)[0] ?? '');

describe('fileTokens()', () => {
  test('what was written is read by the next process', async () => {
    expect(await store().read('a')).toBeUndefined();
    await store().write('a', new Secret('first'));
    await store().write('a', new Secret('sécond'));
    await store().write('b', new Secret('other'));
    expect((await store().read('a'))?.reveal()).toBe('sécond');
    expect((await store().read('b'))?.reveal()).toBe('other');
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test('S17: a file has the token and nothing else, for the owner only', async () => {
    await store().write('a', new Secret('token-1'));
    expect(readFileSync(onlyFile(), 'utf8')).toBe('token-1');
    expect(statSync(onlyFile()).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test.each([
    ['an empty file', Buffer.alloc(0)],
    ['zeros, as a power cut leaves them', Buffer.alloc(20)],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x41])],
    ['several lines', Buffer.from('token\nand more')],
    ['far too much', Buffer.alloc(70_000, 'x')],
  ])('F4.1: %s is no token', async (_name, content) => {
    await store().write('a', new Secret('token-1'));
    writeFileSync(onlyFile(), content);
    expect(await store().read('a')).toBeUndefined();
  });

  test('F2.10: it is flushed before it gets its name, and the name is flushed before it is told', async () => {
    const steps: string[] = [];
    await store(noting(steps)).write('a', new Secret('token-1'));
    expect(steps).toEqual([
      'makeFolder',
      'remove',
      'open',
      'write',
      'flush',
      'close',
      'rename',
      'flushFolder',
      'flushFolder',
    ]);
  });

  test.each(['write', 'flush', 'rename'])('F4.3: a failed %s leaves the token before, and no draft', async (step) => {
    await store().write('a', new Secret('token-1'));
    await expect(store(failing(step)).write('a', new Secret('canary'))).rejects.toThrow('disk');
    expect((await store().read('a'))?.reveal()).toBe('token-1');
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test('writes come one after the other, and a failed one holds nobody up', async () => {
    const tokens = store();
    const writes = Array.from({ length: 20 }, (_, index) => tokens.write('a', new Secret(`token-${index}`)));
    await Promise.all(writes);
    expect((await tokens.read('a'))?.reveal()).toBe('token-19');
  });

  test('S4: whatever the name, the file is in the folder and nobody else’s', async () => {
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom('../x', '..', '/etc/passwd', 'A', 'a', 'CON', 'x\0', 'é'.repeat(300)),
    );
    await fc.assert(
      fc.asyncProperty(name, name, async (one, other) => {
        fc.pre(one !== other);
        await store().write(one, new Secret('one'));
        await store().write(other, new Secret('other'));
        expect((await store().read(one))?.reveal()).toBe('one');
        expect(readdirSync(root)).toEqual(['tokens']);
      }),
      { numRuns: 50 },
    );
  });
});

/** Notes every call that changes the disk. */
function noting(steps: string[]): Files {
  const noted = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, key) {
        const value: unknown = Reflect.get(object, key);
        if (typeof value !== 'function') return value;
        return async (...values: unknown[]) => {
          steps.push(String(key));
          const result: unknown = await value.apply(object, values);
          return key === 'open' ? noted(result as object) : result;
        };
      },
    });
  return noted(nodeFiles);
}

function failing(step: string): Files {
  const fail = (): Promise<never> => Promise.reject(new Error('the disk is gone'));
  const open: Files['open'] = async (path, mode) => {
    const file = await nodeFiles.open(path, mode);
    return {
      write: step === 'write' ? fail : (parts) => file.write(parts),
      flush: step === 'flush' ? fail : () => file.flush(),
      close: () => file.close(),
    };
  };
  return { ...nodeFiles, open, ...(step === 'rename' ? { rename: fail } : {}) };
}
