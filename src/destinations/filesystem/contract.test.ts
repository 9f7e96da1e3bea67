/** The contract, on files of each format in a folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, onTestFinished, test } from 'vitest';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import { destinationCases, type ContractWorld } from '../../testing/index.ts';
import { filesystem } from './index.ts';

const runtime = nodeRuntime();

describe.each(['parquet', 'jsonl', 'csv'] as const)('%s', (format) => {
  async function newWorld(): Promise<ContractWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-contract-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return { destination: filesystem({ url: join(folder, 'lake'), format }), dataset: 'ds', folder, runtime };
  }

  for (const { name, run } of destinationCases(filesystem('any').capabilities)) {
    test(name, async () => run(await newWorld()), 120_000);
  }
});
