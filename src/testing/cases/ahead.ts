import assert from 'node:assert/strict';
import type { JobClient } from '../../destinations/destination.ts';
import type { LoadPackage } from '../../load-package/load-package.ts';
import { planAhead } from '../../load/plan-load.ts';
import type { Schema } from '../../schema/table.ts';
import type { ContractCase, ContractWorld } from '../contract.ts';
import { loadPackage, loadRows, packageOf, targetOf, withClient, type Load } from '../rows-in.ts';
import { countOf, rowsOf } from '../rows-out.ts';

/** Two files of `t`, for the second row has a column more, and one of `t__l`. */
const twoFiles: Load = { rows: [{ id: 1 }, { id: 2, v: 'x', l: [1, 2] }], pageRows: 1 };

/** Rows that are put in while their package is still being written, and its commit, whatever comes between. */
export const aheadCases: readonly ContractCase[] = [
  {
    name: 'what was done ahead of the commit is there once, with what was not',
    async run(world) {
      await loadRows(world, { rows: [{ id: 0, v: 'before', l: [0] }] });
      const sealed = await packageOf(world, twoFiles);
      await withClient(world, async (client) => {
        for (const { path } of sealed.files.slice(0, 2)) await ahead(client, sealed, (file) => file.path === path);
        assert.equal(await loadPackage(world, client, sealed), 'committed');
        assert.equal(await loadPackage(world, client, sealed), 'already_committed');
      });
      await isThere(world, ['0', '1', '2'], ['0', '1', '2']);
    },
  },
  {
    name: 'all of a load can be done ahead of its commit',
    async run(world) {
      const sealed = await packageOf(world, twoFiles);
      await withClient(world, async (client) => {
        await ahead(client, sealed);
        assert.equal(await loadPackage(world, client, sealed), 'committed');
      });
      await isThere(world, ['1', '2'], ['1', '2']);
      await loadRows(world, { rows: [{ id: 3 }] });
      assert.equal(await countOf(world, 't'), 3);
    },
  },
  {
    name: 'what was done ahead is nowhere while there is no commit, and another client does all of it',
    async run(world) {
      await loadRows(world, { rows: [{ id: 0, l: [0] }] });
      const sealed = await packageOf(world, twoFiles);
      await withClient(world, (client) => ahead(client, sealed));
      await isThere(world, ['0'], ['0']);
      assert.equal(await withClient(world, (client) => loadPackage(world, client, sealed)), 'committed');
      await isThere(world, ['0', '1', '2'], ['0', '1', '2']);
    },
  },
  ...[true, false].map((goesOn) => ({
    name: `a table that got another column behind what was done ahead has all rows, ${goesOn ? 'where more was to be done ahead' : 'where its commit is next'}`,
    async run(world: ContractWorld) {
      const sealed = await packageOf(world, twoFiles);
      const [first] = sealed.files;
      await withClient(world, async (client) => {
        const before = { ...sealed, schema: withoutColumn(sealed.schema, 'v') };
        await ahead(client, before, (file) => file === first);
        if (goesOn) await ahead(client, sealed, (file) => file !== first);
        assert.equal(await loadPackage(world, client, sealed), 'committed');
      });
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v']), ['1|-', '2|x']);
    },
  })),
  {
    name: 'a load that never came to its commit is not in the next one',
    async run(world) {
      const [given, next] = [await packageOf(world, twoFiles), await packageOf(world, { rows: [{ id: 3 }] })];
      await withClient(world, async (client) => {
        await ahead(client, given);
        assert.equal(await loadPackage(world, client, next), 'committed');
      });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['3']);
    },
  },
  {
    name: 'what was done ahead keeps no other load waiting, and is fenced by it',
    async run(world) {
      await loadRows(world, { rows: [{ id: 0 }] });
      const [early, late] = [
        await packageOf(world, { rows: [{ id: 1 }] }),
        await packageOf(world, { rows: [{ id: 2 }] }),
      ];
      const target = targetOf(world, { pipeline: 'other', schemaName: 'other' });
      const theirs = await packageOf(world, { table: 'u', rows: [{ id: 9 }] }, target);
      await withClient(world, async (client) => {
        await ahead(client, early);
        assert.equal(await withClient(world, (other) => loadPackage(world, other, theirs), target), 'committed');
        await ahead(client, early);
        assert.equal(await withClient(world, (other) => loadPackage(world, other, late)), 'committed');
        assert.equal(await loadPackage(world, client, early), 'fenced');
      });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['0', '2']);
    },
  },
];

/** As the line does it; where a destination does nothing ahead, all is left to its commit. */
async function ahead(
  client: JobClient,
  sealed: LoadPackage,
  isDone: (file: LoadPackage['files'][number]) => boolean = () => true,
): Promise<void> {
  await client.ahead?.(sealed, planAhead({ ...sealed, files: sealed.files.filter(isDone) }));
}

async function isThere(world: ContractWorld, ids: readonly string[], values: readonly string[]): Promise<void> {
  assert.deepEqual(await rowsOf(world, 't', ['id']), ids);
  assert.deepEqual(await rowsOf(world, 't__l', ['value']), values);
}

function withoutColumn(schema: Schema, left: string): Schema {
  const tables = [...schema.tables].map(([name, table]) => {
    const columns = new Map([...table.columns].filter(([column]) => column !== left));
    return [name, { ...table, columns }] as const;
  });
  return { ...schema, tables: new Map(tables) };
}
