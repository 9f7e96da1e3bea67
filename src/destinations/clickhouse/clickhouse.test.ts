import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { chdbConnection, hasChdb } from '../../../test/chdb.ts';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import type { ContractWorld } from '../../testing/index.ts';
import { loadPackage, loadRows, packageOf, withClient } from '../../testing/rows-in.ts';
import { countOf, refused, rowsOf } from '../../testing/rows-out.ts';
import type { Destination } from '../destination.ts';
import { addressOf, locationOf } from './address.ts';
import { clickhouse } from './index.ts';
import { readingStatement } from './statement-text.ts';

const data = await mkdtemp(join(tmpdir(), 'sluice-chdb-'));
afterAll(() => rm(data, { recursive: true, force: true }));
let serial = 0;

interface Connection {
  command(asked: { readonly query: string }): Promise<unknown>;
}

/** @param dies the statement before which the client dies; nothing that it sends afterwards arrives */
function embedded(dies?: RegExp): Destination {
  const once = (): Destination => clickhouse({ connection: dying(chdbConnection(data), dies) });
  const model = clickhouse('clickhouse://localhost');
  return { ...model, connect: (target) => once().connect(target), read: (target) => once().read(target) };
}

function dying(connection: unknown, dies: RegExp | undefined): unknown {
  if (dies === undefined) return connection;
  let isDead = false;
  return new Proxy(connection as Connection, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (asked?: { readonly query?: string }) => {
        isDead ||= asked?.query !== undefined && dies.test(asked.query);
        if (isDead && name !== 'close') throw new Error('the process was killed');
        return member.call(target, asked) as unknown;
      };
    },
  });
}

async function newWorld(): Promise<ContractWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-clickhouse-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { destination: embedded(), dataset: `kill${(serial += 1)}`, folder, runtime: nodeRuntime() };
}

test.each([
  [
    'clickhouse://u:p%40@ch.example.com:9440/shop',
    'https://ch.example.com:8443',
    'clickhouse ch.example.com:8443/shop',
  ],
  ['clickhouse://u:p%40@ch.example.com/shop?secure=0&http_port=8124', 'http://ch.example.com:8124', undefined],
  ['clickhouse+native://u:p%40@localhost/shop', 'http://localhost:8123', undefined],
  ['https://u:p%40@ch.example.com:443/shop', 'https://ch.example.com:8443', undefined],
  ['http://u:p%40@ch.example.com:8129/shop', 'http://ch.example.com:8129', undefined],
])('addressOf: %s, and no password in the location', (text, url, location) => {
  const address = addressOf(text);
  expect(address).toMatchObject({ url, database: 'shop', user: 'u', password: 'p@' });
  expect(locationOf(address)).not.toContain('p@');
  if (location !== undefined) expect(locationOf(address)).toBe(location);
});

test('addressOf: what is no address is refused without being told', () => {
  expect(() => addressOf('postgres://u:secret@h/d')).toThrow(/^(?!.*secret)Cannot use the address/);
});

test.each([
  'SELECT 1; DROP TABLE t',
  'INSERT INTO t SELECT 1',
  "SELECT * FROM file('/etc/passwd', LineAsString)",
  "SELECT * FROM /* x */ url ('http://localhost')",
  "WITH 1 AS a SELECT * FROM remote('h', 'd', 't')",
  'SHOW TABLES',
])('case S15: readingStatement refuses %s', (sql) => {
  expect(() => readingStatement(sql)).toThrow(/^Cannot run the query/);
});

describe.skipIf(!hasChdb)('loads that die', () => {
  test.each([
    ['before the load record', /INSERT INTO `kill\d+____dlt_loads`/],
    ['between root and nested rows', /INSERT INTO `kill\d+___t__l`/],
    ['before the state', /INSERT INTO `kill\d+____dlt_pipeline_state`/],
  ])('%s: sent again they are there once', async (_, dies) => {
    const world = await newWorld();
    await loadRows(world, { rows: [{ id: 1, l: [{ m: [1] }] }] });
    const state = { resources: { r: { values: { cursor: 1 } } } };
    const sealed = await packageOf(world, { rows: [{ id: 2, l: [{ m: [2] }] }], state });
    const killed = { ...world, destination: embedded(dies) };
    await refused(
      world,
      withClient(killed, (client) => loadPackage(killed, client, sealed)),
      'destination_refused',
    );
    expect(await rowsOf(world, 't', ['id'])).toEqual(['1', '2']);
    expect(await countOf(world, '_dlt_loads')).toBe(1);
    expect(await withClient(world, (client) => loadPackage(world, client, sealed))).toBe('committed');
    expect(await rowsOf(world, 't', ['id'])).toEqual(['1', '2']);
    expect(await rowsOf(world, 't__l__m', ['value'])).toEqual(['1', '2']);
    expect(await countOf(world, '_dlt_pipeline_state')).toBe(2);
    expect(await countOf(world, '_dlt_loads')).toBe(2);
  });

  test('what replaces several tables over several packages survives a death before its record', async () => {
    const world = await newWorld();
    const hints = { writeDisposition: 'replace' } as const;
    await loadRows(world, { hints, rows: [{ id: 1, l: [1] }] });
    await loadRows(world, { hints, rows: [{ id: 2, l: [2] }], place: { first: true, last: false } });
    const sealed = await packageOf(world, { hints, rows: [{ id: 3, l: [3] }], place: { first: false, last: true } });
    const killed = { ...world, destination: embedded(/INSERT INTO `kill\d+____dlt_loads`/) };
    await refused(
      world,
      withClient(killed, (client) => loadPackage(killed, client, sealed)),
      'destination_refused',
    );
    expect(await withClient(world, (client) => loadPackage(world, client, sealed))).toBe('committed');
    expect(await rowsOf(world, 't', ['id'])).toEqual(['2', '3']);
    expect(await rowsOf(world, 't__l', ['value'])).toEqual(['2', '3']);
  });

  test('rows of an attempt that another load came before are taken away by that load', async () => {
    const world = await newWorld();
    await loadRows(world, { rows: [{ id: 1 }] });
    const sealed = await packageOf(world, { rows: [{ id: 2 }] });
    const killed = { ...world, destination: embedded(/INSERT INTO `kill\d+____dlt_loads`/) };
    await refused(
      world,
      withClient(killed, (client) => loadPackage(killed, client, sealed)),
      'destination_refused',
    );
    await loadRows(world, { rows: [{ id: 3 }] });
    expect(await rowsOf(world, 't', ['id'])).toEqual(['1', '3']);
    expect(await withClient(world, (client) => loadPackage(world, client, sealed))).toBe('fenced');
  });
});
