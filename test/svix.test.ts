import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { svix } from '../src/connectors/svix/index.ts';
import { svixBaseUrl } from '../src/connectors/svix/config.ts';
import { duckdb } from '../src/destinations/duckdb/index.ts';
import { startMockApi, type RunningMock } from '../src/mock/mock-api.ts';
import { mockToken, svixMock, type SvixMock, type SvixMockOptions } from '../src/mock/svix/index.ts';
import { pipeline } from '../src/pipeline/pipeline.ts';
import type { RunReport } from '../src/pipeline/report.ts';
import { nodeRuntime } from '../src/runtime/node-runtime.ts';
import { askDuckdb } from './read-duckdb.ts';

let folder = '';
let mock: RunningMock | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-svix-'));
});
afterEach(async () => {
  await mock?.close();
  rmSync(folder, { recursive: true, force: true });
});

const size = { applications: 30 };

async function start(options: SvixMockOptions = size): Promise<SvixMock> {
  const api = svixMock(options);
  mock = await startMockApi(api);
  return api;
}

async function run(token = mockToken): Promise<RunReport> {
  const runtime = nodeRuntime({ workingFolder: folder });
  const destination = duckdb(join(folder, 'x.duckdb'));
  const source = svix({ token, baseUrl: `${mock?.url}/` });
  return pipeline({ name: 'svix', destination, dataset: 'raw', runtime }).run(source);
}

const ask = (...queries: string[]): ReturnType<typeof askDuckdb> => askDuckdb(join(folder, 'x.duckdb'), queries);
const texts = async (sql: string): Promise<string[]> => {
  const [rows = []] = await ask(sql);
  return rows.map((row) => String(row[0])).toSorted();
};

const streams = [
  ['applications', 'id'],
  ['event_types', 'name'],
  ['tokens', 'id'],
  ['endpoints', 'id'],
  ['integrations', 'id'],
  ['ingest_source', 'id'],
  ['ingest_source_endpoint', 'id'],
  ['webhook_endpoint', 'id'],
] as const;

describe('svix, loaded from an API that behaves like it', () => {
  test('every stream arrives with the keys that the API has', async () => {
    const api = await start();
    const report = await run();
    expect(report.outcome).toBe('done');
    expect(report.resources.map(({ name, end }) => `${name} ${end?.verdict}`)).toEqual(
      report.resources.map(({ name }) => `${name} proven`),
    );
    for (const [table, key] of streams) {
      const expected = api
        .rows(table)
        .map((row) => String(row[key]))
        .toSorted();
      expect(await texts(`select "${key}" from raw.${table}`), table).toEqual(expected);
    }
  });

  test('children know their parents', async () => {
    const api = await start();
    await run();
    const expected = api
      .placedRows('endpoints')
      .map(({ row, parent }) => `${String(parent)} ${String(row['id'])}`)
      .toSorted();
    expect(await texts(`select _applications_id || ' ' || id from raw.endpoints`)).toEqual(expected);
  });

  test('a second run adds nothing, and a changed row is merged with its nested rows', async () => {
    const api = await start();
    await run();
    const before = await ask('select count(*) from raw.endpoints', 'select count(*) from raw.endpoints__event_types');
    await run();
    expect(await ask('select count(*) from raw.endpoints', 'select count(*) from raw.endpoints__event_types')).toEqual(
      before,
    );
    const [endpoint] = api.rows('endpoints');
    const id = String(endpoint?.['id']);
    api.change('endpoints', id, { description: 'changed', eventTypes: ['only.this'] });
    await run();
    expect(await texts(`select description from raw.endpoints where id = '${id}'`)).toEqual(['changed']);
    expect(
      await texts(
        `select t.value from raw.endpoints e join raw.endpoints__event_types t on t._dlt_parent_id = e._dlt_id where e.id = '${id}'`,
      ),
    ).toEqual(['only.this']);
    expect((await ask('select count(*) from raw.endpoints'))[0]).toEqual(before[0]);
  });

  test('one request a page, and none beyond the last', async () => {
    const api = await start();
    const report = await run();
    const count = (name: string): number => report.resources.find((resource) => resource.name === name)?.requests ?? 0;
    expect(count('applications')).toBe(1);
    // Only the crowded application has a second page of endpoints.
    expect(count('endpoints')).toBe(api.rows('applications').length + 1);
    expect(mock?.requests.filter(({ query }) => query.includes('iterator=')).length).toBe(1);
  });

  test('a token that Svix does not know is http_unauthorized', async () => {
    await start();
    await expect(run('sk_wrong.us')).rejects.toMatchObject({ code: 'http_unauthorized', phase: 'extract' });
  });

  test('a server of one’s own and a token without an environment: what is not there is left out', async () => {
    const api = await start({ ...size, environment: false, selfHosted: true });
    const report = await run();
    expect(report.outcome).toBe('done');
    expect(await texts('select id from raw.applications')).toHaveLength(api.rows('applications').length);
    expect(mock?.requests.filter(({ path }) => path.includes('api-token'))).toEqual([]);
  });

  test('a list that the token may not read is left out, and the others arrive', async () => {
    const api = await start({ ...size, forbidden: ['ingest_source', 'webhook_endpoint'] });
    const report = await run();
    const rows = (name: string): number => report.resources.find((resource) => resource.name === name)?.rows ?? -1;
    expect(report.outcome).toBe('done');
    expect([rows('ingest_source'), rows('webhook_endpoint'), rows('applications')]).toEqual([0, 0, size.applications]);
    expect(api.rows('ingest_source').length).toBeGreaterThan(0);
  });

  test('maps with keys of the customer’s own are one JSON column', async () => {
    const api = await start();
    await run();
    const stored = await texts(`select id || ' ' || coalesce(cast(metadata as varchar), 'none') from raw.applications`);
    const expected = api.rows('applications').map((row) => `${String(row['id'])} ${JSON.stringify(row['metadata'])}`);
    expect(stored).toEqual(expected.toSorted());
  });

  test('the host is the one of the token’s region', () => {
    expect(svixBaseUrl('sk_abc.eu')).toBe('https://api.eu.svix.com/');
    expect(svixBaseUrl('sk_abc')).toBe('https://api.svix.com/');
    expect(svixBaseUrl('sk_abc.evil.example')).toBe('https://api.svix.com/');
  });
});
