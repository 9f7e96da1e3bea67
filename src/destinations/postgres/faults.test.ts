import { expect, onTestFinished, test } from 'vitest';
import { cuttingProxy, type Cut } from '../../../test/servers/cutting-proxy.ts';
import { loadPackage, loadRows, packageOf, rowsOf, withClient, type World } from '../duckdb/loaded-rows.test.ts';
import { postgres, type PostgresOptions } from './index.ts';
import { newWorld, server } from './world.test.ts';

const isOwn = (): boolean => server().folder !== undefined;

const hints = { writeDisposition: 'merge', primaryKey: ['id'] } as const;
const rows = Array.from({ length: 500 }, (_, id) => ({ id, v: `value ${id}`, l: [id] }));

/** The same dataset, reached in another way. */
function through(world: World, options: PostgresOptions): World {
  return { ...world, destination: postgres({ connectionString: server().url, ...options }) };
}

async function isWhole(world: World): Promise<void> {
  expect(await rowsOf(world, 'select count(*), count(distinct id), sum(id) from t')).toEqual(['500|500|124750']);
  expect(await rowsOf(world, 'select count(*), count(distinct _dlt_root_id) from t__l')).toEqual(['500|500']);
}

test.each<readonly [Cut, string]>([
  ['after', 'committed'],
  ['silence', 'committed'],
])('F3.2: a COMMIT whose answer is lost (%s) is found to be %s, and nothing is there twice', async (cut, outcome) => {
  const world = await newWorld(server());
  await loadRows(world, { hints, rows: rows.slice(0, 3) });
  const proxy = await cuttingProxy(server().port);
  onTestFinished(() => proxy.close());
  const cutOff = through(world, { port: proxy.port, tls: 'disable', commitTimeoutMs: 1500 });
  const sealed = await packageOf(world, { hints, rows });
  await withClient(cutOff, async (client) => {
    proxy.cut(cut);
    expect(await loadPackage(cutOff, client, sealed)).toBe(outcome);
    // The look-up came over a connection of its own, and the client goes on.
    expect(proxy.connections()).toBeGreaterThan(1);
    expect(await loadPackage(cutOff, client, sealed)).toBe('already_committed');
  });
  await isWhole(world);
});

test('F3.3: a COMMIT that never arrived is told as a broken connection, and the load can be sent again', async () => {
  const world = await newWorld(server());
  const proxy = await cuttingProxy(server().port);
  onTestFinished(() => proxy.close());
  const cutOff = through(world, { port: proxy.port, tls: 'disable' });
  const sealed = await packageOf(world, { hints, rows });
  await withClient(cutOff, async (client) => {
    proxy.cut('before');
    await expect(loadPackage(cutOff, client, sealed)).rejects.toMatchObject({
      code: 'destination_unreachable',
      retryable: true,
      message: expect.stringContaining('the connection broke'),
    });
    expect(await loadPackage(cutOff, client, sealed)).toBe('committed');
  });
  await isWhole(world);
});

test.skipIf(process.env['POSTGRES_URL'] !== undefined)(
  'F3.1: a server that is killed while rows are on their way, and starts again, gets them all once',
  { timeout: 60_000 },
  async () => {
    expect(isOwn()).toBe(true);
    const world = await newWorld(server());
    await loadRows(world, { hints, rows: rows.slice(0, 3) });
    const sealed = await packageOf(world, { hints, rows });
    // A reader in another transaction holds the load back, so that the server is killed in the middle of it.
    const blocker = server().query(`begin; lock table ${world.path}.t in access exclusive mode; select pg_sleep(60)`);
    blocker.catch(() => undefined);
    await expect
      .poll(() => server().query("select count(*) from pg_locks where mode = 'AccessExclusiveLock'"))
      .toEqual([['1']]);
    await withClient(world, async (client) => {
      const outcome = loadPackage(world, client, sealed);
      await expect
        .poll(() => server().query("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"))
        .toEqual([['1']]);
      await server().stop('immediate');
      await server().start();
      expect(await outcome).toBe('committed');
    });
    await isWhole(world);
  },
);

test('F3.4: a load that other work locks out is repeated as a whole until it can have its tables', async () => {
  const world = await newWorld(server());
  await loadRows(world, { hints, rows: rows.slice(0, 3) });
  const sealed = await packageOf(world, { hints, rows });
  const impatient = through(world, { connectionString: `${server().url}?options=-c%20lock_timeout%3D300` });
  const blocker = server().query(`begin; lock table ${world.path}.t in access exclusive mode; select pg_sleep(1.5)`);
  await expect
    .poll(() => server().query("select count(*) from pg_locks where mode = 'AccessExclusiveLock'"))
    .toEqual([['1']]);
  expect(await withClient(impatient, (client) => loadPackage(impatient, client, sealed))).toBe('committed');
  await blocker;
  await isWhole(world);
});

test('V4, V5: of two loads from the same base one wins, and the other changes nothing', async () => {
  const world = await newWorld(server());
  await loadRows(world, { hints, rows: [{ id: 0, v: 'before' }] });
  const one = await packageOf(world, { hints, rows: [{ id: 1, v: 'one' }] });
  const two = await packageOf(world, { hints, rows: [{ id: 1, v: 'two' }] });
  const outcomes = await withClient(world, (client) =>
    withClient(world, (other) => Promise.all([loadPackage(world, client, one), loadPackage(world, other, two)])),
  );
  expect(outcomes.toSorted()).toEqual(['committed', 'fenced']);
  expect(await rowsOf(world, 'select v from t')).toEqual(['before', outcomes[0] === 'committed' ? 'one' : 'two']);
});

test.each([
  ['a column is gone', 'drop column v', 'its column v is not there any more'],
  ['a column has another type', 'alter column v type text', 'its column v is text, not character varying'],
  ['a table is gone', undefined, 'the table is not there any more'],
])('F3.6: %s is told before anything changes', async (_name, change, message) => {
  const world = await newWorld(server());
  await loadRows(world, { rows: [{ id: 1, v: 'a' }] });
  await server().query(change === undefined ? `drop table ${world.path}.t` : `alter table ${world.path}.t ${change}`);
  await expect(loadRows(world, { rows: [{ id: 2, v: 'b' }], table: 'other' })).rejects.toMatchObject({
    code: 'schema_conflict',
    message: expect.stringContaining(message),
  });
  expect(await rowsOf(world, 'select count(*) from _dlt_loads')).toEqual(['1']);
});

test('case 93: a value that comes twice in a unique column is refused, and the load before it stays', async () => {
  const world = await newWorld(server());
  const unique = { columns: [{ name: 'a', unique: true }] } as const;
  await loadRows(world, { hints: unique, rows: [{ a: 1 }] });
  await expect(loadRows(world, { hints: unique, rows: [{ a: 1 }] })).rejects.toMatchObject({
    code: 'destination_refused',
    retryable: false,
    message: expect.stringContaining('would have a value twice'),
  });
  expect(await rowsOf(world, 'select a from t')).toEqual(['1']);
});

test('a role that only reads, or that may not make schemas, is told what it lacks; a schema that is there suffices', async () => {
  const world = await newWorld(server());
  const role = `role_${process.pid}`;
  await server().query(`create role ${role} login password 'secret'`);
  onTestFinished(() =>
    server()
      .query(`drop owned by ${role} cascade; drop role ${role}`)
      .then(() => undefined),
  );
  const asRole = through(world, { user: role, password: 'secret' });
  await expect(loadRows(asRole, { rows: [{ id: 1 }] })).rejects.toMatchObject({
    code: 'destination_refused',
    message: expect.stringContaining('the role is not allowed to'),
  });
  await server().query(
    `create schema ${world.path} authorization ${role}; alter role ${role} set default_transaction_read_only = on`,
  );
  await expect(loadRows(asRole, { rows: [{ id: 1 }] })).rejects.toMatchObject({
    code: 'destination_refused',
    message: expect.stringContaining('only lets it read'),
  });
  await server().query(`alter role ${role} reset default_transaction_read_only`);
  await loadRows(asRole, { rows: [{ id: 1 }] });
  expect(await rowsOf(asRole, 'select id from t')).toEqual(['1']);
});
