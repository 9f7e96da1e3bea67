import { expect, test } from 'vitest';
import type { ColumnName, LoadId, TableName } from '../core/names.ts';
import { emptyState } from '../core/state.ts';
import type { Capabilities, LoadStep } from '../destinations/destination.ts';
import type { LoadPackage } from '../load-package/load-package.ts';
import { newSchema } from '../schema/schema.ts';
import type { ColumnSchema, TableSchema, WriteDisposition } from '../schema/table.ts';
import { load } from './load.ts';
import { planLoad } from './plan-load.ts';

const everyType = {
  text: 'T',
  double: 'T',
  bool: 'T',
  timestamp: 'T',
  bigint: 'T',
  binary: 'T',
  json: 'T',
  decimal: 'T',
  wei: 'T',
  date: 'T',
  time: 'T',
} as const;

const capabilities: Capabilities = {
  formats: ['parquet'],
  dltType: 'dlt.destinations.duckdb',
  commit: 'transaction',
  dispositions: ['append', 'replace', 'merge'],
  mergeStrategies: ['delete-insert', 'upsert', 'insert-only', 'scd2'],
  types: everyType,
  maxIdentifierLength: 100,
  decimal: { precision: 38, scale: 9 },
  weiPrecision: 38,
};

const name = (text: string): TableName => text as TableName;

function table(text: string, more: Partial<TableSchema>, column: Partial<ColumnSchema> = {}): TableSchema {
  const id = { name: 'id' as ColumnName, dataType: 'bigint', nullable: false, ...column } as const;
  return { name: name(text), columns: new Map([[id.name, id]]), seenData: true, ...more };
}

function packageOf(writeDisposition: WriteDisposition, more: Partial<LoadPackage> = {}): LoadPackage {
  const tables = [
    table('t', { resource: 'r', writeDisposition }, { primaryKey: true }),
    table('t__l', { parent: name('t') }),
    table('t__x', { parent: name('t') }, { dataType: undefined }),
    table('other', { resource: 'o', writeDisposition: 'append' }),
  ];
  const file = (text: string, index: number) =>
    ({ table: name(text), path: `/${text}.${index}`, rowCount: 2, byteCount: 1, hash: '' }) as const;
  const schema = newSchema('s');
  return {
    id: '1.5' as LoadId,
    pipeline: 'p',
    dataset: 'd',
    createdAt: '2024-01-01T00:00:00Z',
    schema: { ...schema, tables: new Map([...schema.tables, ...tables.map((one) => [one.name, one] as const)]) },
    state: emptyState,
    files: [file('t', 1), file('t__l', 1), file('t', 2)],
    received: new Map(),
    place: { first: true, last: true },
    replaced: [],
    ...more,
  };
}

/** One line a step, such as `copy t 2 final`. */
function shown(step: LoadStep): string {
  if (step.kind === 'copy') return `copy ${step.table.name} ${step.files.length} ${step.into}`;
  const tables = 'tables' in step ? step.tables.map((one) => (typeof one === 'string' ? one : one.name)).join('+') : '';
  return [step.kind, tables, 'into' in step ? step.into : ''].filter((part) => part !== '').join(' ');
}

const ending = ['save_schema', 'save_state', 'record_load'];
const steps = (loadPackage: LoadPackage) => {
  const plan = planLoad(loadPackage, capabilities);
  return { prepare: plan.prepare.map((stage) => stage.map(shown)), commit: plan.commit.map(shown) };
};

test('planLoad() appends all files of a table with one step, tables without columns left out', () => {
  expect(steps(packageOf('append'))).toEqual({
    prepare: [],
    commit: ['migrate t+t__l final', 'copy t 2 final', 'copy t__l 1 final', ...ending],
  });
});

test('planLoad() stages tables that merge', () => {
  expect(steps(packageOf('merge'))).toEqual({
    prepare: [['migrate t+t__l staging'], ['truncate t+t__l staging'], ['copy t 2 staging', 'copy t__l 1 staging']],
    commit: ['migrate t+t__l final', 'merge t+t__l', ...ending],
  });
});

test('planLoad() replaces at once where a run has one package', () => {
  expect(steps(packageOf('replace')).commit).toEqual([
    'migrate t+t__l final',
    'truncate t+t__l final',
    'copy t 2 final',
    'copy t__l 1 final',
    ...ending,
  ]);
});

test('I11: planLoad() gathers a replace over several packages in staging', () => {
  const of = (first: boolean, last: boolean, more = {}) =>
    steps(packageOf('replace', { place: { first, last }, replaced: [name('t')], ...more })).commit;
  const copies = ['copy t 2 staging', 'copy t__l 1 staging'];
  const [staging, final] = ['migrate t+t__l staging', 'migrate t+t__l final'];
  expect(of(true, false)).toEqual([staging, 'truncate t+t__l staging', ...copies, final, ...ending]);
  expect(of(false, false)).toEqual([staging, ...copies, final, ...ending]);
  expect(of(false, true)).toEqual([staging, ...copies, final, 'swap t+t__l', ...ending]);
  expect(of(false, true, { files: [] })).toEqual([staging, final, 'swap t+t__l', ...ending]);
  expect(of(true, false, { files: [] })).toEqual([staging, 'truncate t+t__l staging', final, ...ending]);
});

test('planLoad() empties a table that is replaced by nothing, and no other', () => {
  const plan = steps(packageOf('replace', { files: [], replaced: [name('t')] }));
  expect(plan.commit).toEqual(['migrate t+t__l final', 'truncate t+t__l final', ...ending]);
  expect(steps(packageOf('replace', { files: [] })).commit).toEqual(ending);
});

test.each([
  ['scd2', { mergeStrategy: 'scd2' }, {}],
  ['a merge key', {}, { mergeKey: true }],
  ['dedup_sort', {}, { dedupSort: 'desc' }],
  ['declared doubles', { deduplicated: true }, {}],
  ['upsert with deletions', { mergeStrategy: 'upsert' }, { hardDelete: true }],
] as const)(
  'planLoad() gathers rows over several packages where a merge needs the whole run: %s',
  (_name, table, column) => {
    const of = (first: boolean, last: boolean, more: Partial<LoadPackage> = {}) => {
      const given = packageOf('merge', { place: { first, last }, ...more });
      const root = given.schema.tables.get(name('t'));
      const [id] = root?.columns.values() ?? [];
      if (root === undefined || id === undefined) throw new Error('no table');
      const changed = { ...root, ...table, columns: new Map([[id.name, { ...id, ...column }]]) };
      return steps({
        ...given,
        schema: { ...given.schema, tables: new Map([...given.schema.tables, [root.name, changed]]) },
      });
    };
    const copies = ['copy t 2 staging', 'copy t__l 1 staging'];
    const [staging, empty, final] = ['migrate t+t__l staging', 'truncate t+t__l staging', 'migrate t+t__l final'];
    expect(of(true, false)).toEqual({ prepare: [], commit: [staging, empty, ...copies, final, ...ending] });
    expect(of(false, false).commit).toEqual([staging, ...copies, final, ...ending]);
    expect(of(false, false, { files: [] }).commit).toEqual(ending);
    expect(of(true, false, { files: [] }).commit).toEqual([staging, empty, final, ...ending]);
    expect(of(false, true, { files: [] }).commit).toEqual([staging, final, 'merge t+t__l', empty, ...ending]);
    expect(of(true, true)).toEqual({
      prepare: [[staging], [empty], copies],
      commit: [final, 'merge t+t__l', ...ending],
    });
  },
);

test('case 103: planLoad() empties a table that the run replaces, whatever its hints say', () => {
  const plan = steps(packageOf('append', { files: [], replaced: [name('t')] }));
  expect(plan.commit).toEqual(['migrate t+t__l final', 'truncate t+t__l final', ...ending]);
});

test('case 144: planLoad() drops tables before all else, staging too, and forgets the schemas before', () => {
  const tables = [name('t__l'), name('t')];
  const dropped = packageOf('merge', { refresh: { mode: 'drop_resources', tables } });
  const { prepare, commit } = steps(dropped);
  expect(prepare.slice(0, 2)).toEqual([['drop t__l+t staging'], ['migrate t+t__l staging']]);
  expect(commit).toEqual(['drop t__l+t final', 'migrate t+t__l final', 'merge t+t__l', ...ending]);
  const saved = planLoad(dropped, capabilities).commit.slice(-3);
  expect(saved).toMatchObject([{ forgets: true }, { refresh: { mode: 'drop_resources' } }, {}]);
});

test('case 144: planLoad() empties tables where only rows are to go, and keeps the schemas before', () => {
  const emptied = packageOf('append', { files: [], refresh: { mode: 'drop_data', tables: [name('t__l'), name('t')] } });
  expect(steps(emptied)).toEqual({
    prepare: [['drop t__l+t staging']],
    commit: ['migrate t__l+t final', 'truncate t__l+t final', ...ending],
  });
  expect(planLoad(emptied, capabilities).commit.slice(-3)[0]).not.toHaveProperty('forgets');
  const nothing = packageOf('append', { files: [], refresh: { mode: 'drop_sources', tables: [] } });
  expect(steps(nothing).commit).toEqual(ending);
  expect(planLoad(nothing, capabilities).commit[0]).not.toHaveProperty('forgets');
});

test.each([
  ['case 105', 'merge', 'key_missing'],
  ['case 131', 'skip', 'config_invalid'],
] as const)('%s: planLoad() refuses %s without what it needs', (_case, disposition, code) => {
  const given = packageOf(disposition);
  const keyless = table('t', { resource: 'r', writeDisposition: disposition });
  const schema = { ...given.schema, tables: new Map([...given.schema.tables, [keyless.name, keyless]]) };
  expect(() => planLoad({ ...given, schema }, capabilities)).toThrow(expect.objectContaining({ code }));
});

test.each(['committed', 'already_committed', 'fenced'] as const)(
  'load() tells that a package is %s',
  async (outcome) => {
    const loadPackage = packageOf('merge');
    const seen: string[] = [];
    const client = {
      restore: () => Promise.reject(new Error('not asked')),
      prepare: async (step: LoadStep) => void seen.push(shown(step)),
      commit: async () => {
        seen.push('commit');
        return outcome;
      },
      close: () => Promise.resolve(),
    };
    const clock = { now: () => 0, monotonicMs: () => seen.length, sleep: () => Promise.resolve() };
    const { signal } = new AbortController();
    const options = { signal, clock, emit: ({ kind }: { kind: string }) => void seen.push(kind) };
    expect(await load(planLoad(loadPackage, capabilities), loadPackage, client, options)).toBe(outcome);
    expect(seen.slice(-2)).toEqual(['commit', outcome === 'fenced' ? 'load-fenced' : 'load-committed']);
    expect(seen.slice(0, 2)).toEqual(['migrate t+t__l staging', 'truncate t+t__l staging']);
  },
);
