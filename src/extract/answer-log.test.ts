import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import { openAnswerLog, type FileAnswerLog } from './answer-log.ts';

let folder = '';
const runtime = nodeRuntime();
const bodyOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const open = (base: string): Promise<FileAnswerLog> => openAnswerLog({ folder, runtime, base });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-answers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function keep(log: FileAnswerLog, key: string, text: string): Promise<void> {
  await log.keep(key, { status: 200, headers: { link: '<x>' }, body: bodyOf(text) });
}

async function taken(log: FileAnswerLog, key: string): Promise<string | undefined> {
  const answer = await log.take(key);
  return answer && new TextDecoder().decode(answer.body);
}

describe('openAnswerLog()', () => {
  test('gives the next attempt each answer once, the oldest first', async () => {
    const first = await open('a');
    await keep(first, 'k', 'one');
    await keep(first, 'other', '');
    await keep(first, 'k', 'two');
    await first.close();
    const second = await open('a');
    expect(await second.take('k')).toEqual({ status: 200, headers: { link: '<x>' }, body: Buffer.from('one') });
    expect(await taken(second, 'k')).toBe('two');
    expect(await taken(second, 'k')).toBeUndefined();
    expect(await taken(second, 'other')).toBe('');
    await second.close();
  });

  test('writes answers that come at once with one call, and all of them know when it fails', async () => {
    const written: number[] = [];
    let isFull = false;
    const files: typeof runtime.files = {
      ...runtime.files,
      async open(path, mode) {
        const file = await runtime.files.open(path, mode);
        return {
          write: (parts) => {
            written.push(parts.length);
            return isFull ? Promise.reject(new Error('disk full')) : file.write(parts);
          },
          flush: () => file.flush(),
          close: () => file.close(),
        };
      },
    };
    const log = await openAnswerLog({ folder, runtime: { ...runtime, files }, base: 'a' });
    written.length = 0;
    const answers = ['one', 'two', 'three'];
    await Promise.all(answers.map((text) => keep(log, 'k', text)));
    expect(written).toHaveLength(1);
    isFull = true;
    const failed = await Promise.allSettled([keep(log, 'k', 'four'), keep(log, 'k', 'five')]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await log.close();
    const second = await open('a');
    for (const text of answers) expect(await taken(second, 'k')).toBe(text);
    expect(await taken(second, 'k')).toBeUndefined();
    await second.close();
  });

  test('gives an attempt nothing of its own', async () => {
    const log = await open('a');
    await keep(log, 'k', 'one');
    expect(await log.take('k')).toBeUndefined();
    await log.close();
  });

  test('an answer that was refused is asked for anew, also after it was taken', async () => {
    const first = await open('a');
    await keep(first, 'k', 'one');
    await keep(first, 'k', 'bad');
    await keep(first, 'other', 'fine');
    await first.refuse('k');
    await first.close();
    const second = await open('a');
    expect([await taken(second, 'k'), await taken(second, 'k')]).toEqual(['one', undefined]);
    await second.refuse('k');
    await second.close();
    const third = await open('a');
    expect([await taken(third, 'k'), await taken(third, 'other')]).toEqual([undefined, 'fine']);
    await third.close();
  });

  test('what was read ahead goes on to the next base: kept or taken, as long as its rows have not left', async () => {
    const first = await open('a');
    for (const text of ['one', 'two', 'three', 'two again']) await keep(first, text.split(' ')[0] ?? '', text);
    first.left('one');
    first.left('two');
    await first.rotate('b');
    await first.rotate('c');
    await keep(first, 'four', 'four');
    await first.close();
    const second = await open('c');
    expect(await taken(second, 'three')).toBe('three');
    await second.rotate('d');
    await second.close();
    const third = await open('d');
    const found = await Promise.all(['one', 'two', 'three', 'four'].map((key) => taken(third, key)));
    expect(found).toEqual([undefined, undefined, 'three', undefined]);
    await third.close();
  });

  test('whoever writes at the same time writes one after the other, also while the base changes', async () => {
    const log = await open('a');
    const texts = Array.from({ length: 50 }, (_, index) => `${index} ${'x'.repeat(index * 100)}`);
    await Promise.all(
      texts.flatMap((text) => [keep(log, text, text), ...(text.startsWith('2') ? [log.rotate('b')] : [])]),
    );
    await log.close();
    const next = await open('b');
    expect(await Promise.all(texts.map((text) => taken(next, text)))).toEqual(texts);
    await next.close();
  });

  test('what was taken is there again when that attempt dies, too', async () => {
    const first = await open('a');
    await keep(first, 'k', 'one');
    await first.close();
    const second = await open('a');
    await second.take('k');
    await keep(second, 'k2', 'two');
    await second.close();
    const third = await open('a');
    expect([await taken(third, 'k'), await taken(third, 'k2')]).toEqual(['one', 'two']);
    await third.close();
  });

  test('answers on top of another base are dropped', async () => {
    const first = await open('a');
    await keep(first, 'k', 'one');
    await first.close();
    const second = await open('b');
    expect(await second.take('k')).toBeUndefined();
    await second.close();
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test('after rotate() both bases find what was answered since', async () => {
    const first = await open('a');
    await keep(first, 'before', '1');
    first.left('before');
    await first.rotate('b');
    await keep(first, 'after', '2');
    await first.close();
    const copy = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const);
    const sealed = await open('b');
    expect([await taken(sealed, 'before'), await taken(sealed, 'after')]).toEqual([undefined, '2']);
    await sealed.close();
    rmSync(folder, { recursive: true });
    const unsealed = await open('a');
    await unsealed.close();
    rmSync(folder, { recursive: true });
    await (await open('a')).clear();
    for (const [name, bytes] of copy) writeFileSync(join(folder, name), bytes);
    const again = await open('a');
    expect([await taken(again, 'before'), await taken(again, 'after')]).toEqual(['1', '2']);
    await again.close();
  });

  test('a second rotate() deletes what is older than the base before it', async () => {
    const log = await open('a');
    await log.rotate('b');
    await log.rotate('c');
    await log.close();
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test('clear() leaves nothing', async () => {
    const log = await open('a');
    await keep(log, 'k', 'one');
    await log.rotate('b');
    await log.clear();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('V7: cut at any byte, it holds the answers that were whole, and no other', async () => {
    const log = await open('a');
    const texts = ['first', '', 'third answer'];
    const ends: number[] = [];
    const [name] = readdirSync(folder);
    const path = join(folder, name ?? '');
    for (const [i, text] of texts.entries()) {
      await keep(log, `k${i}`, text);
      ends.push(readFileSync(path).byteLength);
    }
    await log.close();
    const whole = readFileSync(path);
    for (let length = 0; length <= whole.byteLength; length += 1) {
      writeFileSync(path, whole.subarray(0, length));
      const next = await open('a');
      const found = [];
      for (const i of texts.keys()) found.push(await taken(next, `k${i}`));
      expect(found, `cut at ${length}`).toEqual(texts.map((text, i) => ((ends[i] ?? 0) <= length ? text : undefined)));
      await next.close();
      for (const other of readdirSync(folder)) if (other !== name) rmSync(join(folder, other));
    }
  });

  test('F4.1: a flipped bit ends it there', async () => {
    const log = await open('a');
    for (const key of ['k0', 'k1', 'k2']) await keep(log, key, 'text');
    await log.close();
    const path = join(folder, readdirSync(folder)[0] ?? '');
    const bytes = readFileSync(path);
    const at = bytes.indexOf('"k1"');
    bytes[at + 1] = (bytes[at + 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const next = await open('a');
    expect([await taken(next, 'k0'), await taken(next, 'k1'), await taken(next, 'k2')]).toEqual([
      'text',
      undefined,
      undefined,
    ]);
    await next.close();
  });
});
