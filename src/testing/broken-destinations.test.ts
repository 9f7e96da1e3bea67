/** The suite is worth what it catches: each of these destinations breaks one promise, and a case must say so. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { LoadId } from '../core/names.ts';
import type { Capabilities, DatasetReader, Destination, JobClient, LoadStep } from '../destinations/destination.ts';
import { duckdb } from '../destinations/duckdb/index.ts';
import type { Cell } from '../schema/cell.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import { destinationCases, type ContractWorld } from './index.ts';

type Break = (whole: Destination) => Destination;

/** Another job client around each one that is connected. */
function withJobs(change: (client: JobClient) => Partial<JobClient>): Break {
  return (whole) => ({
    ...whole,
    async connect(target) {
      const client = await whole.connect(target);
      const same: JobClient = {
        restore: () => client.restore(),
        prepare: (step) => client.prepare(step),
        ahead: (load, steps) => client.ahead?.(load, steps) ?? Promise.resolve(false),
        commit: (load, steps) => client.commit(load, steps),
        close: () => client.close(),
      };
      return { ...same, ...change(client) };
    },
  });
}

const withSteps = (change: (steps: readonly LoadStep[]) => readonly LoadStep[]): Break =>
  withJobs((client) => ({
    prepare: async (step) => {
      for (const one of change([step])) await client.prepare(one);
    },
    commit: (load, steps) => client.commit(load, change(steps)),
  }));

function withReaders(change: (reader: DatasetReader) => Partial<DatasetReader>): Break {
  return (whole) => ({
    ...whole,
    async read(target) {
      const reader = await whole.read(target);
      if (reader === undefined) return undefined;
      const same: DatasetReader = {
        tables: () => reader.tables(),
        restore: () => reader.restore(),
        query: (sql, limits) => reader.query(sql, limits),
        rows: (of, options) => reader.rows(of, options),
        close: () => reader.close(),
      };
      return { ...same, ...change(reader) };
    },
  });
}

const withValues = (change: (value: Cell) => Cell): Break =>
  withReaders((reader) => ({
    async *rows(of, options) {
      for await (const batch of reader.rows(of, options)) {
        yield { ...batch, rows: batch.rows.map((row) => row.map(change)) };
      }
    },
  }));

const claiming =
  (claims: Partial<Capabilities>): Break =>
  (whole) => ({ ...whole, capabilities: { ...whole.capabilities, ...claims } });

const strategyOf = (steps: readonly LoadStep[], from: string): readonly LoadStep[] =>
  steps.map((step) =>
    step.kind === 'merge'
      ? {
          ...step,
          tables: step.tables.map((table) =>
            table.mergeStrategy === from ? { ...table, mergeStrategy: 'delete-insert' as const } : table,
          ),
        }
      : step,
  );

const breaks: readonly (readonly [name: string, change: Break, caughtBy: RegExp])[] = [
  [
    'copies every file twice',
    withSteps((steps) => steps.flatMap((step): readonly LoadStep[] => (step.kind === 'copy' ? [step, step] : [step]))),
    /^case 101/,
  ],
  [
    'commits again what is committed',
    withJobs((client) => ({
      async commit(load, steps) {
        const outcome = await client.commit(load, steps);
        if (outcome !== 'already_committed') return outcome;
        const { newestLoad } = await client.restore();
        return client.commit({ ...load, id: `${load.id}1` as LoadId, base: newestLoad }, steps);
      },
    })),
    /invariant I6/,
  ],
  [
    'ignores the fence',
    withJobs((client) => ({
      commit: async (load, steps) => client.commit({ ...load, base: (await client.restore()).newestLoad }, steps),
    })),
    /^cases V4, V5/,
  ],
  [
    'forgets nested tables',
    withSteps((steps) => steps.filter((step) => step.kind !== 'copy' || step.table.parent === undefined)),
    /^case 101/,
  ],
  [
    'shows rows before the commit',
    withJobs((client) => ({
      async commit(load, steps) {
        for (const step of steps.slice(0, -1)) await client.commit(load, [step]);
        return client.commit(load, steps.slice(-1));
      },
    })),
    /^invariant G3/,
  ],
  [
    'shows what it does ahead of the commit',
    withJobs((client) => ({
      ahead: async (load, steps) =>
        (await client.commit({ ...load, id: `${load.id}1` as LoadId }, steps)) === 'committed',
    })),
    /^what was done ahead is nowhere/,
  ],
  [
    'forgets what it did ahead of the commit',
    withJobs((client) => {
      const done: string[] = [];
      return {
        ahead(_load, steps) {
          for (const step of steps) if (step.kind === 'copy') done.push(step.table.name);
          return Promise.resolve(true);
        },
        commit: (load, steps) =>
          client.commit(
            load,
            steps.filter((step) => step.kind !== 'copy' || !done.includes(step.table.name)),
          ),
      };
    }),
    /^all of a load can be done ahead/,
  ],
  ['loses nulls', withValues((value) => value ?? ''), /^nulls of every type/],
  [
    'loses microseconds',
    withValues((value) => (typeof value === 'string' ? value.replace(/(\.\d{3})\d{3}Z$/, '$1Z') : value)),
    /^type timestamp/,
  ],
  [
    'loses the last digit of large numbers',
    withValues((value) => (typeof value === 'bigint' ? BigInt(Number(value)) : value)),
    /^type bigint/,
  ],
  ['claims a strategy that it does not have', withSteps((steps) => strategyOf(steps, 'insert-only')), /^case 121/],
  ['claims versions that it does not keep', withSteps((steps) => strategyOf(steps, 'scd2')), /^case 122/],
  [
    'offers what it does not declare',
    (whole) => ({ ...claiming({ dispositions: ['append'] })(whole), capabilities: whole.capabilities }),
    /^replace is refused/,
  ],
  ['empties nothing for replace', withSteps((steps) => steps.filter(({ kind }) => kind !== 'truncate')), /^case 102/],
  [
    'saves no state',
    withSteps((steps) => steps.filter(({ kind }) => kind !== 'save_state')),
    /^restore\(\) gives back/,
  ],
  ['stores no schema', withSteps((steps) => steps.filter(({ kind }) => kind !== 'save_schema')), /^sections 4\.1/],
  ['tells its password', (whole) => ({ ...whole, location: `${whole.location}?password=hunter2` }), /^describe\(\)/],
  [
    'says nothing of a step',
    (whole) => ({ ...whole, describe: (step, target) => (step.kind === 'merge' ? [] : whole.describe(step, target)) }),
    /^describe\(\)/,
  ],
  [
    'pays no heed to limits',
    withReaders((reader) => ({ query: (sql, limits) => reader.query(sql, { ...limits, maxRows: 1_000_000 }) })),
    /^query\(\) gives at most/,
  ],
];

async function worldOf(change: Break): Promise<ContractWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-broken-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const destination = change(duckdb(join(folder, 'data.duckdb')));
  return { destination, dataset: 'ds', folder, runtime: nodeRuntime(), secrets: ['hunter2'] };
}

test.each(breaks)('a destination that %s is caught', async (name, change, caughtBy) => {
  const { capabilities } = change(duckdb('any.duckdb'));
  const declared =
    name === 'offers what it does not declare' ? { ...capabilities, dispositions: ['append'] as const } : capabilities;
  const cases = destinationCases(declared).filter((one) => caughtBy.test(one.name));
  expect(cases.length).toBeGreaterThan(0);
  const outcomes = [];
  for (const { run } of cases) {
    const world = await worldOf(change);
    outcomes.push(
      await run(world).then(
        () => 'passed',
        () => 'caught',
      ),
    );
  }
  expect(outcomes).toContain('caught');
});

test('the same cases pass with a destination that breaks nothing', async () => {
  for (const { name, run } of destinationCases(duckdb('any.duckdb').capabilities)) {
    if (breaks.some(([, , caughtBy]) => caughtBy.test(name))) await run(await worldOf((whole) => whole));
  }
}, 120_000);

test('every case has a name of its own', () => {
  const { capabilities } = duckdb('any.duckdb');
  for (const claims of [
    {},
    { dispositions: ['append'] as const, mergeStrategies: [] },
    { commit: 'load_record' as const },
  ]) {
    const names = destinationCases({ ...capabilities, ...claims }).map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  }
});
