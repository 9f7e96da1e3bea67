/** The contract, on ClickHouse in this process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, onTestFinished, test } from 'vitest';
import { chdbConnection, hasChdb } from '../../../test/chdb.ts';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import { destinationCases, type ContractWorld } from '../../testing/index.ts';
import type { Destination } from '../destination.ts';
import { clickhouse } from './index.ts';

const data = await mkdtemp(join(tmpdir(), 'sluice-chdb-'));
afterAll(() => rm(data, { recursive: true, force: true }));
const runtime = nodeRuntime();
let serial = 0;

async function newWorld(): Promise<ContractWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-contract-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { destination: embedded(), dataset: `ds${(serial += 1)}`, folder, runtime };
}

/** Each client and reader has a connection of its own, as it would have to a server. */
function embedded(): Destination {
  const once = (): Destination => clickhouse({ connection: chdbConnection(data) });
  const model = clickhouse('clickhouse://localhost');
  return { ...model, connect: (target) => once().connect(target), read: (target) => once().read(target) };
}

describe.skipIf(!hasChdb)('the contract', () => {
  for (const { name, run } of destinationCases(clickhouse('clickhouse://localhost').capabilities)) {
    test(name, async () => run(await newWorld()), 120_000);
  }
});
