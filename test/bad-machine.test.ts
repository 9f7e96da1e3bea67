import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectError, pageTarget, unitTargets, withShop, type Shop } from './bad-input/shop.ts';

describe('a database file that another process holds', () => {
  const holder = `
    import { DuckDBInstance } from ${JSON.stringify(import.meta.resolve('@duckdb/node-api'))};
    // What holds it now may let go of it soon.
    const open = () => DuckDBInstance.create(process.argv[1]).catch(() => new Promise((later) => setTimeout(later, 100)).then(open));
    const connection = await (await open()).connect();
    await connection.run('create table if not exists held (x integer)');
    console.log('held');
    setInterval(() => connection, 1000);`;

  async function whileHeld(path: string, use: (processId: number) => Promise<void>): Promise<void> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    try {
      await once(child.stdout, 'data');
      await use(child.pid ?? 0);
    } finally {
      child.kill('SIGKILL');
      await exited;
    }
  }

  test('F3.12: from the start: told at once, with the process that holds it, before anything is asked', async () => {
    await withShop(async (shop) => {
      await whileHeld(join(shop.folder, 'shop.duckdb'), async (processId) => {
        const startedMs = performance.now();
        const ended = await shop.run();
        expect(performance.now() - startedMs).toBeLessThan(3000);
        expectError(ended, {
          exitCode: 1,
          code: 'destination_locked',
          says: [/Cannot open the database .*shop\.duckdb: process \d+ holds it/, `process ${processId} holds it`],
        });
        expect(shop.asked).toEqual([]);
        await shop.expectNoCanary(ended);
      });
      await shop.expectWhole(await shop.run());
    });
  });

  test('F3.1: on the way: what was answered waits, and the next run asks for the rest', async () => {
    await withShop(async (shop) => {
      const path = join(shop.folder, 'shop.duckdb');
      const wait = shop.holdAnswer(pageTarget(2));
      const running = shop.startRun('--package-size', '1KB');
      await wait.asked;
      await whileHeld(path, async () => {
        wait.letGo();
        const ended = await running.ended;
        expectError(ended, { exitCode: 1, code: 'destination_locked', says: ['holds it'] });
      });
      const asked = shop.asked.length;
      const ended = await shop.run();
      await shop.expectWhole(
        ended,
        shop.asked.slice(asked).filter((target) => shop.asked.indexOf(target) < asked),
      );
      expect(shop.asked.length).toBeLessThanOrEqual(shop.everything().length + 2);
    });
  });
});

const whyNoMount = whyNotMounted();

describe('a full disk', () => {
  test.skipIf(whyNoMount !== undefined).each([
    ['of the working folder', '.sluice'],
    ['of the database', 'data'],
  ])(
    `%s: an error that says so, and after there is space the next run goes on${whyNoMount === undefined ? '' : ` (skipped: ${whyNoMount})`}`,
    async (_, mounted) => {
      const use = async (shop: Shop): Promise<void> => {
        const place = join(shop.folder, mounted);
        await mkdir(place);
        mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place);
        try {
          const words = ['--destination', 'duckdb:data/shop.duckdb', '--package-size', '400KB'];
          await mkdir(join(shop.folder, 'data'), { recursive: true });
          const ended = await shop.run(...words);
          expectError(ended, { exitCode: 1, code: 'disk_full', says: [/no space is left on the disk/, /[Ff]ree s/] });
          mount('-o', 'remount,size=200m', place);
          const asked = shop.asked.length;
          const again = await shop.run(...words);
          const twice = shop.asked.slice(asked).filter((target) => shop.asked.indexOf(target) < asked);
          // Of each walk that was open the page under way: the orders, and the notes of eight of them at most.
          expect(twice.length).toBeLessThanOrEqual(9);
          await shop.expectWhole(again, twice, 'data/shop.duckdb');
        } finally {
          spawnSync('umount', ['-l', place]);
        }
      };
      await withShop(use, { ballast: 150_000 });
    },
  );
});

test.skipIf(whyNoMount !== undefined)(
  'F4.4: a run that could not even take its lock is not taken for a cut off one',
  async () => {
    await withShop(async (shop) => {
      const place = join(shop.folder, '.sluice');
      await mkdir(place);
      mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place);
      try {
        await shop.expectWhole(await shop.run());
        await writeFile(join(place, 'fill'), Buffer.alloc(2_000_000)).catch(() => undefined);
        expectError(await shop.run(), { exitCode: 1, code: 'disk_full', says: [/Cannot \w+ .*\.sluice/] });
        await rm(join(place, 'fill'));
        expect(await shop.run('--write-disposition', 'replace')).toMatchObject({ exitCode: 0 });
        expect(shop.asked.toSorted()).toEqual([...shop.everything(), ...shop.everything()].toSorted());
      } finally {
        spawnSync('umount', ['-l', place]);
      }
    });
  },
);

describe('a run that is under way', () => {
  test('F4.4: a second one ends at once and names the process; the first one is not disturbed', async () => {
    await withShop(async (shop) => {
      const wait = shop.holdAnswer(pageTarget(1));
      const first = shop.startRun();
      await wait.asked;
      const startedMs = performance.now();
      const second = await shop.run();
      expect(performance.now() - startedMs).toBeLessThan(2000);
      expectError(second, {
        exitCode: 1,
        code: 'pipeline_locked',
        says: [`process ${first.process.pid} has been running it since 20`, '--pipeline'],
      });
      wait.letGo();
      await shop.expectWhole(await first.ended);
    });
  });

  test('F4.10: Ctrl-C stops it at a safe point with 3, says how to go on, and the next run does', async () => {
    await withShop(async (shop) => {
      const wait = shop.holdAnswer(pageTarget(2));
      const running = shop.startRun();
      await wait.asked;
      running.process.kill('SIGINT');
      await running.shows(/Stopping at the next safe point.*the same command goes on/s);
      wait.letGo();
      const ended = await running.ended;
      expect(ended).toMatchObject({ exitCode: 3 });
      expect(JSON.parse(ended.output)).toMatchObject({ outcome: 'interrupted', resources: expect.any(Array) });
      // The unit behind it was on its way already; what was answered is there for the next run.
      const known = new Set([0, 1, 2].flatMap(unitTargets));
      expect(shop.asked.filter((target) => !known.has(target)).length).toBeLessThanOrEqual(unitTargets(3).length);
      const again = await shop.run();
      const twice = shop.asked.filter((target, index) => shop.asked.indexOf(target) < index);
      expect(twice.length).toBeLessThanOrEqual(1);
      await shop.expectWhole(again, twice);
    });
  });

  test('F4.10: Ctrl-C twice ends it as it is; one unit at most is asked for again', async () => {
    await withShop(async (shop) => {
      const wait = shop.holdAnswer(pageTarget(2));
      const running = shop.startRun();
      await wait.asked;
      running.process.kill('SIGINT');
      await running.shows(/Stopping at the next safe point/);
      running.process.kill('SIGINT');
      expect(await running.ended).toMatchObject({ exitCode: 130, output: '' });
      await shop.expectWhole(await shop.run(), [pageTarget(2)]);
    });
  });
});

function mount(...words: readonly string[]): void {
  const { status, stderr } = spawnSync('mount', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mount: ${stderr}`);
}

/** Undefined where a small disk can be made to be filled. */
function whyNotMounted(): string | undefined {
  const place = mkdtempSync(join(tmpdir(), 'sluice-mount-'));
  try {
    mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place);
    spawnSync('umount', [place]);
    return undefined;
  } catch (error) {
    return `no small disk could be mounted, ${String(error).trim()}`;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
