/** The contract, on Parquet in a bucket. */
import { describe, test } from 'vitest';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import { destinationCases } from '../../testing/index.ts';
import { newBucketWorld } from './bucket-world.test.ts';
import { filesystem } from './index.ts';

const runtime = nodeRuntime();

describe('in a bucket', () => {
  for (const { name, run } of destinationCases(filesystem('s3://any/lake').capabilities)) {
    test(
      name,
      async () => {
        const { destination, folder } = await newBucketWorld();
        await run({ destination, folder, dataset: 'ds', runtime });
      },
      120_000,
    );
  }
});
