import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { useServer } from '../../../test/servers/postgres.ts';
import { ExactNumber, type Row, type Value } from '../../core/value.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import { everyPage, listsOf, sourceOf } from '../../pipeline/shop.test.ts';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import type { TableHints } from '../../schema/table.ts';
import { postgres } from './index.ts';

const server = useServer();
const root = mkdtempSync(join(tmpdir(), 'sluice-widen-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const exact = (text: string): ExactNumber => new ExactNumber(text);

let count = 0;

/** Each list is a run, each element of it a page. Answers the type and the values of the column `v`, as text. */
async function loaded(runs: readonly (readonly (readonly Row[])[])[], hints: TableHints): Promise<readonly string[]> {
  const dataset = `widen_${(count += 1)}`;
  const runtime = { ...nodeRuntime(), workingFolder: join(root, dataset) };
  const one = pipeline({ name: 'shop', destination: postgres(server().url), dataset, runtime, limits: everyPage });
  for (const pages of runs) await one.run(sourceOf(listsOf('t', hints, pages)));
  const [[type] = []] = await server().query(
    `select format_type(atttypid, atttypmod) from pg_attribute where attrelid = '${dataset}.t'::regclass and attname = 'v'`,
  );
  const rows = await server().query(`select v::varchar from ${dataset}.t order by id`);
  return [String(type), ...rows.map(([value]) => String(value))];
}

const rowsFrom = (values: readonly Value[], from = 0): Row[] => values.map((v, index) => ({ id: from + index, v }));

test.each<[string, readonly Value[], readonly string[]]>([
  [
    'an integer and a fraction',
    [9007199254740993n, 1.5],
    ['numeric(38,18)', '9007199254740993.000000000000000000', '1.500000000000000000'],
  ],
  [
    'a decimal and a text',
    [1, 2.25, 'x', exact('1.0'), exact('1e3')],
    ['character varying', '1', '2.25', 'x', '1.0', '1e3'],
  ],
  ['a bool', [true, 'no', false], ['character varying', 'true', 'no', 'false']],
  [
    'doubles',
    [1.5, 1e20, 1e-7, 1e15, 123456789012345680, -2.0, 'x'],
    ['character varying', '1.5', '1e+20', '1e-07', '1000000000000000.0', '1.2345678901234568e+17', '-2.0', 'x'],
  ],
  ['moments', ['2024-01-02T03:04:05+02:00', 'soon'], ['character varying', '2024-01-02T01:04:05.000000Z', 'soon']],
  ['only nulls, then a number', [null, 5], ['bigint', 'null', '5']],
])('widen: %s, in one run and in several', async (_name, values, stored) => {
  const hints: TableHints = { typeConflicts: 'widen', nullColumns: 'keep' };

  expect(await loaded([values.map((value, index) => rowsFrom([value], index))], hints)).toEqual(stored);
  expect(
    await loaded(
      values.map((value, index) => [rowsFrom([value], index)]),
      hints,
    ),
  ).toEqual(stored);
  const merged: TableHints = { ...hints, writeDisposition: 'merge', primaryKey: ['id'] };
  expect(
    await loaded(
      values.map((value, index) => [rowsFrom([value], index)]),
      merged,
    ),
  ).toEqual(stored);
});
