import assert from 'node:assert/strict';
import type { Row } from '../../core/value.ts';
import type { Capabilities } from '../../destinations/destination.ts';
import type { HistoryHints, TableHints } from '../../schema/table.ts';
import type { ContractCase, ContractWorld } from '../contract.ts';
import { loadRows, type Load } from '../rows-in.ts';
import { rowsOf } from '../rows-out.ts';

/** Section 5.8 of the dataset format: earlier versions of rows stay. */
export function scd2Cases({ mergeStrategies }: Capabilities): readonly ContractCase[] {
  return mergeStrategies.includes('scd2') ? [...cases, ...hintCases] : [];
}

const [january, february, march] = ['2024-01-01', '2024-02-01', '2024-03-01'];

function at(boundaryTimestamp: string, history: HistoryHints = {}): TableHints {
  return { writeDisposition: 'merge', merge: { strategy: 'scd2', history: { boundaryTimestamp, ...history } } };
}

function run(hints: TableHints, ...rows: readonly Row[]): Load {
  return { hints, rows };
}

/** `1|a|2024-01-01|-`: id, value, and the days on which the version begins and ends. */
async function versions(world: ContractWorld): Promise<readonly string[]> {
  const rows = await rowsOf(world, 't', ['id', 'v', '_dlt_valid_from', '_dlt_valid_to']);
  return rows.map((row) => row.replaceAll('T00:00:00Z', '')).toSorted();
}

const cases: readonly ContractCase[] = [
  {
    name: 'case 122: scd2 keeps the versions that ended',
    async run(world) {
      await loadRows(world, run(at(january), { id: 1, v: 'a', l: [1] }, { id: 2, v: 'b' }));
      await loadRows(world, run(at(february), { id: 1, v: 'a2', l: [1, 2] }, { id: 3, v: 'c' }));
      assert.deepEqual(await versions(world), [
        '1|a2|2024-02-01|-',
        '1|a|2024-01-01|2024-02-01',
        '2|b|2024-01-01|2024-02-01',
        '3|c|2024-02-01|-',
      ]);
      const ids = ['Ctj/LCQQ+1UPlQ', 'I+e1ooEMDlPuqw', 'YFuW8j64Vw2OkQ', 'wDXttDn0bnsgkw'];
      assert.deepEqual(await rowsOf(world, 't', ['_dlt_id']), ids);
      const nested = ['AEtg6g36siiokg', 'qmTudC7qDtJY7w', 's6l9yh0Ct2bSeA'];
      assert.deepEqual(await rowsOf(world, 't__l', ['_dlt_id']), nested);
    },
  },
  {
    name: 'case 124: a version that comes back begins anew',
    async run(world) {
      await loadRows(world, run(at(january), { id: 1, v: 'a' }));
      await loadRows(world, run(at(february), { id: 2, v: 'b' }));
      await loadRows(world, run(at(march), { id: 1, v: 'a' }, { id: 2, v: 'b' }));
      assert.deepEqual(await versions(world), ['1|a|2024-01-01|2024-02-01', '1|a|2024-03-01|-', '2|b|2024-02-01|-']);
    },
  },
  {
    name: 'case 124: doubles within a load both come in',
    async run(world) {
      await loadRows(world, run(at(january), { id: 1, v: 'a' }, { id: 1, v: 'a' }));
      assert.deepEqual(await versions(world), ['1|a|2024-01-01|-', '1|a|2024-01-01|-']);
    },
  },
  {
    name: 'case 124: scd2 without rows ends nothing, in one package or in several',
    async run(world) {
      await loadRows(world, run(at(january), { id: 1, v: 'a' }), run(at(february)));
      await loadRows(world, { ...run(at(february)), place: { first: true, last: false } });
      await loadRows(world, { ...run(at(february)), place: { first: false, last: true } });
      assert.deepEqual(await versions(world), ['1|a|2024-01-01|-']);
    },
  },
  {
    name: 'scd2 over several packages: absent is what no package of the run brought, and one boundary counts',
    async run(world) {
      await loadRows(world, run(at(january), ...[1, 2, 3].map((id) => ({ id, v: 'a' }))));
      await loadRows(world, { ...run(at(february), { id: 1, v: 'a' }), place: { first: true, last: false } });
      assert.ok((await versions(world)).every((version) => version.endsWith('|-')));
      await loadRows(world, { ...run(at(february), { id: 2, v: 'b' }), place: { first: false, last: false } });
      await loadRows(world, { ...run(at(february)), place: { first: false, last: true } });
      assert.deepEqual(await versions(world), [
        '1|a|2024-01-01|-',
        '2|a|2024-01-01|2024-02-01',
        '2|b|2024-02-01|-',
        '3|a|2024-01-01|2024-02-01',
      ]);
    },
  },
];

const hintCases: readonly ContractCase[] = [
  {
    name: 'case 123: with a natural key scd2 ends only rows whose key came',
    async run(world) {
      const by = (month: string) => ({ ...at(month, { activeRecordTimestamp: '9999-12-31' }), mergeKey: ['id'] });
      await loadRows(world, run(by(january), { id: 1, v: 'a' }, { id: 2, v: 'b' }));
      await loadRows(world, run(by(february), { id: 1, v: 'a2' }));
      assert.deepEqual(await versions(world), [
        '1|a2|2024-02-01|9999-12-31',
        '1|a|2024-01-01|2024-02-01',
        '2|b|2024-01-01|9999-12-31',
      ]);
    },
  },
  {
    name: 'case 125: columns and versions of its own, and no nested rows of versions that were there',
    async run(world) {
      const own = (month: string) => at(month, { validityColumns: ['vf', 'vt'], rowVersionColumn: 'h' });
      await loadRows(world, run(own(january), { id: 1, v: 'a', h: 'x', l: [1] }));
      await loadRows(world, run(own(february), { id: 1, v: 'no', h: 'x', l: [2] }, { id: 1, v: 'b', h: 'y', l: [3] }));
      assert.deepEqual(await rowsOf(world, 't', ['id', 'v', 'h', 'vt']), ['1|a|x|-', '1|b|y|-']);
      assert.deepEqual(await rowsOf(world, 't__l', ['value']), ['1', '3']);
    },
  },
];
