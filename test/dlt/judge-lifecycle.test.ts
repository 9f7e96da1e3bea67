import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordingApi, type RecordingApi } from '../recording-api.ts';
import { isDltThere } from './both-engines.ts';
import { relay, type Leg, type Relay } from './relay.ts';

interface LifeCase {
  readonly title: string;
  /** The rows of each run. */
  readonly runs: readonly string[];
  readonly resource?: object;
  readonly endpoint?: object;
}

interface Rows {
  readonly rows: string;
  readonly source?: string;
  readonly resource: object;
  readonly endpoint?: object | undefined;
}

const day = (number: number): string => `"2024-01-0${number}T00:00:00Z"`;

/** The cursor that case 141 asks for. */
const cursor = { incremental: { cursor_path: 'ts', initial_value: '2024-01-01T00:00:00Z' } };

const cases: readonly LifeCase[] = [
  {
    title: 'case 140: a new column, then nothing new',
    runs: [`[{"a":1}]`, `[{"a":1,"b":1}]`, `[]`],
  },
  {
    title: 'case 141: only what came after the cursor, and of its own moment only what is new',
    runs: [
      `[{"id":1,"ts":${day(1)}},{"id":2,"ts":${day(2)}},{"id":3,"ts":${day(2)}}]`,
      `[{"id":2,"ts":${day(2)}},{"id":3,"ts":${day(2)}},{"id":4,"ts":${day(2)}},{"id":0,"ts":${day(1)}}]`,
    ],
    resource: { primary_key: 'id' },
    endpoint: cursor,
  },
  { title: 'case 143: another working folder goes on', runs: [`[{"a":1}]`, `[{"a":1,"b":1,"l":[1]}]`] },
];

describe.skipIf(!isDltThere)('what is kept from run to run is what dlt 1.26.0 keeps', () => {
  let api: RecordingApi;
  let rows = '[]';
  beforeAll(async () => {
    api = await recordingApi(() => ({ body: rows }));
  });
  afterAll(() => api.close());

  const legOf = (leg: Rows): Leg => {
    const endpoint = { path: 't', paginator: 'single_page', data_selector: '$', ...leg.endpoint };
    const config = { client: { base_url: `${api.url}/` }, resources: [{ ...leg.resource, endpoint }] };
    const source = leg.source === undefined ? {} : { source: leg.source };
    return { ...source, config, begin: () => (rows = leg.rows) };
  };

  test.each(cases)('$title', { timeout: 120_000 }, async ({ runs, resource, endpoint }) => {
    const legs = runs.map((run) => legOf({ rows: run, resource: { name: 't', ...resource }, endpoint }));
    const alone = await relay(
      runs.map(() => 'dlt'),
      legs,
    );
    for (const engines of [['sluice', 'sluice', 'sluice'] as const, ['sluice', 'dlt', 'sluice'] as const]) {
      const together = await relay(engines, legs);
      expect(together.dataset).toEqual(alone.dataset);
      expect(together.states).toEqual(alone.states);
      expect(together.loads).toEqual(alone.loads);
    }
  });

  test('case 142: two sources in one pipeline have a schema each, and the state knows both', async () => {
    const legs = [
      { rows: `[{"a":1}]`, source: 'one', resource: { name: 't' } },
      { rows: `[{"b":"x"}]`, source: 'two', resource: { name: 'u' } },
      { rows: `[{"a":2,"c":1}]`, source: 'one', resource: { name: 't' } },
    ].map(legOf);
    const alone = await relay(['dlt', 'dlt', 'dlt'], legs);
    const schemasOf = ({ dataset }: Relay): unknown => dataset.versions.map(({ schema }) => (schema as Named).name);
    for (const engines of [['sluice', 'sluice', 'sluice'] as const, ['dlt', 'sluice', 'dlt'] as const]) {
      const together = await relay(engines, legs);
      expect(together.states).toEqual(alone.states);
      expect(together.dataset.tables).toEqual(alone.dataset.tables);
      expect(schemasOf(together)).toEqual(schemasOf(alone));
      // Where we differ: the state of the second source comes with its rows, not in a load of the first one's schema.
      expect(alone.loads.map(schemaOfLoad)).toEqual(['one', 'two', 'one', 'one']);
      expect(together.loads.map(schemaOfLoad)).toEqual(['one', 'two', 'one']);
    }
  }, 120_000);
});

describe.skipIf(!isDltThere)('a table that somebody dropped', () => {
  test('case 147: fails the load as with dlt 1.26.0', { timeout: 60_000 }, async () => {
    const api = await recordingApi(() => ({ body: `[{"a":1}]` }));
    const endpoint = { path: 't', paginator: 'single_page', data_selector: '$' };
    const config = { client: { base_url: `${api.url}/` }, resources: [{ name: 't', endpoint }] };
    const legs = [{ config }, { config, begin: dropTable }];
    try {
      await expect(relay(['dlt', 'dlt'], legs)).rejects.toThrow('does not exist');
      await expect(relay(['sluice', 'sluice'], legs)).rejects.toMatchObject({ code: 'schema_conflict' });
    } finally {
      await api.close();
    }
  });
});

async function dropTable(database: string): Promise<void> {
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  try {
    await connection.run('drop table ds.t');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

interface Named {
  readonly name: string;
}

const schemaOfLoad = (load: unknown): unknown => (Array.isArray(load) ? load[0] : load);
