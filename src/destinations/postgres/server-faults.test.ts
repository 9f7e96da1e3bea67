/** Faults of a real server: it is killed in the middle of a COPY and of a COMMIT, and other work comes in the way. */
import { expect, onTestFinished, test } from 'vitest';
import { cuttingProxy } from '../../../test/servers/cutting-proxy.ts';
import { loadPackage, loadRows, packageOf, rowsOf, withClient, type World } from '../duckdb/loaded-rows.test.ts';
import { postgres } from './index.ts';
import { newWorld, server } from './world.test.ts';

const isOwn = process.env['POSTGRES_URL'] === undefined;
if (!isOwn)
  process.stderr.write('SKIPPED: a server that is killed, because that of POSTGRES_URL is not of these tests\n');

const rows = Array.from({ length: 500 }, (_, id) => ({ id, v: `value ${id}`, l: [id] }));

/** Rows are appended: one that came twice would show. */
async function isWhole(world: World): Promise<void> {
  expect(await rowsOf(world, 'select count(*), count(distinct id), sum(id) from t')).toEqual(['500|500|124750']);
  expect(await rowsOf(world, 'select count(*), count(distinct value) from t__l')).toEqual(['500|500']);
  expect(await rowsOf(world, 'select count(*) from _dlt_loads')).toEqual(['2']);
}

type Moment = 'COPY' | 'COMMIT';

/** A dataset with one row, whose tables let a load through to a moment and no further until the gate is gone. */
async function gatedWorld(at: Moment): Promise<World> {
  const world = await newWorld(server());
  await loadRows(world, { rows: rows.slice(0, 1) });
  const when = at === 'COPY' ? 'before insert on' : 'after insert on';
  const kind = at === 'COPY' ? 'trigger' : 'constraint trigger';
  const deferred = at === 'COPY' ? '' : 'deferrable initially deferred';
  await server().query(`
    create table ${world.path}.gate();
    create function ${world.path}.wait() returns trigger language plpgsql as $$ begin
      while new.id = 250 and to_regclass('${world.path}.gate') is not null loop perform pg_sleep(0.02); end loop;
      return new;
    end $$;
    create ${kind} gated ${when} ${world.path}.t ${deferred} for each row execute function ${world.path}.wait()`);
  return world;
}

async function untilAt(moment: Moment): Promise<void> {
  const active = `select count(*) from pg_stat_activity where state = 'active' and query like '${moment}%'`;
  await expect.poll(() => server().query(active), { timeout: 30_000 }).toEqual([['1']]);
}

const openGate = (world: World) => server().query(`drop table if exists ${world.path}.gate`);

/** Waits take no time, and are added up. */
function withoutWaiting(world: World): { readonly world: World; readonly waitedMs: () => number } {
  let waited = 0;
  const clock = {
    ...world.target.runtime.clock,
    sleep(durationMs: number): Promise<void> {
      waited += durationMs;
      return Promise.resolve();
    },
  };
  const runtime = { ...world.target.runtime, clock };
  return { world: { ...world, target: { ...world.target, runtime } }, waitedMs: () => waited };
}

const unreachable = { code: 'destination_unreachable', retryable: true };

test.skipIf(!isOwn)(
  'F3.1: a server that is killed in the middle of a COPY and starts again gets all rows once',
  async () => {
    const world = await gatedWorld('COPY');
    const sealed = await packageOf(world, { rows: rows.slice(1) });
    await withClient(world, async (client) => {
      const outcome = loadPackage(world, client, sealed);
      await untilAt('COPY');
      await server().stop('immediate');
      await server().start();
      await openGate(world);
      expect(await outcome).toBe('committed');
    });
    await isWhole(world);
  },
  60_000,
);

test.skipIf(!isOwn).each<Moment>(['COPY', 'COMMIT'])(
  'F3.1: a server that is killed in the middle of a %s and stays away is one error, and the next run loads the package',
  async (moment) => {
    const gated = await gatedWorld(moment);
    const { world, waitedMs } = withoutWaiting(gated);
    const sealed = await packageOf(world, { rows: rows.slice(1) });
    await withClient(world, async (client) => {
      const outcome = loadPackage(world, client, sealed).catch((error: unknown) => error);
      await untilAt(moment);
      await server().stop('immediate');
      try {
        const error = await outcome;
        expect(error).toMatchObject({
          ...unreachable,
          message: expect.stringContaining('no server listens there'),
          hint: 'Start the server, or correct host and port',
        });
        expect(waitedMs()).toBeLessThan(60_000);
      } finally {
        await server().start();
      }
    });
    await openGate(world);
    expect(await rowsOf(world, 'select count(*) from t')).toEqual(['1']);
    expect(await withClient(world, (client) => loadPackage(world, client, sealed))).toBe('committed');
    await isWhole(world);
  },
  60_000,
);

test.skipIf(!isOwn)(
  'F3.3: a server that is killed in the middle of a COMMIT and starts again has nothing of the load, and takes it then',
  async () => {
    const world = await gatedWorld('COMMIT');
    const sealed = await packageOf(world, { rows: rows.slice(1) });
    await withClient(world, async (client) => {
      const outcome = loadPackage(world, client, sealed).catch((error: unknown) => error);
      await untilAt('COMMIT');
      await server().stop('immediate');
      await server().start();
      await openGate(world);
      expect(await outcome).toMatchObject(unreachable);
      expect(await rowsOf(world, 'select count(*) from t')).toEqual(['1']);
      expect(await loadPackage(world, client, sealed)).toBe('committed');
    });
    await isWhole(world);
  },
  60_000,
);

test.skipIf(!isOwn)(
  'F3.2: a server that is killed when it has committed and has not said so is asked when it is back',
  async () => {
    const world = await newWorld(server());
    await loadRows(world, { rows: rows.slice(0, 1) });
    const proxy = await cuttingProxy(server().port);
    onTestFinished(() => proxy.close());
    const destination = postgres({
      connectionString: server().url,
      port: proxy.port,
      tls: 'disable',
      commitTimeoutMs: 5000,
    });
    const silent = { ...world, destination };
    const sealed = await packageOf(world, { rows: rows.slice(1) });
    await withClient(silent, async (client) => {
      proxy.cut('silence');
      const outcome = loadPackage(silent, client, sealed);
      await expect.poll(() => server().query(`select count(*) from ${world.path}._dlt_loads`)).toEqual([['2']]);
      await server().stop('immediate');
      await server().start();
      expect(await outcome).toBe('committed');
    });
    await isWhole(world);
  },
  60_000,
);

/** Lets the first attempts fail, with what the server says when transactions come in each other's way. */
async function failing(world: World, sqlState: string, failures: number, at: Moment): Promise<void> {
  const [kind, when, deferred] =
    at === 'COPY' ? ['trigger', 'before', ''] : ['constraint trigger', 'after', 'deferrable initially deferred'];
  await server().query(`
    create sequence ${world.path}.attempts;
    create function ${world.path}.fail() returns trigger language plpgsql as $$ begin
      if new.id = 250 and nextval('${world.path}.attempts') <= ${failures} then
        raise exception 'in its way' using errcode = '${sqlState}';
      end if;
      return new;
    end $$;
    create ${kind} failing ${when} insert on ${world.path}.t ${deferred} for each row execute function ${world.path}.fail()`);
}

test.each<readonly [string, Moment]>([
  ['40P01', 'COPY'],
  ['40001', 'COPY'],
  ['40001', 'COMMIT'],
])('F3.4: after %s at %s the whole load is repeated, and comes once', async (sqlState, at) => {
  const world = await newWorld(server());
  await loadRows(world, { rows: rows.slice(0, 1) });
  await failing(world, sqlState, 2, at);
  await loadRows(withoutWaiting(world).world, { rows: rows.slice(1) });
  expect(await server().query(`select last_value from ${world.path}.attempts`)).toEqual([['3']]);
  await isWhole(world);
});

test.each(['40P01', '40001'])(
  'F3.4: %s at every attempt is one clear error that may be tried again',
  async (sqlState) => {
    const world = await newWorld(server());
    await loadRows(world, { rows: rows.slice(0, 1) });
    await failing(world, sqlState, 5, 'COPY');
    const sealed = await packageOf(world, { rows: rows.slice(1) });
    const { world: patient } = withoutWaiting(world);
    await withClient(patient, async (client) => {
      await expect(loadPackage(patient, client, sealed)).rejects.toMatchObject({
        code: 'destination_refused',
        retryable: true,
        message: expect.stringContaining('other work on the same tables came in its way, again and again'),
        hint: 'Run again when the other work has finished',
        details: { sqlState },
      });
      expect(await rowsOf(world, 'select count(*) from t')).toEqual(['1']);
      expect(await loadPackage(patient, client, sealed)).toBe('committed');
    });
    await isWhole(world);
  },
);

test('F3.4: a load and other work that wait for each other do not wait for ever, and both come through', async () => {
  const world = await newWorld(server());
  await loadRows(world, { rows: rows.slice(0, 1) });
  const before = await deadlocks();
  // The load is the first to look why it waits, and so the one that is cancelled.
  const destination = postgres(`${server().url}?options=-c%20deadlock_timeout%3D3s`);
  const sealed = await packageOf(world, { rows: rows.slice(1) });
  const other = server().query(`
    set deadlock_timeout = '60s'; begin; lock table ${world.path}.t__l in access exclusive mode;
    do $$ begin
      while not exists (select 1 from pg_locks where relation = '${world.path}.t__l'::regclass and not granted) loop
        perform pg_sleep(0.02);
      end loop;
    end $$;
    lock table ${world.path}.t in access exclusive mode; commit`);
  onTestFinished(
    async () =>
      void (await server().query(
        `select pg_terminate_backend(pid) from pg_stat_activity where query like '%deadlock_timeout = ''60s''%' and pid <> pg_backend_pid()`,
      )),
  );
  other.catch(() => undefined);
  await expect
    .poll(() => server().query("select count(*) from pg_locks where mode = 'AccessExclusiveLock' and granted"))
    .toEqual([['1']]);
  const loading = { ...world, destination };
  expect(await withClient(loading, (client) => loadPackage(loading, client, sealed))).toBe('committed');
  await other;
  await expect.poll(deadlocks).toBe(before + 1);
  await isWhole(world);
}, 60_000);

async function deadlocks(): Promise<number> {
  const [[count] = []] = await server().query(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  return Number(count);
}
