import { describe, expect, test } from 'vitest';
import type { PipelineEvent } from '../core/event.ts';
import type { ContractSetting } from '../schema/contract-setting.ts';
import { newSchema } from '../schema/schema.ts';
import type { TableHints } from '../schema/table.ts';
import { optionsWith, pageOf, runPages, type Loaded } from './read-tables.test.ts';

const first = [{ id: 1, v: 1 }];
const second = [
  { id: 2, v: 2 },
  { id: 3, v: 'txt' },
  { id: 4, v: 4, new: 'x' },
  { id: 5, v: 5, l: [1] },
];

/** Two runs, the second one under the contract. */
async function under(
  contract: ContractSetting | undefined,
  rows: readonly unknown[] = second,
  before: readonly unknown[] = first,
  more: TableHints = {},
): Promise<Loaded & { readonly events: readonly PipelineEvent[] }> {
  const events: PipelineEvent[] = [];
  const { schema } = await runPages([pageOf(before, {})], optionsWith({}), newSchema('tests'));
  const hinted = new Map([['t', { table: 't', hints: { ...more, contract } }]]);
  const options = optionsWith({ resources: hinted, emit: (event) => void events.push(event) });
  const origin = { page: 3, url: 'https://api.example/t?page=3' };
  return { ...(await runPages([pageOf(rows, { origin })], options, schema)), events };
}

const idsOf = ({ tables }: Loaded, table = 't', column = 'id'): readonly unknown[] =>
  (tables.get(table) ?? []).map((row) => row[column]);

const columnsOf = ({ schema }: Loaded): readonly string[] =>
  [...schema.tables.values()].filter(({ name }) => name === 't').flatMap(({ columns }) => [...columns.keys()]);

describe('contracts (section 6.1)', () => {
  test.each(['discard_row', 'discard_value'] as const)('case 132: tables %s leaves new lists out', async (tables) => {
    const loaded = await under({ tables });
    expect(idsOf(loaded)).toEqual([2, 3, 4, 5]);
    expect(columnsOf(loaded)).toEqual(['id', 'v', '_dlt_load_id', '_dlt_id', 'v__v_text', 'new']);
    expect(loaded.tables.has('t__l')).toBe(false);
  });

  test('case 132: tables freeze shows the list, the page and the request', async () => {
    await expect(under({ tables: 'freeze' })).rejects.toMatchObject({
      code: 'contract_violated',
      message:
        'Cannot load resource t into table t__l: the table is new, and the contract freezes tables (value [1], page 3 of https://api.example/t?page=3)',
      details: { entity: 'tables', table: 't__l', resource: 't' },
    });
  });

  test('case 133: columns discard_row, discard_value, freeze', async () => {
    const rows = await under({ columns: 'discard_row' });
    expect(idsOf(rows)).toEqual([2, 3, 5]);
    expect(rows.events).toContainEqual({ kind: 'rows-discarded', table: 't', rows: 1, values: 0 });
    const values = await under({ columns: 'discard_value' });
    expect(idsOf(values)).toEqual([2, 3, 4, 5]);
    expect(columnsOf(values)).not.toContain('new');
    expect(values.events).toContainEqual({ kind: 'rows-discarded', table: 't', rows: 0, values: 1 });
    await expect(under({ columns: 'freeze' })).rejects.toMatchObject({
      code: 'contract_violated',
      details: {
        entity: 'columns',
        table: 't',
        column: 'new',
        value: '"x"',
        origin: 'page 3 of https://api.example/t?page=3',
      },
    });
  });

  test('case 134: data_type discard_row, discard_value, freeze', async () => {
    expect(idsOf(await under({ dataType: 'discard_row' }))).toEqual([2, 4, 5]);
    const values = await under({ dataType: 'discard_value' });
    expect(idsOf(values, 't', 'v')).toEqual([2, null, 4, 5]);
    await expect(under({ dataType: 'freeze' })).rejects.toMatchObject({
      code: 'contract_violated',
      details: { entity: 'data_type', column: 'v', value: '"txt"' },
    });
  });

  test('case 135: the run that makes a table may give it columns', async () => {
    const resources = new Map([['t', { table: 't', hints: { contract: { columns: 'freeze' } as const } }]]);
    const loaded = await runPages([pageOf([{ id: 1 }, { id: 2, x: 1 }])], optionsWith({ resources }));
    expect(idsOf(loaded, 't', 'x')).toEqual([null, 1]);
    const frozen = new Map([['t', { table: 't', hints: { contract: 'freeze' as const } }]]);
    await expect(runPages([pageOf([{ id: 1 }])], optionsWith({ resources: frozen }))).rejects.toMatchObject({
      code: 'contract_violated',
    });
  });

  test('case 136: one word for all three', async () => {
    expect(idsOf(await under('discard_row', [{ id: 2, x: 1 }, { id: 3 }]))).toEqual([3]);
  });

  test('case 137: children go with their row, and are under the contract themselves', async () => {
    const rows = [
      { id: 2, x: 9, l: [{ a: 2 }] },
      { id: 3, l: [{ a: 3, b: 1 }, { a: 4 }] },
    ];
    const loaded = await under({ columns: 'discard_row' }, rows, [{ id: 1, l: [{ a: 1 }] }]);
    expect(idsOf(loaded)).toEqual([3]);
    expect(idsOf(loaded, 't__l', 'a')).toEqual([4]);
  });

  test('case 138: a value that can be turned into the type of its column is no event', async () => {
    expect(idsOf(await under({ dataType: 'freeze' }, [{ id: 2, v: '2' }]), 't', 'v')).toEqual([2]);
    await expect(under({ dataType: 'freeze' }, [{ id: 2, v: 'x' }])).rejects.toMatchObject({
      code: 'contract_violated',
    });
  });

  test('the value of a marked column is masked', async () => {
    const marked = { columns: [{ name: 'v', extra: { 'x-mask': true } }] };
    const failing = under({ dataType: 'freeze' }, [{ v: 'hunter2' }], first, marked);
    await expect(failing).rejects.toThrow('(value ***, page 3');
    await expect(failing).rejects.not.toThrow('hunter2');
  });

  test('without a contract, too, an error tells the value and the page, and masks the value', async () => {
    const rows = [{ v: 'hunter2', v__v_text: 'mine' }];
    const taken = 'Cannot put a row into "t": "v__v_text" is taken, and a value of type text needs it';
    const page = 'page 3 of https://api.example/t?page=3';
    await expect(under(undefined, rows)).rejects.toMatchObject({
      code: 'variant_conflict',
      message: `${taken} (value "mine", ${page})`,
      details: { table: 't', column: 'v__v_text', resource: 't', value: '"mine"', origin: page, type: 'text' },
    });
    const marked = { columns: [{ name: 'v', extra: { 'x-mask': true } }] };
    const masked = under(undefined, [{ v__v_text: 'mine', v: 'hunter2' }], first, marked);
    await expect(masked).rejects.toThrow(`${taken} (value ***, ${page})`);
    const needed = { columns: [{ name: 'v', nullable: false }] };
    const without = under(undefined, [{ v: null }], [], needed);
    await expect(without).rejects.toThrow(`Cannot put a row into "t": "v" is null and must have a value (${page})`);
  });

  test('a null in a column that was held back costs nothing', async () => {
    const rows = [
      { id: 2, x: 1 },
      { id: 3, x: null },
    ];
    expect(idsOf(await under({ columns: 'discard_row' }, rows))).toEqual([3]);
  });

  test('a table that must not be made takes no rows, and says how many', async () => {
    const events: PipelineEvent[] = [];
    const resources = new Map([['t', { table: 't', hints: { contract: { tables: 'discard_row' } as const } }]]);
    const options = optionsWith({ resources, emit: (event) => void events.push(event) });
    const { tables } = await runPages([pageOf([{ id: 1 }, { id: 2 }])], options);
    expect([...tables.keys()]).toEqual([]);
    expect(events).toContainEqual({ kind: 'rows-discarded', table: 't', rows: 2, values: 0 });
  });
});
