import assert from 'node:assert/strict';
import type { Row } from '../../core/value.ts';
import type { Capabilities } from '../../destinations/destination.ts';
import { namingOf } from '../../schema/naming/conventions.ts';
import type { ContractCase, ContractWorld } from '../contract.ts';
import { plainNaming } from '../plain-naming.ts';
import { loadPackage, loadRows, packageOf, targetOf, withClient } from '../rows-in.ts';
import { refused, rowsAt, rowsOf, withReader } from '../rows-out.ts';

const reserved = [
  'select',
  'order',
  'table',
  'user',
  'group',
  'default',
  'end',
  'from',
  'index',
  'key',
  'time',
  'value',
];

const hostile: readonly string[] = [
  `a"b`,
  `it's`,
  'a`b',
  'a.b',
  'a;drop table t;--',
  'a b',
  'a\\b',
  'a%s$1:c?',
  '/etc/passwd',
  '*',
  'Ünïcödé 表 \u{1F600}',
  'line\nbreak',
];

/** Names reach the destination as they are, are quoted, and never do anything (case S5). */
export function nameCases({ dispositions, maxIdentifierLength }: Capabilities): readonly ContractCase[] {
  return [
    ...plainCases,
    {
      name: 'hostile names of columns stay names, or are refused with nothing changed',
      run: (world) => keepsHostileNames(world, dispositions.includes('merge')),
    },
    ...hostile.concat('../../up').map((table) => ({
      name: `a table called ${JSON.stringify(table)} is a table, or is refused with nothing changed`,
      run: (world: ContractWorld) => keepsHostileTable(world, table),
    })),
    {
      name: `names are at most ${maxIdentifierLength} characters long, and stay apart`,
      run: (world) => keepsLongNames(world, maxIdentifierLength),
    },
  ];
}

const plainCases: readonly ContractCase[] = [
  {
    name: 'reserved words are names of columns and tables',
    async run(world) {
      const row = Object.fromEntries(reserved.map((word, index) => [word, index]));
      for (const table of ['order', 'select', 'user']) {
        await loadRows(world, { table, rows: [{ ...row, l: [1] }] });
        assert.deepEqual(await rowsOf(world, table, ['select', 'end', 'value']), ['0|6|11']);
        assert.deepEqual(await rowsOf(world, `${table}__l`, ['value']), ['1']);
      }
    },
  },
  {
    name: 'a name with NUL is refused, and nothing changes',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1 }] });
      const sealed = await packageOf(world, { rows: [{ id: 2, 'a\0b': 1 }], naming: plainNaming });
      await withClient(world, (client) => refused(world, loadPackage(world, client, sealed), 'schema_conflict'));
      assert.deepEqual(await rowsOf(world, 't', ['id']), ['1']);
    },
  },
  {
    name: 'names that differ in case only are kept apart or refused, never mixed up',
    async run(world) {
      const naming = namingOf('direct', { maxLength: world.destination.capabilities.maxIdentifierLength });
      const sealed = await packageOf(world, { rows: [{ id: 1, Name: 'upper', name: 'lower' }], naming });
      const isIn = await loadedOrRefused(world, sealed);
      if (isIn) assert.deepEqual(await rowsOf(world, 't', ['Name', 'name']), ['upper|lower']);
    },
  },
  {
    name: 'a dataset with a hostile name is one, or is refused',
    async run(world) {
      const target = targetOf(world, { dataset: `${world.dataset}"; drop table t; --` });
      const sealed = await packageOf(world, { rows: [{ id: 1 }] }, target).catch(() => undefined);
      if (sealed === undefined) return;
      await withClient(world, (client) => loadPackage(world, client, sealed), target);
      assert.deepEqual(await rowsAt(world, target, 't', ['id']), ['1']);
    },
  },
  {
    name: 'values look like SQL and stay values',
    async run(world) {
      const values = [`'; drop table t; --`, '"', '$1', '${x}', '{{x}}', '%s', '\\', "E'\\''", '\u2019'];
      await loadRows(world, { rows: values.map((value, id) => ({ id, value, l: [value] })) });
      assert.deepEqual(await rowsOf(world, 't', ['value']), values.toSorted());
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), values.toSorted());
    },
  },
];

async function keepsHostileNames(world: ContractWorld, mayMerge: boolean): Promise<void> {
  await loadRows(world, { table: 'canary', rows: [{ id: 1 }] });
  const row: Row = { id: 1, ...Object.fromEntries(hostile.map((name, index) => [name, index])) };
  const hints = mayMerge ? ({ writeDisposition: 'merge', primaryKey: ['id', 'a"b'] } as const) : {};
  for (let run = 0; run < 2; run += 1) {
    const sealed = await packageOf(world, { rows: [{ ...row, l: [row] }], hints, naming: plainNaming });
    if (!(await loadedOrRefused(world, sealed))) break;
    const times = mayMerge ? 1 : run + 1;
    const shown = hostile.map((_, index) => String(index)).join('|');
    for (const table of ['t', 't__l']) {
      assert.deepEqual(
        await rowsOf(world, table, hostile),
        Array.from({ length: times }, () => shown),
      );
    }
  }
  assert.deepEqual(await rowsOf(world, 'canary', ['id']), ['1']);
}

async function keepsHostileTable(world: ContractWorld, table: string): Promise<void> {
  await loadRows(world, { table: 'canary', rows: [{ id: 1 }] });
  const sealed = await packageOf(world, { table, rows: [{ id: 2, l: [3] }], naming: plainNaming });
  if (await loadedOrRefused(world, sealed)) {
    assert.deepEqual(await rowsOf(world, table, ['id']), ['2']);
    assert.deepEqual(await rowsOf(world, `${table}__l`, ['value']), ['3']);
  } else assert.equal((await rowsOf(world, '_dlt_loads', ['load_id'])).length, 1);
  assert.deepEqual(await rowsOf(world, 'canary', ['id']), ['1']);
}

/** False when the load was refused, for its names. */
async function loadedOrRefused(world: ContractWorld, sealed: Awaited<ReturnType<typeof packageOf>>): Promise<boolean> {
  return withClient(world, async (client) => {
    const loading = loadPackage(world, client, sealed);
    try {
      return (await loading) === 'committed';
    } catch {
      await refused(world, loading, 'schema_conflict', 'destination_refused');
      return false;
    }
  });
}

async function keepsLongNames(world: ContractWorld, longest: number): Promise<void> {
  const length = Math.min(longest, 1000) + 20;
  const [one, other] = [`a${'n'.repeat(length)}_one`, `a${'n'.repeat(length)}_other`];
  const rows = [{ id: 1, [one]: 'one', [other]: 'other', [`${one}_l`]: [1] }];
  const sealed = await packageOf(world, { rows });
  await loadRows(world, { rows }, { rows });
  const columns = [...sealed.schema.tables.values()].flatMap((table) => [table.name, ...table.columns.keys()]);
  assert.ok(columns.every((name) => Buffer.byteLength(name) <= longest));
  const table = [...sealed.schema.tables.values()].find(({ name }) => name === 't');
  const names = [...(table?.columns.keys() ?? [])];
  const long = names.filter((name) => name.startsWith('an'));
  assert.equal(long.length, 2);
  assert.deepEqual(await rowsOf(world, 't', long), ['one|other', 'one|other']);
  const tables = await withReader(world, (reader) => reader.tables());
  assert.equal(Number(tables.find(({ name }) => name.startsWith('t__an'))?.rowCount), 2);
}
