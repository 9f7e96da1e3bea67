/**
 * Postgres: loading package files against psql's COPY of the same rows from a ready file, and the merge of staged rows
 * against hand-written SQL. Needs a server whose superuser is reached by POSTGRES_URL, and psql.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { postgres } from '../../dist/destinations/postgres/index.js';
import { postgresDialect } from '../../dist/destinations/postgres/dialect.js';
import { sqlDataset } from '../../dist/destinations/sql/dialect.js';
import { merge } from '../../dist/destinations/sql/merge.js';
import { load } from '../../dist/load/load.js';
import { planLoad } from '../../dist/load/plan-load.js';
import { packageStore } from '../../dist/load-package/package-store.js';
import { defaultNormalizeLimits, normalize } from '../../dist/normalize/normalize.js';
import { nodeRuntime } from '../../dist/runtime/node-runtime.js';
import { emptyState } from '../../dist/core/state.js';
import { snakeCase } from '../../dist/schema/naming/snake-case.js';
import { newSchema } from '../../dist/schema/schema.js';
import { versioned } from '../../dist/schema/version.js';
import { median } from '../figures.mjs';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '500000' },
    staged: { type: 'string', default: '1000000' },
    there: { type: 'string', default: '5000000' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});
const url = process.env.POSTGRES_URL;
if (url === undefined) throw new Error('Set POSTGRES_URL');
const [rowCount, stagedCount, thereCount, runs] = ['rows', 'staged', 'there', 'runs'].map((name) =>
  Number(options[name]),
);
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
const runtime = nodeRuntime();
const target = {
  pipeline: 'bench',
  schemaName: 'bench',
  dataset: 'sluice_bench',
  temporaryFolder: folder,
  runtime,
  signal: new AbortController().signal,
};
const client = new pg.Client({ connectionString: url });
await client.connect();
try {
  await dropAll();
  if (options.only !== 'merge') await benchCopy();
  if (options.only !== 'copy') await benchMerge();
} finally {
  await dropAll();
  await client.query('drop schema if exists sluice_bench_raw cascade');
  await client.end();
  rmSync(folder, { recursive: true, force: true });
}

/** One event: 13 columns of its own, of all the common types, and two ids. */
function event(id) {
  const at = new Date(1_700_000_000_000 + id * 1000).toISOString();
  return {
    id,
    user_id: (id * 7919) % 100_003,
    kind: ['view', 'click', 'buy'][id % 3],
    created_at: at,
    updated_at: at,
    amount: id / 7,
    quantity: id % 11,
    is_new: id % 2 === 0,
    email: `user${id % 5000}@example.com`,
    note: null,
    url: `https://shop.example.com/products/${id % 997}?ref=${id % 13}`,
    country: 'NL',
    session: `s-${id % 20_011}`,
  };
}

async function packageOf(count) {
  const store = packageStore({ folder: join(folder, 'packages'), runtime });
  const id = '1700000001.5';
  const identity = { id, pipeline: target.pipeline, dataset: target.dataset, base: undefined };
  const writer = await store.begin({ ...identity, createdAt: '2024-01-01T00:00:00Z' });
  const settings = {
    naming: snakeCase(63),
    resources: new Map([['events', { table: 'events', hints: {} }]]),
    loadId: () => id,
    randomBytes: (length) => runtime.randomBytes(length),
    limits: defaultNormalizeLimits,
  };
  const pages = async function* () {
    for (let first = 0; first < count; first += 1000) {
      const rows = Array.from({ length: Math.min(1000, count - first) }, (_, index) => event(first + index));
      yield { resource: 'events', table: 'events', rows, stateAfter: emptyState };
    }
  };
  let after = newSchema('bench');
  for await (const stretch of normalize(after, settings)(pages())) {
    await writer.write(stretch);
    after = stretch.schema;
  }
  return writer.seal({ schema: versioned(undefined, after, after), place: { first: true, last: true }, replaced: [] });
}

async function benchCopy() {
  const sealed = await packageOf(rowCount);
  const destination = postgres(url);
  const file = join(folder, 'events.copy');
  const [ours, theirs] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    await dropAll();
    ours.push(
      await secondsOf(async () => {
        const job = await destination.connect(target);
        const context = { signal: target.signal, emit: () => undefined, clock: runtime.clock };
        await load(planLoad(sealed, destination.capabilities), sealed, job, context);
        await job.close();
      }),
    );
    if (run === 0) {
      psql(`\\copy sluice_bench.events to '${file}'`);
      await client.query('create schema sluice_bench_raw');
      await client.query('create table sluice_bench_raw.events (like sluice_bench.events including all)');
    }
    await client.query('truncate sluice_bench_raw.events');
    theirs.push(await secondsOf(() => psql(`\\copy sluice_bench_raw.events from '${file}'`)));
    const { rows } = await client.query(
      'select count(*)::int as n, count(distinct _dlt_id)::int as ids from sluice_bench.events',
    );
    if (rows[0].n !== rowCount || rows[0].ids !== rowCount)
      throw new Error(`${JSON.stringify(rows)} are not ${rowCount}`);
  }
  console.log(
    `load ${rowCount} rows: sluice ${figure(ours)} s, psql ${figure(theirs)} s: ${percent(theirs, ours)} of raw COPY`,
  );
}

async function benchMerge() {
  const columns = ['id', 'a', 'b', 'c', 'd', 'e', 'f', '_dlt_load_id', '_dlt_id'];
  const table = {
    name: 't',
    seenData: true,
    writeDisposition: 'merge',
    columns: new Map(
      columns.map((name) => [
        name,
        {
          name,
          dataType: 'text',
          nullable: false,
          ...(name === 'id' && { primaryKey: true }),
          ...(name === '_dlt_id' && { rowKey: true, unique: true }),
        },
      ]),
    ),
  };
  const dataset = sqlDataset(postgresDialect, 'sluice_bench');
  const byUs = merge(dataset, [table], '2024-01-01').map(({ text }) => text);
  const list = columns.map((name) => `"${name}"`).join(', ');
  const byHand = [
    'ANALYZE sluice_bench_staging.t',
    'DELETE FROM sluice_bench.t AS d USING sluice_bench_staging.t AS s WHERE d.id = s.id',
    `INSERT INTO sluice_bench.t (${list}) SELECT DISTINCT ON (id) ${list} FROM sluice_bench_staging.t ORDER BY id, ctid DESC`,
  ];
  const rest = columns.filter((name) => name !== 'id').map((name) => `"${name}"`);
  const byMerge = [
    'ANALYZE sluice_bench_staging.t',
    `MERGE INTO sluice_bench.t AS d USING (SELECT DISTINCT ON (id) * FROM sluice_bench_staging.t ORDER BY id, ctid DESC) AS s` +
      ` ON d.id = s.id WHEN MATCHED THEN UPDATE SET ${rest.map((name) => `${name} = s.${name}`).join(', ')}` +
      ` WHEN NOT MATCHED THEN INSERT (${list}) VALUES (${columns.map((name) => `s."${name}"`).join(', ')})`,
  ];
  const times = { ours: [], hand: [], merge: [] };
  for (let run = 0; run < runs; run += 1) {
    for (const [name, statements] of [
      ['ours', byUs],
      ['hand', byHand],
      ['merge', byMerge],
    ]) {
      await fill(columns);
      times[name].push(
        await secondsOf(async () => {
          await client.query(
            "begin; set local work_mem = '64MB'; set local jit = off; set local synchronize_seqscans = off",
          );
          for (const text of statements) await client.query(text);
          await client.query('commit');
        }),
      );
    }
  }
  const named = Object.entries(times).map(([name, list]) => `${name} ${figure(list)} s`);
  console.log(`merge ${stagedCount} into ${thereCount}: ${named.join(', ')}`);
}

/** Two thirds of the staged rows have a key that is there. */
async function fill(columns) {
  await dropAll();
  const definition = columns
    .map((name) => `"${name}" varchar not null${name === '_dlt_id' ? ' unique' : ''}`)
    .join(', ');
  for (const [schema, first, last, mark] of [
    ['sluice_bench', 1, thereCount, 'f'],
    [
      'sluice_bench_staging',
      thereCount - Math.floor((stagedCount * 2) / 3) + 1,
      thereCount + Math.ceil(stagedCount / 3),
      's',
    ],
  ]) {
    await client.query(
      `create schema ${schema}; create table ${schema}.t (${schema.endsWith('staging') ? definition.replace(' unique', '') : definition})`,
    );
    await client.query(
      `insert into ${schema}.t select i::text, 'a' || i, 'b' || i % 100, 'c', 'd' || i % 7, 'eeeeeeeeeeeeee', 'f', '1700000000.5', substr(md5('${mark}' || i), 1, 14)` +
        ` from generate_series(${first}, ${last}) as i`,
    );
  }
  await client.query('vacuum analyze sluice_bench.t');
  await client.query('checkpoint');
}

async function dropAll() {
  await client.query('set client_min_messages = error');
  await client.query('drop schema if exists sluice_bench, sluice_bench_staging cascade');
}

function psql(command) {
  execFileSync('psql', ['--no-psqlrc', '--quiet', url, '-c', command], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function secondsOf(work) {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

/** The median, with the least and the greatest. */
function figure(list) {
  return `${median(list).toFixed(2)} [${Math.min(...list).toFixed(2)}–${Math.max(...list).toFixed(2)}]`;
}

function percent(base, other) {
  return `${Math.round((100 * median(base)) / median(other))} %`;
}
