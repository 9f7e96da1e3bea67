import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { unprivileged } from '../../../test/servers/postgres-binaries.ts';
import { loadPackage, packageOf, rowsOf, withClient } from '../duckdb/loaded-rows.test.ts';
import { newWorld, server } from './world.test.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-small-disk-'));
const isMounted =
  process.env['POSTGRES_URL'] === undefined &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder]).status === 0;
if (!isMounted) process.stderr.write('SKIPPED: a full disk of Postgres, which takes the right to mount a tmpfs\n');

afterAll(async () => {
  await server().stop('immediate');
  if (isMounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(!isMounted)(
  'F3.5: a full disk is told, nothing is half visible, and the same package loads when there is room',
  async () => {
    const owner = unprivileged();
    if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
    await server().query(`create tablespace small location '${folder}'`);
    await server().query("alter role postgres set default_tablespace = 'small'");
    await server().query(
      'create table ballast as select repeat(md5(i::text), 20) as v from generate_series(1, 28000) as i',
    );
    const world = await newWorld(server());
    const sealed = await packageOf(world, {
      rows: Array.from({ length: 20_000 }, (_, id) => ({ id, v: 'x'.repeat(300) })),
    });
    await withClient(world, async (client) => {
      await expect(loadPackage(world, client, sealed)).rejects.toMatchObject({
        code: 'disk_full',
        retryable: true,
        message: expect.stringContaining('no space is left on the disk of the server'),
      });
      expect(await world.destination.read(world.target)).toBe(undefined);
      await server().query('drop table ballast');
      await server().query('checkpoint');
      expect(await loadPackage(world, client, sealed)).toBe('committed');
    });
    expect(await rowsOf(world, 'select count(*), count(distinct id) from t')).toEqual(['20000|20000']);
  },
);
