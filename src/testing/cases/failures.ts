import assert from 'node:assert/strict';
import type { Capabilities, Destination, JobClient, LoadStep } from '../../destinations/destination.ts';
import { planLoad } from '../../load/plan-load.ts';
import type { LoadPackage } from '../../load-package/load-package.ts';
import type { TableHints } from '../../schema/table.ts';
import type { ContractCase, ContractWorld, LosingMoment } from '../contract.ts';
import { loadPackage, loadRows, packageOf, targetOf, withClient } from '../rows-in.ts';
import { countOf, refused, restoredOf, rowsOf, snapshot } from '../rows-out.ts';

const rows = [
  { id: 1, v: 'a', l: [{ n: 1 }] },
  { id: 2, v: 'b', l: [] },
];
const next = [
  { id: 1, v: 'new', l: [{ n: 2 }, { n: 3 }] },
  { id: 5, v: 'x', l: [{ n: 5 }] },
];

/** A load that fails leaves everything as it was, and the same load goes in afterwards (invariant G3). */
export function failureCases({ dispositions, mergeStrategies }: Capabilities): readonly ContractCase[] {
  const merges = mergeStrategies.map((strategy): readonly [string, TableHints] => [
    strategy,
    { writeDisposition: 'merge', merge: { strategy }, ...(strategy === 'scd2' ? {} : { primaryKey: ['id'] }) },
  ]);
  const ways: readonly (readonly [string, TableHints])[] = [
    ['append', {}],
    ...(dispositions.includes('replace') ? [['replace', { writeDisposition: 'replace' }] as const] : []),
    ...(dispositions.includes('merge') ? merges : []),
  ];
  return [
    ...ways.map(([name, hints]) => ({
      name: `invariant G3: a load by ${name} that fails behind its rows leaves everything as it was`,
      run: (world: ContractWorld) => failsWhole(world, hints),
    })),
    firstLoad,
    ...(['before_commit', 'after_commit'] as const).map((moment) => ({
      name: `cases F3.2, F3.3: a connection that breaks ${moment.replace('_', ' ')}: the load is there once`,
      run: (world: ContractWorld) => losesAnswer(world, moment),
    })),
    ...otherCases,
  ];
}

/** A package whose last table has a file that is not there. */
async function broken(
  world: ContractWorld,
  hints: TableHints,
): Promise<readonly [whole: LoadPackage, broken: LoadPackage]> {
  const sealed = await packageOf(world, { hints, rows: next, also: [{ table: 'z_last', rows: [{ id: 1 }] }] });
  const files = sealed.files.map((file) => (file.table === 'z_last' ? { ...file, path: `${file.path}.gone` } : file));
  return [sealed, { ...sealed, files }];
}

async function failsWhole(world: ContractWorld, hints: TableHints): Promise<void> {
  await loadRows(world, { hints, rows, state: { resources: { r: { values: { cursor: 'a' } } } } });
  const look = () =>
    snapshot(world, { t: ['id', 'v', '_dlt_id', '_dlt_load_id'], t__l: ['n', '_dlt_id'], _dlt_loads: ['load_id'] });
  const [before, restored] = [await look(), await restoredOf(world)];
  const [whole, halved] = await broken(world, hints);
  const fail = async (client: JobClient): Promise<void> => {
    const codes = ['destination_refused', 'disk_error', 'package_damaged'] as const;
    await refused(world, loadPackage(world, client, halved), ...codes);
    assert.deepEqual(await client.restore(), restored);
  };
  await withClient(world, fail);
  assert.deepEqual(await look(), before);
  assert.equal(await countOf(world, 'z_last'), undefined);
  await withClient(world, async (client) => {
    await fail(client);
    // The same client goes on, and so does the same load.
    assert.equal(await loadPackage(world, client, whole), 'committed');
  });
  assert.equal(await countOf(world, 'z_last'), 1);
  assert.equal(await countOf(world, '_dlt_loads'), 2);
}

const firstLoad: ContractCase = {
  name: 'case 145, invariant G3: a first load that fails leaves no dataset',
  async run(world) {
    const [whole, halved] = await broken(world, {});
    await withClient(world, async (client) => {
      await assert.rejects(loadPackage(world, client, halved));
    });
    assert.equal(await world.destination.read(targetOf(world)), undefined);
    assert.equal(await withClient(world, (client) => loadPackage(world, client, whole)), 'committed');
    assert.deepEqual(await rowsOf(world, 't', ['id']), ['1', '5']);
  },
};

/** The outcome is looked up, or the next attempt finds out; sent again blindly it would be there twice. */
async function losesAnswer(world: ContractWorld, moment: LosingMoment): Promise<void> {
  await loadRows(world, { rows: [{ id: 1 }] });
  const sealed = await packageOf(world, { rows: [{ id: 2, l: [2] }] });
  if (world.losing !== undefined) {
    const client = await world.losing(moment, targetOf(world));
    try {
      const outcome = await loadPackage(world, client, sealed).catch((error: unknown) => error);
      if (outcome instanceof Error) assert.ok('retryable' in outcome && outcome.retryable === true, String(outcome));
      else assert.equal(outcome, 'committed');
    } finally {
      await client.close();
    }
  } else if (moment === 'after_commit') await withClient(world, (client) => loadPackage(world, client, sealed));
  const again = await withClient(world, (client) => loadPackage(world, client, sealed));
  if (moment === 'after_commit') assert.equal(again, 'already_committed');
  assert.deepEqual(await rowsOf(world, 't', ['id']), ['1', '2']);
  assert.deepEqual(await rowsOf(world, 't__l', ['value']), ['2']);
  assert.equal(await countOf(world, '_dlt_loads'), 2);
}

const otherCases: readonly ContractCase[] = [
  {
    name: 'a run that is asked to stop sends nothing more',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1 }] });
      const sealed = await packageOf(world, { rows: [{ id: 2 }] });
      const stop = new AbortController();
      const target = targetOf(world, { signal: stop.signal });
      const client = await world.destination.connect(target);
      try {
        stop.abort();
        await refused(world, loadPackage(world, client, sealed), 'interrupted');
      } finally {
        await client.close();
      }
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1']);
      assert.equal(await withClient(world, (other) => loadPackage(world, other, sealed)), 'committed');
    },
  },
  {
    name: 'clients and readers may be closed twice',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1 }] });
      const client = await world.destination.connect(targetOf(world));
      await client.close();
      await client.close();
      const reader = await world.destination.read(targetOf(world));
      await reader?.close();
      await reader?.close();
    },
  },
  {
    name: 'describe() says something for every step, and no secret',
    async run(world) {
      const sealed = await packageOf(world, { rows });
      const { destination, secrets = [] } = world;
      const told = [destination.name, destination.location, ...describeAll(destination, sealed, world)];
      for (const secret of secrets) assert.ok(!told.some((text) => text.includes(secret)), 'a secret is told');
    },
  },
];

function describeAll(destination: Destination, sealed: LoadPackage, world: ContractWorld): readonly string[] {
  const { prepare, commit } = planLoad(sealed, destination.capabilities);
  const tables = [...sealed.schema.tables.values()].filter(({ seenData }) => seenData);
  const steps: readonly LoadStep[] = [
    ...prepare.flat(),
    ...commit,
    { kind: 'truncate', tables: tables.map(({ name }) => name), into: 'final' },
    ...(destination.capabilities.dispositions.includes('replace') ? [{ kind: 'swap', tables } as const] : []),
    ...(destination.capabilities.dispositions.includes('merge')
      ? [{ kind: 'merge', tables, boundary: sealed.createdAt } as const]
      : []),
  ];
  return steps.flatMap((step) => {
    const told = destination.describe(step, targetOf(world));
    assert.ok(told.length > 0 && told.every((text) => text !== ''), `describe() says nothing of ${step.kind}`);
    return told;
  });
}
