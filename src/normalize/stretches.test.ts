import { describe, expect, test } from 'vitest';
import type { PipelineEvent } from '../core/event.ts';
import type { LoadId, TableName } from '../core/names.ts';
import type { PipelineState } from '../core/state.ts';
import { defaultNormalizeLimits } from './normalize.ts';
import { optionsWith, pageOf, runPages, type ReadRow } from './read-tables.test.ts';

const stateOf = (id: number): PipelineState => ({ resources: { t: { values: { id } } } });
const small = { ...defaultNormalizeLimits, stretchBytes: 1000 };

function rowsOf(count: number, text = 'x'): ReadRow[] {
  return Array.from({ length: count }, (_, id) => ({ id, text }));
}

describe('normalize() hands on', () => {
  test('one stretch at the end, with the last state', async () => {
    const pages = [1, 2, 3].map((id) => pageOf(rowsOf(5), { stateAfter: stateOf(id) }));
    const { stretches } = await runPages(pages, optionsWith());
    expect(stretches.map(({ state, received }) => [state, received.get('t')])).toEqual([[stateOf(3), 15]]);
  });

  test('at every safe point when asked to', async () => {
    const pages = [pageOf(rowsOf(2), { stateAfter: stateOf(1) }), pageOf([], { stateAfter: stateOf(2) })];
    const { stretches } = await runPages(pages, optionsWith({ everySafePoint: true }));
    expect(stretches.map(({ state, batches }) => [state, batches.length])).toEqual([
      [stateOf(1), 1],
      [stateOf(2), 0],
    ]);
  });

  test('at a safe point when it is due', async () => {
    const pages = [1, 2, 3].map((id) => pageOf(rowsOf(1), { stateAfter: stateOf(id) }));
    const due = [false, true, false];
    const { stretches } = await runPages(pages, optionsWith({ isDue: () => due.shift() ?? false }));
    expect(stretches.map(({ state }) => state)).toEqual([stateOf(2), stateOf(3)]);
  });

  test('at a safe point once the buffers are full', async () => {
    const pages = [1, 2, 3].map((id) => pageOf(rowsOf(10, 'x'.repeat(100)), { stateAfter: stateOf(id) }));
    const { stretches } = await runPages(pages, optionsWith({ limits: small }));
    expect(stretches.map(({ state }) => state)).toEqual([stateOf(1), stateOf(2), stateOf(3)]);
  });

  test('without a state within a unit that is too large', async () => {
    const unit = [pageOf(rowsOf(600, 'x'.repeat(100)), { stateAfter: undefined }), pageOf([{ id: 7 }])];
    const { stretches, tables } = await runPages(unit, optionsWith({ limits: small }));
    expect(stretches.map(({ state }) => state !== undefined)).toEqual([false, false, false, true]);
    expect(tables.get('t')?.length).toBe(601);
    expect(stretches.reduce((sum, { received }) => sum + (received.get('t') ?? 0), 0)).toBe(601);
  });

  test('with a state after a unit that was handed on in parts', async () => {
    const large = pageOf(rowsOf(60, 'x'.repeat(100)), { stateAfter: undefined });
    const pages = [1, 2].flatMap((id) => [large, pageOf([], { stateAfter: stateOf(id) })]);
    const { stretches } = await runPages(pages, optionsWith({ limits: small }));
    expect(stretches.map(({ state }) => state)).toEqual([undefined, stateOf(1), undefined, stateOf(2)]);
  });

  test('no state that is not true of all rows so far', async () => {
    const pages = [pageOf(rowsOf(1), { stateAfter: stateOf(1) }), pageOf(rowsOf(1), { stateAfter: undefined })];
    const { stretches } = await runPages(pages, optionsWith());
    expect(stretches.map(({ state, received }) => [state, received.get('t')])).toEqual([[undefined, 2]]);
  });

  test('nothing for nothing, a state for a state', async () => {
    expect((await runPages([], optionsWith())).stretches).toEqual([]);
    const { stretches, schema } = await runPages([pageOf([], { stateAfter: stateOf(1) })], optionsWith());
    expect(stretches.map(({ batches, state }) => [batches, state])).toEqual([[[], stateOf(1)]]);
    expect(schema.tables.has('t' as TableName)).toBe(false);
  });

  test('rows of the next package with its load id and other row ids', async () => {
    let load = 1;
    const options = optionsWith({ everySafePoint: true, loadId: () => String(load) as LoadId });
    const { tables } = await runPages([pageOf([{}]), pageOf([{}])], {
      ...options,
      isDue: () => false,
      emit: (event) => {
        if (event.kind === 'schema-changed') load = 2;
      },
    });
    const rows = tables.get('t') ?? [];
    expect(rows.map((row) => row['_dlt_load_id'])).toEqual(['1', '2']);
    expect(new Set(rows.map((row) => String(row['_dlt_id']).slice(0, 8))).size).toBe(2);
  });

  test('tells of changed tables, new ones with all their columns', async () => {
    const events: PipelineEvent[] = [];
    const options = optionsWith({ everySafePoint: true, emit: (event) => events.push(event) });
    await runPages([pageOf([{ a: 1, l: [1] }]), pageOf([{ a: 2 }]), pageOf([{ b: 1 }])], options);
    expect(events.map((event) => (event.kind === 'schema-changed' ? [event.table, event.columns] : []))).toEqual([
      ['t', ['a', '_dlt_load_id', '_dlt_id']],
      ['t__l', ['value', '_dlt_parent_id', '_dlt_list_idx', '_dlt_id']],
      ['t', ['b']],
    ]);
  });

  test('every typed column of the table, those without a value included', async () => {
    const hints = { columns: [{ name: 'never', dataType: 'decimal' as const }] };
    const options = optionsWith({ everySafePoint: true, resources: new Map([['t', { table: 't', hints }]]) });
    const { stretches } = await runPages([pageOf([{ a: 1 }]), pageOf([{ b: 1 }])], options);
    expect(stretches.map(({ batches }) => batches[0]?.columns.map(({ schema }) => schema.name))).toEqual([
      ['never', 'a', '_dlt_load_id', '_dlt_id'],
      ['never', 'a', '_dlt_load_id', '_dlt_id', 'b'],
    ]);
    expect(stretches[1]?.batches[0]?.columns.map(({ valueCount }) => valueCount)).toEqual([0, 0, 1, 1, 1]);
  });
});
