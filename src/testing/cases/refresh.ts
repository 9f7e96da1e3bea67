import assert from 'node:assert/strict';
import type { TableName } from '../../core/names.ts';
import type { RefreshMode } from '../../core/state.ts';
import type { CommitOutcome } from '../../destinations/destination.ts';
import { withoutTables } from '../../schema/schema.ts';
import type { ContractCase, ContractWorld } from '../contract.ts';
import { loadPackage, loadRows, packageOf, withClient, type Load } from '../rows-in.ts';
import { countOf, rowsOf, withReader } from '../rows-out.ts';

const rows = [
  { id: 1, l: [1, 2] },
  { id: 2, l: [3] },
];

/** Beginning afresh, in the transaction that brings the rows (section 7.7 of the dataset format). */
export const refreshCases: readonly ContractCase[] = [
  {
    name: 'case 144: dropped tables are made anew by the rows that come with them, and others stay',
    async run(world) {
      await loadRows(world, { rows }, { table: 'u', rows });
      assert.equal(await refresh(world, 'drop_resources', { rows: [{ id: 3, x: 'new' }] }), 'committed');
      assert.deepEqual(await rowsOf(world, 't', ['id', 'x']), ['3|new']);
      assert.equal(await countOf(world, 't__l'), undefined);
      assert.deepEqual(await rowsOf(world, 'u', ['id']), ['1', '2']);
      const tables = await withReader(world, (reader) => reader.tables());
      assert.deepEqual(
        tables.find(({ name }) => name === 't')?.columns.map(({ name }) => name),
        ['id', 'x', '_dlt_load_id', '_dlt_id'],
      );
      assert.equal(await countOf(world, '_dlt_version'), 1);
      await loadRows(world, { rows: [{ id: 4, l: [9] }] });
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), ['9']);
    },
  },
  {
    name: 'case 144: drop_data empties tables and all that is nested in them, and keeps schemas',
    async run(world) {
      await loadRows(world, { rows });
      assert.equal(await refresh(world, 'drop_data', { rows: [{ id: 3, x: 'new' }] }), 'committed');
      assert.deepEqual(await rowsOf(world, 't', ['id', 'x']), ['3|new']);
      assert.equal(await countOf(world, 't__l'), 0);
      assert.equal(await countOf(world, '_dlt_version'), 2);
    },
  },
  {
    name: 'case V5: a refresh that is fenced drops nothing',
    async run(world) {
      await loadRows(world, { rows });
      const late = await packageOf(world, { rows: [{ id: 9 }] });
      await loadRows(world, { rows: [{ id: 3 }] });
      // As the naming convention makes them.
      const tables = ['t__l', 't'] as TableName[];
      const load = { ...late, refresh: { mode: 'drop_resources', tables } } as const;
      assert.equal(await withClient(world, (client) => loadPackage(world, client, load)), 'fenced');
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1', '2', '3']);
      assert.equal(await countOf(world, 't__l'), 3);
    },
  },
];

/** Commits a package that begins the table t afresh. */
async function refresh(world: ContractWorld, mode: RefreshMode, given: Load): Promise<CommitOutcome> {
  // The plan of such a run knows neither the columns nor the tables that went.
  const isDropping = mode !== 'drop_data';
  const tables = ['t__l', 't'] as TableName[];
  const sealed = await packageOf(world, { ...given, without: isDropping ? tables : [] });
  const filled = new Set(sealed.files.map(({ table }) => table));
  const gone = new Set(tables.filter((name) => isDropping && !filled.has(name)));
  const schema = withoutTables(sealed.schema, gone);
  return withClient(world, (client) => loadPackage(world, client, { ...sealed, schema, refresh: { mode, tables } }));
}
