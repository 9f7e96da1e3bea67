import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { duckdb } from '../../src/destinations/duckdb/index.ts';
import { pipeline } from '../../src/pipeline/pipeline.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { restApi } from '../../src/sources/rest-api/index.ts';
import type { RestApiConfig } from '../../src/sources/rest-api/vocabulary.ts';
import { askDuckdb } from '../read-duckdb.ts';
import { isDltThere } from './both-engines.ts';
import { readDataset, type Dataset } from './dataset.ts';
import { relayApi, relayConfig, type RelayApi } from './relay-api.ts';

type Engine = 'dlt' | 'sluice';

/** What three turns left, and which requests they made. */
interface Relay {
  readonly dataset: Dataset;
  /** The same with ids that are made of the rows. */
  readonly hashed: Dataset['tables'];
  /** Nested rows that hang on nothing. */
  readonly orphans: readonly unknown[];
  readonly states: readonly unknown[];
  readonly schemaHashesOfLoads: readonly unknown[];
  readonly targets: readonly string[];
}

const script = fileURLToPath(new URL('continue.py', import.meta.url));
const python = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));

const nested = [
  ['events__tags', 'events'],
  ['users__orders', 'users'],
  ['users__orders__lines', 'users__orders'],
  ['prices__sizes', 'prices'],
  ['stock__places', 'stock'],
] as const;

interface Turn {
  /** Where this turn works; nobody else was there before. */
  readonly folder: string;
  readonly database: string;
  readonly config: object;
}

const turns: { readonly [Name in Engine]: (turn: Turn) => Promise<unknown> } = {
  dlt: (turn) =>
    new Promise<void>((resolve, reject) => {
      const child = execFile(python, [script], { cwd: turn.folder }, (error, _out, text) =>
        error === null ? resolve() : reject(new Error(text)),
      );
      child.stdin?.end(JSON.stringify(turn));
    }),
  sluice: ({ folder, database, config }) => {
    const runtime = { ...nodeRuntime(), workingFolder: folder };
    // The configuration is written in dlt's words, which are the vocabulary.
    const source = restApi(config as RestApiConfig, { name: 'relay' });
    return pipeline({ name: 'relay', destination: duckdb(database), dataset: 'ds', runtime }).run(source);
  },
};

async function relay(engines: readonly Engine[], api: RelayApi): Promise<Relay> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-relay-'));
  const database = join(folder, 'relay.duckdb');
  const before = api.requests.length;
  try {
    for (const [turn, engine] of engines.entries()) {
      api.begin(turn);
      const workplace = mkdtempSync(join(folder, `turn-${turn}-`));
      await turns[engine]({ folder: workplace, database, config: relayConfig(api.url, turn) });
    }
    const [states = [], loads = [], orphans = []] = await askDuckdb(database, [
      'select version, engine_version, pipeline_name, state from ds._dlt_pipeline_state order by version',
      'select schema_version_hash from ds._dlt_loads order by load_id',
      nested
        .map(([table, parent]) => `from ds.${table} c anti join ds.${parent} p on c._dlt_parent_id = p._dlt_id`)
        .map((from) => `select '${from}', count(*) ${from} having count(*) > 0`)
        .join(' union all '),
    ]);
    const { tables } = await readDataset(database, 'ds', /^_dlt_load_id$/);
    return {
      dataset: await readDataset(database, 'ds'),
      hashed: Object.fromEntries(Object.entries(tables).filter(([name]) => /^(prices|stock)/.test(name))),
      orphans,
      states: states.map(([version, engine, name, text]) => [version, engine, name, stateOf(String(text))]),
      schemaHashesOfLoads: loads,
      targets: api.targets().slice(before).toSorted(),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The state in the clear. Its hash hangs on the order of hashes, which is not stable in dlt (section 4.3). */
function stateOf(text: string): unknown {
  const json = inflateSync(Buffer.from(text, 'base64')).toString('utf8');
  const sorted = (key: string, value: unknown): unknown =>
    key === 'unique_hashes' && Array.isArray(value) ? value.map(String).toSorted() : value;
  // A stored state is an object.
  const { _version_hash: _hash, ...state } = JSON.parse(json, sorted) as Readonly<Record<string, unknown>>;
  return state;
}

describe.skipIf(!isDltThere)('engines that take turns on one dataset leave what dlt alone leaves', () => {
  let api: RelayApi;
  let alone: Relay;

  beforeAll(async () => {
    api = await relayApi();
    alone = await relay(['dlt', 'dlt', 'dlt'], api);
  }, 120_000);

  afterAll(() => api.close());

  test('the rows and cursors of dlt alone are those of the turns', () => {
    const { tables } = alone.dataset;
    expect(tables['events']?.rows).toHaveLength(7);
    expect(tables['readings']?.rows).toHaveLength(6);
    expect(tables['prices']?.rows).toHaveLength(5);
    expect(Object.keys(alone.hashed)).toHaveLength(4);
    expect(alone.states).toHaveLength(3);
    expect(alone.targets).toContain('/events?since=2024-01-03T00%3A00%3A00Z');
  });

  test.each<readonly [Engine, Engine, Engine]>([
    ['sluice', 'sluice', 'sluice'],
    ['sluice', 'dlt', 'sluice'],
    ['dlt', 'sluice', 'dlt'],
    ['sluice', 'sluice', 'dlt'],
  ])('%s, %s, %s', { timeout: 120_000 }, async (...engines) => {
    const together = await relay(engines, api);
    expect(together.targets).toEqual(alone.targets);
    expect(together.states).toEqual(alone.states);
    expect(together.dataset.tables).toEqual(alone.dataset.tables);
    expect(together.hashed).toEqual(alone.hashed);
    expect(together.orphans).toEqual([]);
    expect(together.dataset.versions).toEqual(alone.dataset.versions);
    expect(together.dataset.loads).toBe(alone.dataset.loads);
    expect(together.schemaHashesOfLoads).toEqual(alone.schemaHashesOfLoads);
  });
});
