import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseOf, isDltThere, loadWithDlt, loadWithSluice, runOf, type Spec } from './both-engines.ts';
import { readDataset } from './dataset.ts';

interface NativeCase {
  readonly title: string;
  readonly name: string;
  /** Values of column `v` as Python has them. */
  readonly theirs: readonly (readonly [kind: string, value: unknown])[];
  /** The same as an API sends them. */
  readonly ours: readonly string[];
  /** The type that JSON does not tell. */
  readonly hint?: object;
}

const cases: readonly NativeCase[] = [
  {
    title: 'case 49: date-times without a zone are in UTC',
    name: 'v49a',
    theirs: [
      ['timestamp', '2024-01-02T03:04:05.123456'],
      ['timestamp', '2024-01-02T03:04:05+02:00'],
    ],
    ours: ['"2024-01-02T03:04:05.123456"', '"2024-01-02T03:04:05+02:00"'],
  },
  {
    title: 'case 49: dates',
    name: 'v49b',
    theirs: [['date', '2024-01-02']],
    ours: ['"2024-01-02"'],
    hint: { data_type: 'date' },
  },
  {
    title: 'case 49: times',
    name: 'v49c',
    theirs: [['time', '10:20:30.5']],
    ours: ['"10:20:30.5"'],
    hint: { data_type: 'time' },
  },
  {
    title: 'cases 49, 73: decimals have nine places',
    name: 'v49d',
    theirs: [
      ['decimal', '1.5'],
      ['decimal', '1234567890.123456789123'],
      ['decimal', '-0.1'],
    ],
    ours: ['1.5', '"1234567890.123456789123"', '-0.1'],
    hint: { data_type: 'decimal' },
  },
  {
    title: 'case 49: bytes',
    name: 'v49e',
    theirs: [['bytes', '6162']],
    ours: ['"YWI="'],
    hint: { data_type: 'binary' },
  },
  {
    title: 'case 72: wei',
    name: 'v72',
    theirs: [
      ['wei', '100000000000000000000'],
      ['wei', '1'],
    ],
    ours: ['100000000000000000000', '1'],
  },
  {
    title: 'case 89: ids are text in small letters',
    name: 'v89a',
    theirs: [['uuid', 'A8098C1A-F86E-11DA-BD1A-00112444BE1E']],
    ours: ['"a8098c1a-f86e-11da-bd1a-00112444be1e"'],
  },
  { title: 'case 89: a member of an enumeration is its value', name: 'v89b', theirs: [['enum', 'x']], ours: ['"x"'] },
  { title: 'case 89: a tuple is a list', name: 'v89c', theirs: [['tuple', [1, 2]]], ours: ['[1,2]'] },
];

const specOf = ({ name, hint }: NativeCase, values: readonly string[]): Spec => {
  const rows = `[${values.map((value, id) => `{"id":${id},"v":${value}}`).join(',')}]`;
  return { name, runs: [runOf(rows, hint === undefined ? {} : { columns: { v: hint } })] };
};

describe.skipIf(!isDltThere)('what Python has as values and an API sends as JSON becomes the same tables', () => {
  const [theirs = '', ours = ''] = ['dlt', 'sluice'].map((name) =>
    mkdtempSync(join(tmpdir(), `sluice-value-${name}-`)),
  );

  beforeAll(async () => {
    const native = cases.map((one) =>
      specOf(
        one,
        one.theirs.map((value) => JSON.stringify({ $native: value })),
      ),
    );
    const sent = cases.map((one) => specOf(one, one.ours));
    const outcomes = [...(await loadWithDlt(theirs, native)), ...(await loadWithSluice(ours, sent))];
    expect(outcomes.flat().filter((outcome) => outcome !== null)).toEqual([]);
  }, 300_000);

  afterAll(() => {
    for (const folder of [theirs, ours]) rmSync(folder, { recursive: true, force: true });
  });

  test.each(cases)('$title', async (one) => {
    const spec = specOf(one, one.ours);
    const their = await readDataset(databaseOf(theirs, spec), 'ds');
    const our = await readDataset(databaseOf(ours, spec), 'ds');
    expect(our.tables).toEqual(their.tables);
  });
});
