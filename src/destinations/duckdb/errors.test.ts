import { expect, test } from 'vitest';
import { isOutOfMemory, statementFailed } from './errors.ts';

/** As DuckDB 1.5.6 says it. */
test.each([
  ['Out of Memory Error: could not allocate block of size 256.0 KiB (61.0 MiB/61.0 MiB used)', true],
  ['Out of Memory Error: failed to pin block of size 256.0 KiB (61.0 MiB/61.0 MiB used)', true],
  [
    'TransactionContext Error: Failed to commit: could not allocate block of size 256.0 KiB (60.8 MiB/61.0 MiB used)',
    true,
  ],
  ['TransactionContext Error: Failed to commit: write-write conflict on key: "1"', false],
  ['Binder Error: Table "t" does not have a column with name "v"', false],
])('whether more memory would help: %s', (said, is) => {
  expect(isOutOfMemory(statementFailed('x.duckdb', new Error(said)))).toBe(is);
});
