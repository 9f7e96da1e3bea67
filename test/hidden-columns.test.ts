/** Columns that are left out or masked: no byte of them gets on a disk, into the database, an event or an error. */
import { createHmac } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { Secret } from '../src/config/secret.ts';
import { duckdb } from '../src/destinations/duckdb/index.ts';
import { pipeline } from '../src/pipeline/pipeline.ts';
import { nodeRuntime } from '../src/runtime/node-runtime.ts';
import { restApi } from '../src/sources/rest-api/index.ts';
import type { ResourceConfig } from '../src/sources/rest-api/vocabulary.ts';
import { recordingApi, type Answer, type RecordingApi } from './recording-api.ts';

const canaries = ['canary-mail-7f3a', 'canary-ssn-91bc', 'canary-nested-5d2e', 'canary-city-4c1d'];
const user = (id: number): object => ({
  id,
  eMail: `${canaries[0]}-${id}@example.com`,
  ssn: `${canaries[1]}-${id}`,
  address: { city: `${canaries[3]}-${id}`, zip: 'open' },
  cards: [{ number: `${canaries[2]}-${id}`, kind: 'open' }],
});
const salt = 'salt-of-the-test-0042';

/** Two pages of users; the orders of a user are asked by the mail, and the answer repeats it in a header. */
function shop(query: URLSearchParams, path: string): Answer {
  if (path === '/users') return { body: { data: [user(query.get('page') === '2' ? 2 : 1)], total_pages: 2 } };
  return { headers: { 'X-Asked': path }, body: { data: [{ order: 1 }] } };
}

const hiding: Partial<ResourceConfig> = {
  exclude_columns: ['ssn', 'cards.number'],
  mask_columns: { e_mail: 'hash', 'address.city': { type: 'text', text: '***' } },
};

const apis: RecordingApi[] = [];
afterEach(async () => {
  for (const api of apis.splice(0)) await api.close();
});

/** Runs until an answer fails, until the database does not open, and to the end; gives all that was left anywhere. */
async function allBytes(
  more: Partial<ResourceConfig>,
): Promise<{ readonly text: string; readonly query: (sql: string) => Promise<unknown> }> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-hidden-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  let isBroken = true;
  const api = await recordingApi(({ query, path }) => {
    if (isBroken && path.includes('-2')) return { status: 404, body: { error: 'gone' } };
    return shop(query, path);
  });
  apis.push(api);
  const source = () =>
    restApi(
      {
        client: { base_url: api.url, retry: { attempts: 1 } },
        resources: [
          {
            name: 'users',
            primary_key: 'id',
            endpoint: {
              path: 'users',
              data_selector: 'data',
              paginator: { type: 'page_number', base_page: 1, total_path: 'total_pages' },
            },
            ...more,
          },
          {
            name: 'orders',
            endpoint: { path: 'orders/{resources.users.eMail}', data_selector: 'data', paginator: 'single_page' },
            include_from_parent: ['id'],
          },
        ],
      },
      { name: 'shop', secret: (key) => (key === 'mask_salt' ? new Secret(salt) : undefined) },
    );
  const path = join(folder, 'data.duckdb');
  const said: unknown[] = [];
  const target = pipeline({
    name: 'p',
    destination: duckdb(path),
    pipelinesFolder: join(folder, 'pipelines'),
    runtime: nodeRuntime(),
    limits: { packageBytes: 1 },
  });
  const look = (): void => void said.push(...bytesUnder(folder));
  const attempt = async (): Promise<void> => {
    await target
      .run(source(), { emit: (event) => said.push(JSON.stringify(event, asText)) })
      .catch((error: unknown) => said.push(inspect(error, { depth: 10 }), JSON.stringify(error, asText)));
    look();
  };
  await attempt();
  isBroken = false;
  if (existsSync(path)) renameSync(path, `${path}.away`);
  mkdirSync(path);
  await attempt();
  await rm(path, { recursive: true });
  if (existsSync(`${path}.away`)) renameSync(`${path}.away`, path);
  await attempt();
  const query = async (sql: string): Promise<unknown> => (await target.query(sql)).rows;
  const tables = await target.query(
    "select table_name from information_schema.tables where table_schema = 'p_dataset'",
  );
  const dump = JSON.stringify(
    await Promise.all(tables.rows.flat().map((name) => query(`select * from p_dataset.${String(name)}`))),
  );
  return { text: [...said, dump, await plan()].join('\n'), query };

  async function plan(): Promise<string> {
    return JSON.stringify(await target.plan(source(), {}), asText);
  }
}

const asText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

function bytesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .flatMap((path) => [path, readFileSync(path).toString('latin1')]);
}

test('without the options all of it is on the disk', async () => {
  const { text } = await allBytes({});
  for (const canary of canaries) expect(text).toContain(canary);
});

test('hidden columns are in no byte of the working folder and the database, in no event and in no error', async () => {
  const { text, query } = await allBytes(hiding);
  for (const canary of canaries)
    for (const form of [canary, Buffer.from(canary).toString('hex')]) expect(text).not.toContain(form);
  expect(text).not.toContain(salt);
  const hash = createHmac('sha256', salt).update(`${canaries[0]}-1@example.com`).digest('hex');
  expect(await query('select id, e_mail, address__city, address__zip from users order by id limit 1')).toEqual([
    [1, hash, '***', 'open'],
  ]);
  expect(
    await query(
      "select column_name from information_schema.columns where table_name in ('users', 'users__cards') and column_name in ('ssn', 'number')",
    ),
  ).toEqual([]);
  expect(await query('select kind from users__cards')).toEqual([['open'], ['open']]);
  expect(await query('select _users_id, "order" from orders order by 1')).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

test('include_columns loads nothing else, and a child may still take what its parent leaves out', async () => {
  const { text, query } = await allBytes({ include_columns: ['id', 'address.zip'] });
  for (const canary of canaries) expect(text).not.toContain(canary);
  expect(await query('select id, address__zip from users order by id')).toEqual([
    [1, 'open'],
    [2, 'open'],
  ]);
});
