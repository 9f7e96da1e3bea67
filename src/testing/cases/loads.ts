import assert from 'node:assert/strict';
import type { CommitOutcome } from '../../destinations/destination.ts';
import { planLoad } from '../../load/plan-load.ts';
import { versionHash } from '../../schema/version.ts';
import type { ContractCase, ContractWorld } from '../contract.ts';
import { loadPackage, loadRows, packageOf, targetOf, withClient } from '../rows-in.ts';
import { countOf, restoredOf, rowsOf, withReader } from '../rows-out.ts';

const stateOf = (cursor: string) => ({ resources: { r: { values: { cursor } } } });

/** Commits that come twice, in the wrong order, or at the same time (cases V4, V5, F3.2, F3.3, invariant I6). */
export const loadCases: readonly ContractCase[] = [
  {
    name: 'read() of what was never loaded is undefined, and restore() says that there is nothing',
    async run(world) {
      assert.equal(await world.destination.read(targetOf(world)), undefined);
      assert.deepEqual(present(await restoredOf(world)), { stateVersion: 0 });
      await loadRows(world, { rows: [{ id: 1 }] });
      assert.equal(await world.destination.read(targetOf(world, { dataset: `${world.dataset}_b` })), undefined);
    },
  },
  {
    name: 'a client that only restores makes nothing',
    async run(world) {
      await restoredOf(world);
      assert.equal(await world.destination.read(targetOf(world)), undefined);
    },
  },
  {
    name: 'case 151, invariant I6: a commit that is sent twice counts once, also through another client',
    async run(world) {
      const sealed = await packageOf(world, { rows: [{ id: 1, l: [1] }] });
      await withClient(world, async (client) => {
        assert.equal(await loadPackage(world, client, sealed), 'committed');
        assert.equal(await loadPackage(world, client, sealed), 'already_committed');
      });
      assert.equal(await withClient(world, (client) => loadPackage(world, client, sealed)), 'already_committed');
      assert.deepEqual([await rowsOf(world, 't', ['id']), await rowsOf(world, 't__l', ['value'])], [['1'], ['1']]);
      assert.equal(await countOf(world, '_dlt_loads'), 1);
    },
  },
  {
    name: 'invariant I6: a load that is not the newest any more counts once, too',
    async run(world) {
      const sealed = await packageOf(world, { rows: [{ id: 1 }] });
      await withClient(world, (client) => loadPackage(world, client, sealed));
      await loadRows(world, { rows: [{ id: 2 }] });
      assert.equal(await withClient(world, (client) => loadPackage(world, client, sealed)), 'already_committed');
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1', '2']);
    },
  },
  {
    name: 'prepare may run twice with the effect of once, and shows nothing',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1 }] });
      const sealed = await packageOf(world, { rows: [{ id: 2, l: [2] }] });
      const { commit, prepare } = planLoad(sealed, world.destination.capabilities);
      await withClient(world, async (client) => {
        for (const stage of [...prepare, ...prepare]) for (const step of stage) await client.prepare(step);
      });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1']);
      await withClient(world, async (client) => {
        for (const stage of [...prepare, ...prepare]) for (const step of stage) await client.prepare(step);
        assert.equal(await client.commit(sealed, commit), 'committed');
      });
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1', '2']);
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), ['2']);
    },
  },
  ...[0, 1].map((winner) => ({
    name: `cases V4, V5: of two loads from the same base the ${winner === 0 ? 'older' : 'newer'} that commits first wins`,
    run: (world: ContractWorld) => fence(world, winner),
  })),
  {
    name: 'cases V4, V5: of two loads that commit at the same time exactly one wins',
    run: race,
  },
  {
    name: 'a first load is fenced where another was there first',
    async run(world) {
      const [one, other] = [
        await packageOf(world, { rows: [{ id: 1 }] }),
        await packageOf(world, { rows: [{ id: 2 }] }),
      ];
      assert.equal(await withClient(world, (client) => loadPackage(world, client, one)), 'committed');
      assert.equal(await withClient(world, (client) => loadPackage(world, client, other)), 'fenced');
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1']);
    },
  },
  {
    name: 'restore() gives back schema, state, version and newest load, of a client and of a reader',
    async run(world) {
      const sealed = await packageOf(world, { rows: [{ id: 1, l: [{ a: 1 }] }], state: stateOf('a') });
      await withClient(world, (client) => loadPackage(world, client, sealed));
      const restored = await restoredOf(world);
      assert.equal(restored.newestLoad, sealed.id);
      assert.deepEqual(restored.state?.resources, stateOf('a').resources);
      assert.equal(restored.stateVersion, 1);
      assert.equal(restored.schema?.version, sealed.schema.version);
      assert.equal(restored.schema && versionHash(restored.schema), versionHash(sealed.schema));
      assert.deepEqual(await withReader(world, (reader) => reader.restore()), restored);
    },
  },
  {
    name: 'a state of another pipeline, and a load of another schema, are not mine',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1 }], state: stateOf('a') });
      const other = targetOf(world, { pipeline: 'other', schemaName: 'elsewhere' });
      assert.deepEqual(present(await restoredOf(world, other)), { stateVersion: 0 });
    },
  },
  {
    name: 'two pipelines load into one dataset, and neither fences the other',
    async run(world) {
      const target = targetOf(world, { pipeline: 'other', schemaName: 'other' });
      const mine = await packageOf(world, { rows: [{ id: 1 }], state: stateOf('mine') });
      const theirs = await packageOf(world, { table: 'u', rows: [{ id: 2 }], state: stateOf('theirs') }, target);
      assert.equal(await withClient(world, (client) => loadPackage(world, client, mine)), 'committed');
      assert.equal(await withClient(world, (client) => loadPackage(world, client, theirs), target), 'committed');
      assert.deepEqual((await restoredOf(world)).state?.resources, stateOf('mine').resources);
      assert.deepEqual((await restoredOf(world, target)).state?.resources, stateOf('theirs').resources);
      assert.equal(await countOf(world, '_dlt_loads'), 2);
    },
  },
];

async function fence(world: ContractWorld, winner: number): Promise<void> {
  await loadRows(world, { rows: [{ id: 0, v: 'before' }] });
  const packages = [
    await packageOf(world, { rows: [{ id: 1, v: 'one' }], state: stateOf('one') }),
    await packageOf(world, { rows: [{ id: 1, v: 'two' }], state: stateOf('two') }),
  ];
  const [early, late] = winner === 0 ? packages : packages.toReversed();
  assert.ok(early !== undefined && late !== undefined);
  const won = winner === 0 ? 'one' : 'two';
  await withClient(world, (client) =>
    withClient(world, async (other) => {
      // Both were connected before either committed.
      assert.equal(await loadPackage(world, client, early), 'committed');
      assert.equal(await loadPackage(world, other, late), 'fenced');
      assert.equal(await loadPackage(world, other, late), 'fenced');
    }),
  );
  assert.deepEqual(await rowsOf(world, 't', ['v']), ['before', won]);
  assert.deepEqual((await restoredOf(world)).state?.resources, stateOf(won).resources);
  await loadRows(world, { rows: [{ id: 2, v: 'then' }] });
  assert.equal(await countOf(world, 't'), 3);
}

async function race(world: ContractWorld): Promise<void> {
  await loadRows(world, { rows: [{ id: 0, v: 'before' }] });
  const packages = [];
  for (const v of ['a', 'b', 'c']) packages.push(await packageOf(world, { rows: [{ id: 1, v, l: [v] }] }));
  const outcomes: readonly CommitOutcome[] = await Promise.all(
    packages.map((sealed) => withClient(world, (client) => loadPackage(world, client, sealed))),
  );
  assert.deepEqual(outcomes.toSorted(), ['committed', 'fenced', 'fenced']);
  const won = ['a', 'b', 'c'][outcomes.indexOf('committed')] ?? '';
  assert.deepEqual(await rowsOf(world, 't', ['v']), ['before', won].toSorted());
  assert.deepEqual(await rowsOf(world, 't__l', ['value']), [won]);
}

/** Without the members that are undefined. */
function present(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}
