import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Runtime } from '../core/runtime.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import { withLock } from './lock.ts';
import { workingFolder, type WorkingFolder } from './working-folder.ts';

const runtime = nodeRuntime();
const me = {
  processId: runtime.process.id,
  startedAt: runtime.process.startedAt,
  since: '2024-01-01T00:00:00.000Z',
  abandoned: [],
};
let root = '';
let folder: WorkingFolder;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-lock-'));
  folder = workingFolder(runtime, root, 'shop');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const now = '2024-02-02T00:00:00.000Z';
const settings = (on: Runtime = runtime) => ({ runtime: on, name: 'shop', folder });
/** The attempts that died with the lock, as the one that has it now is told. */
const taken = (): Promise<readonly string[]> => withLock(settings(), now, async ({ abandoned }) => abandoned);

/** Leaves a lock behind as a process does that is killed. */
async function leave(content: string): Promise<void> {
  await runtime.files.makeFolder(folder.root);
  writeFileSync(folder.lock, content);
}

describe('withLock()', () => {
  test('F4.4: a living holder is told within a second, with its process and since when', async () => {
    await withLock(settings(), now, async () => {
      const begun = performance.now();
      await expect(taken()).rejects.toMatchObject({
        code: 'pipeline_locked',
        message: `Cannot run pipeline "shop": process ${process.pid} has been running it since ${now}`,
      });
      expect(performance.now() - begun).toBeLessThan(1000);
      expect(existsSync(folder.lock)).toBe(true);
    });
    expect(await taken()).toEqual([]);
  });

  test('V14: the lock is gone after the work, and after work that failed', async () => {
    const failing = withLock(settings(), now, () => Promise.reject(new Error('work')));
    await expect(failing).rejects.toThrow('work');
    expect(readdirSync(folder.root)).toEqual([]);
  });

  test('F4.4, R16: the lock of a process that was killed is taken over', async () => {
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log("up")']);
    await once(holder.stdout, 'data');
    const stat = process.platform === 'linux' ? readFileSync(`/proc/${holder.pid}/stat`, 'utf8') : '';
    const boot = me.startedAt.split(' ')[0];
    const startedAt = stat === '' ? 'unknown' : `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
    await leave(JSON.stringify({ processId: holder.pid, startedAt, since: me.since, abandoned: [] }));
    await expect(taken()).rejects.toMatchObject({ code: 'pipeline_locked' });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await taken()).toEqual([me.since]);
    expect(readdirSync(folder.root)).toEqual([]);
  });

  test('R16: a process id that was given again does not hold the lock of the one that had it', async () => {
    await leave(JSON.stringify({ ...me, startedAt: `${me.startedAt}0` }));
    expect(await taken()).toEqual([me.since]);
  });

  test('P12: attempts that died one after the other are all told, until one gives the lock back', async () => {
    await leave(JSON.stringify({ ...me, processId: 2 ** 30, abandoned: ['first'] }));
    expect(await taken()).toEqual(['first', me.since]);
    expect(await taken()).toEqual([]);
  });

  test.each([
    '',
    '{"processId":',
    'null',
    '{}',
    JSON.stringify({ ...me, processId: '1' }),
    JSON.stringify({ ...me, abandoned: 'x' }),
  ])('a lock that was torn, or is none, is taken over: %j', async (content) => {
    await leave(content);
    expect(await taken()).toEqual([]);
    expect(readdirSync(folder.root)).toEqual([]);
  });

  test('F4.4: of many that find the same dead lock one runs', async () => {
    await leave(JSON.stringify({ ...me, processId: 2 ** 30 }));
    let running = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => withLock(settings(), now, work)));
    expect(most).toBe(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'pipeline_locked' });
    }
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
  });

  test('F4.4: who is slow does not take over the lock of the one who was faster', async () => {
    await leave(JSON.stringify({ ...me, processId: 2 ** 30 }));
    const slow: Runtime = {
      ...runtime,
      files: {
        ...runtime.files,
        async rename(from, to) {
          // Between the look at the dead lock and its removal, another process took it over.
          if (from === folder.lock) writeFileSync(folder.lock, JSON.stringify(me));
          await runtime.files.rename(from, to);
        },
      },
    };
    const late = withLock(settings(slow), now, () => Promise.resolve('ran'));
    await expect(late).rejects.toMatchObject({ code: 'pipeline_locked', details: { processId: me.processId } });
    expect(JSON.parse(readFileSync(folder.lock, 'utf8'))).toEqual(me);
    expect(readdirSync(folder.root)).toEqual(['lock.json']);
  });

  test('F4.6: a disk that refuses is told as such, not as a lock', async () => {
    const refusing: Runtime = {
      ...runtime,
      files: { ...runtime.files, open: () => runtime.files.open('/dev/null/x', 'create') },
    };
    await expect(withLock(settings(refusing), now, () => Promise.resolve())).rejects.toMatchObject({
      code: 'disk_error',
    });
  });
});
