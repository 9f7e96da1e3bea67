import { expect, test } from 'vitest';
import { loadPackage, loadRows, packageOf, rowsOf, withClient } from '../duckdb/loaded-rows.test.ts';
import { newWorld, server } from './world.test.ts';

const waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";

test('a run that is asked to stop stops in the middle of a statement, and the server with it', async () => {
  const world = await newWorld(server());
  const hints = { writeDisposition: 'merge', primaryKey: ['id'] } as const;
  await loadRows(world, { hints, rows: [{ id: 1 }] });
  const sealed = await packageOf(world, { hints, rows: [{ id: 2 }] });
  const blocker = server().query(`begin; lock table ${world.path}.t in access exclusive mode; select pg_sleep(3)`);
  await expect
    .poll(() => server().query("select count(*) from pg_stat_activity where wait_event = 'PgSleep'"))
    .toEqual([['1']]);
  const stop = new AbortController();
  const stoppable = { ...world, target: { ...world.target, signal: stop.signal } };
  await withClient(stoppable, async (client) => {
    const outcome = client.commit(sealed, [
      { kind: 'truncate', tables: [...sealed.schema.tables.keys()], into: 'final' },
    ]);
    await expect.poll(() => server().query(waiting)).toEqual([['1']]);
    stop.abort();
    await expect(outcome).rejects.toMatchObject({ code: 'interrupted' });
    await expect.poll(() => server().query(waiting)).toEqual([['0']]);
  });
  await blocker;
  expect(await rowsOf(world, 'select id from t')).toEqual(['1']);
  await withClient(world, async (client) => expect(await loadPackage(world, client, sealed)).toBe('committed'));
  expect(await rowsOf(world, 'select id from t')).toEqual(['1', '2']);
});
