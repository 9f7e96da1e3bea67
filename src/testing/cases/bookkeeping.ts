import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { parseJson } from '../../core/json.ts';
import { isRow } from '../../core/value.ts';
import { loadsTable, stateTable, versionTable } from '../../schema/system-tables.ts';
import { versionHash } from '../../schema/version.ts';
import type { ContractCase } from '../contract.ts';
import { loadPackage, loadRows, packageOf, withClient } from '../rows-in.ts';
import { countOf, refused, restoredOf, rowsOf, withReader } from '../rows-out.ts';

/** The three tables of the engine, exactly as section 4 of the dataset format has them. */
export function bookkeepingCases(): readonly ContractCase[] {
  return [...contentCases, ...otherCases];
}

const stateOf = (cursor: string) => ({ resources: { r: { values: { cursor } } } });

const contentCases: readonly ContractCase[] = [
  {
    name: 'section 4: the tables of the engine have their columns, in order',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1 }] });
      const tables = await withReader(world, (reader) => reader.tables());
      for (const table of [loadsTable, versionTable, stateTable]) {
        const found = tables.find(({ name }) => name === table.name)?.columns.map(({ name }) => name);
        const columns = [...table.columns.keys()];
        // Section 8.4: where states are files, their rows need no id.
        const ofFiles = columns.filter((name) => name !== '_dlt_id');
        assert.deepEqual(
          found,
          world.destination.capabilities.commit === 'load_record' && found?.includes('_dlt_id') === false
            ? ofFiles
            : columns,
        );
      }
    },
  },
  {
    name: 'sections 4.1 and 4.2: one row for each load, one for each schema',
    async run(world) {
      const packages = [];
      for (const rows of [[{ id: 1 }], [{ id: 2 }], [{ id: 3, v: 'new' }]]) {
        const sealed = await packageOf(world, { rows });
        await withClient(world, (client) => loadPackage(world, client, sealed));
        packages.push(sealed);
      }
      const loads = ['load_id', 'schema_name', 'status', 'schema_version_hash'];
      assert.deepEqual(
        await rowsOf(world, '_dlt_loads', loads),
        packages.map(({ id, schema }) => `${id}|demo|0|${versionHash(schema)}`),
      );
      const [first = '', , last = ''] = packages.map(
        ({ schema }) => `${schema.version}|11|demo|${versionHash(schema)}`,
      );
      const versions = ['version', 'engine_version', 'schema_name', 'version_hash'];
      assert.deepEqual(await rowsOf(world, '_dlt_version', versions), [first, last].toSorted());
    },
  },
  {
    name: 'section 4.3: a state that did not change gets no row, one that did gets the next version',
    async run(world) {
      for (const cursor of ['a', 'a', 'b']) await loadRows(world, { rows: [{ id: 1 }], state: stateOf(cursor) });
      const rows = await rowsOf(world, '_dlt_pipeline_state', ['version', 'engine_version', 'pipeline_name', 'state']);
      assert.deepEqual(
        rows.map((row) => row.split('|').slice(0, 3)),
        [
          ['1', '4', 'demo'],
          ['2', '4', 'demo'],
        ],
      );
      const document = parseJson(inflateSync(Buffer.from(rows[1]?.split('|')[3] ?? '', 'base64')));
      assert.ok(isRow(document));
      assert.equal(document['destination_type'], world.destination.capabilities.dltType);
      assert.equal(document['pipeline_name'], 'demo');
      assert.equal(document['_state_version'], 2);
    },
  },
];

const otherCases: readonly ContractCase[] = [
  {
    name: 'the moment of a load is now, in UTC',
    async run(world) {
      const before = world.runtime.clock.now();
      await loadRows(world, { rows: [{ id: 1 }] });
      for (const [table, column] of [
        ['_dlt_loads', 'inserted_at'],
        ['_dlt_version', 'inserted_at'],
        ['_dlt_pipeline_state', 'created_at'],
      ] as const) {
        const [moment = ''] = await rowsOf(world, table, [column]);
        const distance = Math.abs(Date.parse(moment) - before);
        assert.ok(distance < 120_000, `${table}.${column} is ${moment}`);
      }
    },
  },
  {
    name: 'a dataset that a newer engine wrote is refused, and not touched',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1 }] });
      const sealed = await packageOf(world, { rows: [{ id: 2 }] });
      const schema = { ...sealed.schema, version: 99, extra: { engine_version: 99 } };
      await withClient(world, (client) => loadPackage(world, client, { ...sealed, schema }));
      await refused(world, restoredOf(world), 'state_unreadable');
      await withClient(world, async (client) => {
        const id = `${sealed.id}1` as typeof sealed.id;
        await refused(world, loadPackage(world, client, { ...sealed, id, base: sealed.id }), 'state_unreadable');
      });
    },
  },
  {
    name: 'a table that no load brought is not there',
    async run(world) {
      await loadRows(world, { rows: [{ id: 1 }] });
      assert.equal(await countOf(world, 'u'), undefined);
    },
  },
];
