import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../src/cli/main.ts';
import type { Runtime } from '../src/core/runtime.ts';
import { startMockApi, type RunningMock } from '../src/mock/mock-api.ts';
import { mockApi } from '../src/mock/registry.ts';
import { nodeRuntime } from '../src/runtime/node-runtime.ts';
import { recordingTerminal } from './cli/recording-terminal.ts';
import { startSluice } from './cli/sluice.ts';
import { recordingApi } from './recording-api.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-cassettes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Said {
  readonly exitCode: number;
  readonly output: string;
  readonly messages: string;
}

/** One command line, in this process and in the folder of the test. */
async function say(words: readonly string[], more: Partial<Runtime> = {}): Promise<Said> {
  const terminal = recordingTerminal();
  const runtime = { ...nodeRuntime({ workingFolder: folder }), environment: {}, ...more };
  const exitCode = await main(words, terminal, () => Promise.resolve(runtime));
  return { exitCode, output: terminal.output.text(), messages: terminal.messages.text() };
}

const offline: Partial<Runtime> = { fetch: () => Promise.reject(new Error('the network was used')) };
const cassette = (): string => join(folder, 'tape');

async function exchanges(): Promise<readonly string[]> {
  return (await readdir(cassette())).filter((name) => name !== 'index.jsonl');
}

/** Every table with its rows, but for ids and times of the load. */
async function contentsOf(pipeline: string): Promise<Readonly<Record<string, string>>> {
  const { output } = await say(['query', pipeline, 'show tables', '--csv']);
  const tables = output
    .split('\n')
    .slice(1)
    .filter((name) => name !== '' && !name.startsWith('_dlt'));
  const texts = tables.map(async (table) => {
    const query = `select columns(c -> c not in ('_dlt_id', '_dlt_load_id', '_dlt_parent_id', '_dlt_root_id')) from "${table}" order by all`;
    const { exitCode, output: rows } = await say(['query', pipeline, query, '--csv', '--limit', '100000']);
    expect(exitCode).toBe(0);
    return [table, rows] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

describe('run --record and run --replay of the Svix mock', () => {
  let mock: RunningMock;
  let token: string;
  let options: readonly string[];
  beforeEach(async () => {
    const api = await mockApi('svix');
    mock = await startMockApi(api, { faults: { failEvery: 7 } });
    token = api.keys?.['token'] ?? '';
    const select = 'event_types,tokens,ingest_source,ingest_source_endpoint';
    options = ['svix', '--set', `client.base_url=${mock.url}/`, '--select', select, '--progress', 'off'];
  });
  afterEach(() => mock.close());

  test('replays without network and credentials into the same tables, and S1: holds no credential', async () => {
    const recorded = await say(['run', ...options, '--record', 'tape', '--set', `token=${token}`]);
    expect(recorded).toMatchObject({ exitCode: 0, messages: '' });
    expect(await exchanges()).toHaveLength(mock.requests.length);
    for (const name of await readdir(cassette())) {
      expect(await readFile(join(cassette(), name), 'utf8')).not.toContain(token);
    }
    const requests = mock.requests.length;
    const replayed = await say(['run', ...options, '--replay', 'tape', '--pipeline', 'again', '--json'], offline);
    expect(replayed).toMatchObject({ exitCode: 0, messages: '' });
    expect(mock.requests).toHaveLength(requests);
    const before = await contentsOf('svix');
    expect(Object.keys(before).length).toBeGreaterThanOrEqual(4);
    expect(before['event_types']?.split('\n').length).toBeGreaterThan(100);
    expect(await contentsOf('again')).toEqual(before);
  });

  test('an answer that was edited changes its row and no other', async () => {
    await say(['run', ...options, '--record', 'tape', '--set', `token=${token}`]);
    const before = await contentsOf('svix');
    for (const name of await exchanges()) {
      const path = join(cassette(), name);
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace(/("name":"[\w.]*invoice[\w.]*","description":")[^"]*/, '$1edited by hand'));
    }
    const { exitCode } = await say(['run', ...options, '--replay', 'tape', '--pipeline', 'again'], offline);
    expect(exitCode).toBe(0);
    const after = await contentsOf('again');
    const changed = (after['event_types'] ?? '').split('\n').filter((row) => !before['event_types']?.includes(row));
    expect(changed).toEqual([expect.stringContaining('edited by hand')]);
  });

  test('what was not recorded ends the run with the request and the nearest one', async () => {
    await say(['run', ...options, '--record', 'tape', '--set', `token=${token}`]);
    const other = [
      '--set',
      'resources.event_types.endpoint.params.limit=99',
      '--replay',
      'tape',
      '--pipeline',
      'again',
    ];
    const { exitCode, messages } = await say(['run', ...options, ...other, '--debug'], offline);
    expect(exitCode).toBe(1);
    expect(messages).toMatch(/Cannot replay GET \S+limit=99\S*: it was not recorded/);
    expect(messages).toContain(`asked: curl '${mock.url}/api/v1/event-type?limit=99`);
    expect(messages).toContain(`nearest: GET ${mock.url}/api/v1/event-type?limit=250`);
    expect(messages).toContain('cassette_missed');
  });
});

test('--record and --replay exclude each other', async () => {
  await writeFile(join(folder, 'a.yaml'), 'client: {base_url: "http://127.0.0.1:1/"}\nresources: [a]\n');
  const { exitCode, messages } = await say(['run', 'a.yaml', '--record', 'x', '--replay', 'x']);
  expect(exitCode).toBe(2);
  expect(messages).toContain('--record and --replay exclude each other');
});

test('a recording that is killed goes on with the run, and replays as one', async () => {
  const pages = 60;
  let kill = (): void => undefined;
  const api = await recordingApi(({ query }, index) => {
    if (index === 25) kill();
    const page = Number(query.get('page'));
    return { body: { pages, rows: [{ id: page, text: `row ${page}` }] } };
  });
  try {
    const config = `client: { base_url: "${api.url}" }
resources:
  - name: items
    primary_key: id
    write_disposition: merge
    endpoint: { path: items, paginator: { type: page_number, base_page: 1, total_path: pages }, data_selector: rows }
`;
    await writeFile(join(folder, 'shop.yaml'), config);
    const running = startSluice(['run', 'shop.yaml', '--record', 'tape'], folder);
    kill = () => void running.process.kill('SIGKILL');
    expect((await running.ended).exitCode).toBeNull();
    const half = (await exchanges()).length;
    expect(half).toBeGreaterThan(10);
    expect(half).toBeLessThan(40);
    kill = () => undefined;
    const rest = await say(['run', 'shop.yaml', '--record', 'tape', '--progress', 'off']);
    expect(rest).toMatchObject({ exitCode: 0, messages: '' });
  } finally {
    await api.close();
  }
  const replayed = await say(
    ['run', 'shop.yaml', '--replay', 'tape', '--pipeline', 'again', '--progress', 'off'],
    offline,
  );
  expect(replayed).toMatchObject({ exitCode: 0, messages: '' });
  const before = await contentsOf('shop');
  expect(before['items']?.trimEnd().split('\n')).toHaveLength(pages + 1);
  expect(await contentsOf('again')).toEqual(before);
});
