import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { nodeRuntime } from './node-runtime.ts';

const runtime = nodeRuntime();
const never = new AbortController().signal;

describe('nodeRuntime().clock', () => {
  test('now() has microseconds and never goes behind the system clock', () => {
    const fractions = new Set<number>();
    for (let turn = 0; turn < 20_000; turn += 1) {
      const before = Date.now();
      const now = runtime.clock.now();
      expect(now).toBeGreaterThanOrEqual(before);
      expect(now).toBeLessThanOrEqual(Date.now() + 1);
      fractions.add(now % 1);
    }
    expect(fractions.size).toBeGreaterThan(100);
  });

  test('sleep() waits, and rejects with the reason of its signal', async () => {
    const before = runtime.clock.monotonicMs();
    await runtime.clock.sleep(20, never);
    expect(runtime.clock.monotonicMs() - before).toBeGreaterThanOrEqual(18);
    const stop = new AbortController();
    const sleeping = runtime.clock.sleep(2 ** 40, stop.signal);
    stop.abort('enough');
    await expect(sleeping).rejects.toBe('enough');
    await expect(runtime.clock.sleep(1, stop.signal)).rejects.toBe('enough');
  });

  test('sleep() waits longer than a timer of the platform can', async () => {
    const stop = new AbortController();
    const parts: number[] = [];
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let isAwake = false;
      const sleeping = runtime.clock.sleep(2 ** 32, never).then(() => (isAwake = true));
      for (let turn = 0; turn < 3; turn += 1) {
        await vi.advanceTimersByTimeAsync(2 ** 31 - 1);
        parts.push(Number(isAwake));
      }
      await sleeping;
      expect(parts).toEqual([0, 0, 1]);
      const endless = runtime.clock.sleep(Number.POSITIVE_INFINITY, stop.signal);
      await vi.advanceTimersByTimeAsync(2 ** 32);
      stop.abort('enough');
      await expect(endless).rejects.toBe('enough');
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('nodeRuntime().process', () => {
  const { id, startedAt } = runtime.process;
  const isAlive = (other: number, start: string): boolean => runtime.process.isAlive(other, start);

  test('F4.4: a process is alive by id and start together', () => {
    expect(isAlive(id, startedAt)).toBe(true);
    for (const wrong of [0, -1, 1.5, Number.NaN, 2 ** 31 - 2]) expect(isAlive(wrong, startedAt)).toBe(false);
  });

  test.runIf(process.platform === 'linux')('R16: a reused id is another process, a dead one is dead', async () => {
    expect(isAlive(id, `${startedAt}0`)).toBe(false);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log("up")']);
    await once(child.stdout, 'data');
    const childId = child.pid ?? 0;
    expect(isAlive(childId, startedAt)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(childId, startedAt)).toBe(false);
  });
});

test.runIf(process.platform === 'linux')('F4.4: an ended process whose parent took no note is not alive', async () => {
  // The shell becomes a program that never asks after its child.
  const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 20']);
  try {
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const id = Number(output.toString());
    const stat = (): string => readFileSync(`/proc/${id}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const startedAt = `${boot} ${stat().split(') ')[1]?.split(' ')[19]}`;
    expect(runtime.process.isAlive(id, startedAt)).toBe(true);
    await expect.poll(stat, { timeout: 5000 }).toContain(') Z ');
    expect(runtime.process.isAlive(id, startedAt)).toBe(false);
  } finally {
    parent.kill('SIGKILL');
  }
});

test('nodeRuntime().randomBytes gives as many as asked, each time others', () => {
  expect(runtime.randomBytes(16)).toHaveLength(16);
  expect(runtime.randomBytes(16)).not.toEqual(runtime.randomBytes(16));
});
