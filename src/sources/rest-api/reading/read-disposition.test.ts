import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../config/problem.ts';
import { mergeHints, readWriteDisposition } from './read-disposition.ts';

function read(value: unknown): { readonly config: ReturnType<typeof readWriteDisposition>; readonly lines: string[] } {
  const problems: Problem[] = [];
  const secrets = { find: () => undefined, remember: <S>(secret: S) => secret, hint: () => '' };
  const config = readWriteDisposition(value, { path: 'w', problems, secrets });
  return { config, lines: problems.map(({ path, message }) => `${path}: ${message}`) };
}

const scd2 = { disposition: 'merge', strategy: 'scd2' } as const;

describe('readWriteDisposition()', () => {
  test.each([
    'append',
    { disposition: 'append' },
    { disposition: 'replace', strategy: 'staging-optimized' },
    { disposition: 'replace', strategy: 'insert-from-staging' },
    { disposition: 'replace', strategy: 'truncate-and-insert' },
    { disposition: 'merge', strategy: 'insert-only' },
    { disposition: 'merge', strategy: null, deduplicated: true, on_missing_key: 'append' },
    { ...scd2, validity_column_names: ['a', 'b'], active_record_timestamp: null, row_version_column_name: 'h' },
    { ...scd2, boundary_timestamp: '2024-01-01', active_record_timestamp: 253402214400 },
  ])('case 104: takes %j', (value) => {
    expect(read(value)).toEqual({ config: value, lines: [] });
  });

  test.each([
    [{ strategy: 'upsert' }, 'w.disposition: is missing'],
    [{ disposition: 'merge', strategy: 'upsrt' }, 'w.strategy: must be one of'],
    [{ disposition: 'merge', strategy: 'insert-from-staging' }, 'w.strategy: is none of merge'],
    [{ disposition: 'replace', strategy: 'upsert' }, 'w.strategy: is none of replace'],
    [{ disposition: 'append', strategy: 'upsert' }, 'w.strategy: is none of append'],
    [
      { disposition: 'append', on_missing_key: 'append' },
      'w.on_missing_key: goes with the merge strategy delete-insert',
    ],
    [{ ...scd2, deduplicated: true }, 'w.deduplicated: goes with the merge strategy delete-insert'],
    [
      { disposition: 'merge', boundary_timestamp: '2024-01-01' },
      'w.boundary_timestamp: goes with the merge strategy scd2',
    ],
    [{ ...scd2, boundary_timestamp: 'soon' }, 'w.boundary_timestamp: must be a date or timestamp'],
    [{ ...scd2, validity_column_names: ['a'] }, 'w.validity_column_names: must be two names'],
    [{ ...scd2, validity_column_names: ['a', 'a'] }, 'w.validity_column_names: must be two names'],
    [{ ...scd2, retire_absent_rows: false }, 'w.retire_absent_rows: is not a key of dlt 1.26'],
  ])('refuses %j', (value, line) => {
    const { config, lines } = read(value);
    expect(config).toBeUndefined();
    expect(lines).toHaveLength(1);
    expect(lines[0]?.startsWith(line), lines[0]).toBe(true);
  });
});

test('mergeHints() says what the table has to know, and nothing of other dispositions', () => {
  expect(mergeHints({ disposition: 'replace', strategy: 'insert-from-staging' })).toBeUndefined();
  expect(
    mergeHints({ ...scd2, validity_column_names: ['a', 'b'], boundary_timestamp: 5, row_version_column_name: 'h' }),
  ).toEqual({
    strategy: 'scd2',
    history: { validityColumns: ['a', 'b'], boundaryTimestamp: 5, rowVersionColumn: 'h' },
  });
});
