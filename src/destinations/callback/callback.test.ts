import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ExactNumber } from '../../core/value.ts';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import { destinationCases, type ContractWorld } from '../../testing/index.ts';
import { loadPackage, loadRows, packageOf, targetOf, withClient } from '../../testing/rows-in.ts';
import { refused, restoredOf, withReader } from '../../testing/rows-out.ts';
import { callback, type CallbackOptions, type DeliveredBatch, type DeliveredRow } from './index.ts';

interface Delivery {
  readonly rows: readonly DeliveredRow[];
  readonly batch: DeliveredBatch;
}

interface World extends ContractWorld {
  readonly deliveries: Delivery[];
}

async function newWorld(options: Partial<CallbackOptions> = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-callback-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const deliveries: Delivery[] = [];
  const receive = (rows: readonly DeliveredRow[], batch: DeliveredBatch) => void deliveries.push({ rows, batch });
  const destination = callback({ receive, ...options });
  return { destination, dataset: 'ds', folder, runtime: { ...nodeRuntime(), workingFolder: folder }, deliveries };
}

for (const { name, run } of destinationCases(callback(() => undefined).capabilities)) {
  test(name, async () => {
    const { deliveries, ...world } = await newWorld({ batchRows: 2 });
    const delivered = () => deliveries.map(({ rows, batch: { table, batchId } }) => ({ table, batchId, rows }));
    await run({ ...world, delivered });
  });
}

const shown = ({ deliveries }: World) =>
  deliveries.map(({ rows, batch: { table, parent } }) => [table, parent, rows.map((row) => row['id'] ?? row['value'])]);

const stateOf = (cursor: string) => ({ resources: { r: { values: { cursor } } } });

test('callback() delivers batches in order, nested tables too, with ids that differ', async () => {
  const world = await newWorld({ batchRows: 2 });
  await loadRows(world, { rows: [{ id: 1, l: ['a'] }, { id: 2 }, { id: 3, l: ['b'] }] });
  expect(shown(world)).toEqual([
    ['t', undefined, [1n, 2n]],
    ['t', undefined, [3n]],
    ['t__l', 't', ['a', 'b']],
  ]);
  expect(new Set(world.deliveries.map(({ batch }) => batch.batchId)).size).toBe(3);
  expect(world.deliveries[0]?.batch).toMatchObject({
    writeDisposition: 'append',
    columns: [{ name: 'id', dataType: 'bigint', primaryKey: false }, { name: '_dlt_load_id' }, { name: '_dlt_id' }],
  });
});

test('values arrive as cells, and hostile names are own properties', async () => {
  const world = await newWorld();
  const columns = [
    { name: 'd', dataType: 'decimal', precision: 10, scale: 2 },
    { name: 'b', dataType: 'binary' },
    { name: 'day', dataType: 'date' },
    { name: 'at', dataType: 'time' },
    { name: 'naive', dataType: 'timestamp', timezone: false },
  ] as const;
  const row = {
    id: 9_007_199_254_740_993n,
    d: new ExactNumber('-0.50'),
    b: '0xff00',
    day: '1969-12-31',
    at: '12:00:00.000001',
    naive: '2024-01-02T03:04:05.5',
    ts: '1969-12-31T23:59:59.999999Z',
    f: 1.5,
    ok: true,
    nothing: null,
  };
  await loadRows(world, { rows: [row, { constructor: 'x' }], hints: { columns } });
  const [first, second] = world.deliveries[0]?.rows ?? [];
  expect(first).toMatchObject({
    id: 9_007_199_254_740_993n,
    d: '-0.50',
    b: Uint8Array.of(255, 0),
    day: '1969-12-31',
    at: '12:00:00.000001',
    naive: '2024-01-02T03:04:05.500',
    ts: '1969-12-31T23:59:59.999999Z',
    f: 1.5,
    ok: true,
    constructor: null,
  });
  expect(Object.hasOwn(second ?? {}, 'constructor') && second?.['constructor']).toBe('x');
});

test('a function that fails ends the run with one error, and the same batches come again with the same ids', async () => {
  let fails = true;
  const seen: string[] = [];
  const receive = (rows: readonly DeliveredRow[], { batchId }: DeliveredBatch): void => {
    seen.push(batchId);
    if (fails && rows[0]?.['id'] === 2n) throw new Error('the queue is full');
  };
  const world = await newWorld({ receive, batchRows: 1 });
  const sealed = await packageOf(world, { rows: [{ id: 1 }, { id: 2 }, { id: 3 }], state: stateOf('a') });
  const failing = withClient(world, (client) => loadPackage(world, client, sealed));
  expect(await refused(world, failing, 'destination_refused')).toBe(
    'Cannot deliver rows of t: the function that receives them says "the queue is full"',
  );
  expect(await world.destination.read(targetOf(world))).toBe(undefined);
  fails = false;
  expect(await withClient(world, (client) => loadPackage(world, client, sealed))).toBe('committed');
  expect(seen).toHaveLength(5);
  expect(seen.slice(0, 2)).toEqual(seen.slice(2, 4));
  expect(await withClient(world, (client) => loadPackage(world, client, sealed))).toBe('already_committed');
  expect(seen).toHaveLength(5);
});

test('the next batch comes when the function is done with the one before', async () => {
  let under = 0;
  const receive = async (): Promise<void> => {
    under += 1;
    expect(under).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    under -= 1;
  };
  const world = await newWorld({ receive, batchRows: 1 });
  await loadRows(world, { rows: [{ id: 1 }, { id: 2, l: [1] }] });
  expect(under).toBe(0);
});

test('schema, state and loads are restored by the next run; a load from an older base is fenced, and not delivered', async () => {
  const world = await newWorld();
  const late = await packageOf(world, { rows: [{ id: 9 }] });
  await loadRows(world, { rows: [{ id: 1 }], state: stateOf('a') });
  const restored = await restoredOf(world);
  expect([restored.state?.resources, restored.stateVersion]).toEqual([stateOf('a').resources, 1]);
  expect(restored.schema?.tables.get('t' as never)?.seenData).toBe(true);
  expect(await withClient(world, (client) => loadPackage(world, client, late))).toBe('fenced');
  await loadRows(world, { rows: [{ id: 2 }], state: stateOf('b') });
  expect((await restoredOf(world)).stateVersion).toBe(2);
  expect(shown(world).map(([, , ids]) => ids)).toEqual([[1n], [2n]]);
  await withReader(world, async (reader) => {
    expect(await reader.restore()).toEqual(await restoredOf(world));
    expect((await reader.tables()).map(({ name, rowCount }) => [name, rowCount])).toEqual([['t', 2n]]);
    await refused(world, reader.query('select 1', { maxRows: 1, timeoutMs: 1 }), 'query_refused');
  });
  const other = targetOf(world, { schemaName: 'elsewhere' });
  expect(await withClient(world, (client) => client.restore(), other)).toMatchObject({ stateVersion: 0 });
});

test('merge passes the keys on, once for each row', async () => {
  const world = await newWorld();
  for (const strategy of ['delete-insert', 'upsert'] as const) {
    world.deliveries.length = 0;
    const hints = { writeDisposition: 'merge', merge: { strategy }, primaryKey: ['id'] } as const;
    await loadRows(world, { table: strategy.slice(0, 6), hints, rows: [{ id: 1, l: ['a'] }] });
    expect(shown(world).map(([, , ids]) => ids)).toEqual([[1n], ['a']]);
    expect(world.deliveries.map(({ batch }) => [batch.writeDisposition, batch.mergeStrategy])).toEqual([
      ['merge', strategy],
      ['merge', strategy],
    ]);
    const [key, ...others] = world.deliveries[0]?.batch.columns ?? [];
    expect([key?.name, key?.primaryKey, others.some(({ name }) => name.includes(' '))]).toEqual(['id', true, false]);
  }
});

test('replace is refused without a function that empties, and asks it before the rows of a run', async () => {
  const hints = { writeDisposition: 'replace' } as const;
  const refusing = await newWorld();
  await refused(refusing, loadRows(refusing, { hints, rows: [{ id: 1 }] }), 'config_invalid');
  const log: unknown[] = [];
  const world = await newWorld({
    receive: (rows) => void log.push(rows.map(({ id }) => id)),
    empty: (tables) => void log.push(tables),
  });
  await loadRows(world, { hints, rows: [{ id: 1 }] });
  await loadRows(world, { hints, rows: [{ id: 2 }], place: { first: true, last: false } });
  await loadRows(world, { hints, rows: [{ id: 3 }], place: { first: false, last: true } });
  expect(log).toEqual([['t'], [1n], ['t'], [2n], [3n]]);
});

test('a run that is asked to stop delivers nothing more; a record that is damaged is told', async () => {
  const stop = new AbortController();
  const world = await newWorld({ receive: () => stop.abort(), batchRows: 1 });
  const sealed = await packageOf(world, { rows: [{ id: 1 }, { id: 2 }] });
  const target = targetOf(world, { signal: stop.signal });
  await refused(
    world,
    withClient(world, (client) => loadPackage(world, client, sealed), target),
    'interrupted',
  );
  await loadRows(await newWorld(), { rows: [{ id: 1 }] });
  const damaged = await newWorld();
  await loadRows(damaged, { rows: [{ id: 1 }] });
  await writeFile(join(damaged.folder, '.sluice/callback/_demo/_ds/_demo/delivered.json'), '{"version":2}');
  await refused(damaged, restoredOf(damaged), 'state_unreadable');
  expect(() => callback({ receive: () => undefined, batchRows: 0 })).toThrow(/batches of 0 rows/);
});
