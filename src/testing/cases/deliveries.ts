import assert from 'node:assert/strict';
import { emptyState } from '../../core/state.ts';
import { planLoad } from '../../load/plan-load.ts';
import type { ContractCase, ContractWorld, Delivered } from '../contract.ts';
import { loadPackage, loadRows, packageOf, withClient } from '../rows-in.ts';
import { restoredOf } from '../rows-out.ts';

const stateOf = (cursor: string) => ({ resources: { r: { values: { cursor } } } });

/** What a destination without tables is held to: nothing is missing, and what comes again is known by its id. */
export const deliveryCases: readonly ContractCase[] = [
  {
    name: 'all rows of a load arrive, those of nested tables too, in batches whose ids differ',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1, l: ['a', 'b'] }, { id: 2 }] }, { rows: [{ id: 3, l: ['c'] }] });
      assert.deepEqual(arrived(world, 't', 'id'), ['1', '2', '3']);
      assert.deepEqual(arrived(world, 't__l', 'value'), ['a', 'b', 'c']);
      const ids = delivered(world).map(({ batchId }) => batchId);
      assert.equal(new Set(ids).size, ids.length);
    },
  },
  {
    name: 'schema, state and the newest load are there for the next run',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1 }], state: { ...emptyState, ...stateOf('a') } });
      const { newestLoad, schema, state } = await restoredOf(world);
      assert.ok(newestLoad !== undefined);
      assert.ok([...(schema?.tables.keys() ?? [])].some((name) => name === 't'));
      assert.deepEqual(state?.resources, stateOf('a').resources);
    },
  },
  {
    name: 'invariant I6: a commit that is sent twice delivers once, also through another client',
    async run(world) {
      const sealed = await packageOf(world, { rows: [{ id: 1 }] });
      await withClient(world, async (client) => {
        assert.equal(await loadPackage(world, client, sealed), 'committed');
        assert.equal(await loadPackage(world, client, sealed), 'already_committed');
      });
      assert.equal(await withClient(world, (client) => loadPackage(world, client, sealed)), 'already_committed');
      assert.deepEqual(arrived(world, 't', 'id'), ['1']);
    },
  },
  {
    name: 'cases V4, V5: a load from a base that is not the newest any more delivers nothing',
    async run(world) {
      const [one, other] = [
        await packageOf(world, { rows: [{ id: 1 }] }),
        await packageOf(world, { rows: [{ id: 2 }] }),
      ];
      assert.equal(await withClient(world, (client) => loadPackage(world, client, one)), 'committed');
      assert.equal(await withClient(world, (client) => loadPackage(world, client, other)), 'fenced');
      assert.deepEqual(arrived(world, 't', 'id'), ['1']);
    },
  },
  {
    name: 'prepare delivers nothing',
    async run(world) {
      const sealed = await packageOf(world, { rows: [{ id: 1 }] });
      await withClient(world, async (client) => {
        for (const stage of planLoad(sealed, world.destination.capabilities).prepare)
          for (const step of stage) await client.prepare(step);
      });
      assert.deepEqual(delivered(world), []);
      assert.equal((await restoredOf(world)).newestLoad, undefined);
    },
  },
];

function delivered({ delivered: read }: ContractWorld): readonly Delivered[] {
  assert.ok(read !== undefined, 'the world of a destination that delivers must say what was delivered');
  return read();
}

function arrived(world: ContractWorld, table: string, column: string): readonly string[] {
  return delivered(world).flatMap((batch) =>
    batch.table === table ? batch.rows.map((row) => String(row[column])) : [],
  );
}
