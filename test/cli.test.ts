import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inFolder, sluice, startSluice } from './cli/sluice.ts';
import { recordingApi, type Recorded, type RecordingApi } from './recording-api.ts';

const items = (base: string): string => `
client: { base_url: "${base}" }
resources:
  - name: items
    primary_key: id
    write_disposition: merge
    endpoint: { path: items, paginator: { type: page_number, base_page: 1, total_path: pages }, data_selector: rows }
`;

const twoPages = ({ query }: Recorded): { body: unknown } => ({
  body: { pages: 2, rows: [{ id: Number(query.get('page')), name: '\u001B[2Jcleared' }] },
});

async function withApi(
  answer: Parameters<typeof recordingApi>[0],
  use: (api: RecordingApi, folder: string) => Promise<void>,
): Promise<void> {
  const api = await recordingApi(answer);
  try {
    await inFolder((folder) => use(api, folder));
  } finally {
    await api.close();
  }
}

describe('the command line', () => {
  test('--help names every command and exit code, --version the version', async () => {
    await inFolder(async (folder) => {
      const help = await sluice(['--help'], folder);
      expect(help).toMatchObject({ exitCode: 0, messages: '' });
      for (const word of ['run', 'plan', 'status', 'query', 'init', 'mock', 'demo', '3 interrupted and resumable']) {
        expect(help.output).toContain(word);
      }
      expect(await sluice(['--version'], folder)).toMatchObject({ exitCode: 0, output: '0.1.0\n' });
    });
  });

  test.each([
    [[], /Usage: sluice/],
    [['rnu'], /unknown command 'rnu'\n +→ Did you mean run\?/],
    [['init'], /missing required argument 'source'/],
    [['run'], /missing required argument 'source'/],
    [['run', 'x.yaml', '--destinatoin', 'y'], /unknown option '--destinatoin'\n +→ Did you mean --destination\?/],
    [['run', 'x.yaml', '--limit', '0'], /Write a whole number of at least 1/],
    [['run', 'x.yaml', '--set', 'a'], /Write key\.path=value/],
    [['run', 'x.yaml', '--package-size', 'big'], /Write a size such as/],
    [['run', 'x.yaml', '--write-disposition', 'upsert'], /append, replace, merge/],
    [['run', 'x.yaml', '--refresh', 'all'], /--refresh/],
    [['run', 'nowhere.yaml'], /Cannot find source "nowhere\.yaml"/],
    [['query', 'nothing', 'select 1'], /nothing was ever loaded/],
    [['status', 'nothing'], /nothing was ever loaded/],
    [['mock', 'svxi'], /Did you mean "svix"\?/],
  ])('wrong use: %j ends with 2 and says why', async (words, why) => {
    await inFolder(async (folder) => {
      const ended = await sluice(words, folder);
      expect(ended.messages).toMatch(why);
      expect(ended).toMatchObject({ exitCode: 2, output: '' });
    });
  });

  test('with --json an error is one JSON object on standard output too', async () => {
    await inFolder(async (folder) => {
      const { exitCode, output, messages } = await sluice(['run', 'nowhere.yaml', '--json'], folder);
      expect(JSON.parse(output)).toEqual({
        error: {
          code: 'source_not_found',
          phase: 'config',
          message: expect.stringContaining('nowhere.yaml'),
          hint: expect.any(String),
          retryable: false,
        },
      });
      expect(exitCode).toBe(2);
      expect(messages).toContain('Cannot find source');
    });
  });
});

describe('source files', () => {
  test.each([
    ['a.yaml', 'client: {\n  base_url: x\nresources: [', /"a\.yaml".*line 3/s],
    ['a.toml', 'a = 1\na = 2', /"a\.toml": line 2, column 1/],
    ['a.json', '{"client": {}, "client": {}}', /"a\.json": Map keys must be unique at line 1/],
    ['a.md', '# guide', /line 1: it names no endpoint/],
    ['a.csv', 'x', /its name does not say what it is/],
    ['a.mjs', 'export const x = 1', /default export is missing/],
    ['a.ts', 'throw new Error("from the user\'s file")', /from the user's file/],
  ])('%s that cannot be used ends with 2 and its place', async (name, text, why) => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, name), text);
      const ended = await sluice(['plan', name], folder);
      expect(ended.messages).toMatch(why);
      expect(ended.exitCode).toBe(2);
    });
  });

  test('all mistakes of a configuration are told at once, with file, path, value and nearest key', async () => {
    await inFolder(async (folder) => {
      await writeFile(
        join(folder, 'shop.yaml'),
        'client: {base_ulr: "http://127.0.0.1"}\nresources:\n  - {name: a, endpoint: {paginator: {type: offfset}}}\n  - {name: a}\n',
      );
      const { messages, exitCode } = await sluice(['plan', 'shop.yaml'], folder);
      expect(messages).toContain('"shop.yaml"');
      for (const part of ['base_ulr', 'base_url', 'resources[0].endpoint.paginator', 'offset']) {
        expect(messages).toContain(part);
      }
      expect(exitCode).toBe(2);
    });
  });

  test('TypeScript with an enum, JavaScript and TOML give the same plan', async () => {
    await inFolder(async (folder) => {
      const config = `{ client: { base_url: 'http://127.0.0.1:1/' }, resources: ['items'] }`;
      await writeFile(
        join(folder, 'a.ts'),
        `enum Kind { A = 'a' }\nexport const k: Kind = Kind.A;\nexport default ${config};`,
      );
      await writeFile(join(folder, 'b.mjs'), `export default ${config};`);
      await writeFile(join(folder, 'c.toml'), 'resources = ["items"]\n[client]\nbase_url = "http://127.0.0.1:1/"');
      for (const file of ['a.ts', 'b.mjs', 'c.toml']) {
        const { output, messages, exitCode } = await sluice(['plan', file, '--json'], folder);
        expect({ exitCode, messages }).toEqual({ exitCode: 0, messages: '' });
        expect(JSON.parse(output)).toMatchObject({ requests: [{ method: 'GET', url: 'http://127.0.0.1:1/items' }] });
      }
    });
  });
});

describe('a run', () => {
  test('prints one JSON object, then plan, status and query find what it loaded', async () => {
    await withApi(twoPages, async (api, folder) => {
      await writeFile(join(folder, 'shop.yaml'), items(api.url));
      const run = await sluice(['run', 'shop.yaml', '--json', '--progress', 'json'], folder);
      expect(JSON.parse(run.output)).toMatchObject({
        pipeline: 'shop',
        dataset: 'shop_dataset',
        outcome: 'done',
        load_ids: [expect.stringMatching(/^\d+\.\d+$/)],
        resources: [{ name: 'items', rows: 2, pages: 2, requests: 2, verdict: expect.any(String) }],
      });
      const events = run.messages
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { kind: string });
      expect(events.at(0)?.kind).toBe('run-started');
      expect(events.at(-1)?.kind).toBe('run-finished');
      expect((await sluice(['status'], folder)).output).toMatch(/shop +done/);
      expect((await sluice(['status', 'shop'], folder)).output).toMatch(/items +2 /);
      const asked = await sluice(['query', 'shop', 'select id, name from items order by id'], folder);
      expect(asked.output).toBe(
        'id  name\n──  ────────────────\n 1  \\u001b[2Jcleared\n 2  \\u001b[2Jcleared\n2 rows\n',
      );
      const csv = await sluice(['query', 'shop', 'select id from items order by id', '--csv', '--limit', '1'], folder);
      expect(csv).toMatchObject({ output: 'id\n1\n', messages: expect.stringContaining('Only the first 1 row') });
      const wrong = await sluice(['query', 'shop', 'drop table items', '--json'], folder);
      expect(wrong.exitCode).toBe(1);
      expect(JSON.parse(wrong.output)).toMatchObject({ error: { code: 'query_refused' } });
    });
  });

  test('of an API that is down ends with 1 and says what to do', async () => {
    const api = await recordingApi(twoPages);
    await api.close();
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'shop.yaml'), items(api.url));
      const { exitCode, messages } = await sluice(['run', 'shop.yaml'], folder);
      expect(messages).toMatch(/Cannot reach .*\n(?: +(?:asked|see) .*\n)+ +→ \S/);
      expect(exitCode).toBe(1);
    });
  });

  test('F4.10: SIGINT stops it at a safe point with 3, and the next run ends the work', async () => {
    const pages = 1000;
    let interrupt = (): void => undefined;
    const answer = ({ query }: Recorded, index: number): { body: unknown } => {
      if (index === 20) interrupt();
      return { body: { pages, rows: [{ id: Number(query.get('page')) }] } };
    };
    await withApi(answer, async (api, folder) => {
      await writeFile(join(folder, 'shop.yaml'), items(api.url));
      const running = startSluice(['run', 'shop.yaml'], folder);
      interrupt = () => void running.process.kill('SIGINT');
      const { exitCode, output, messages } = await running.ended;
      expect(messages).toContain('Stopping at the next safe point');
      expect(output).toContain('Run the same command again');
      expect(exitCode).toBe(3);
      interrupt = () => undefined;
      expect((await sluice(['run', 'shop.yaml', '--progress', 'off'], folder)).exitCode).toBe(0);
      const { output: count } = await sluice(
        ['query', 'shop', 'select count(*) as n, count(distinct id) as d from items', '--csv'],
        folder,
      );
      expect(count).toBe(`n,d\n${pages},${pages}\n`);
      // Nothing was asked twice but what was under way: a page, and those that were asked for before their turn.
      expect(api.requests.length).toBeLessThanOrEqual(pages + 5);
    });
  });

  test('F4.11: a reader of standard output and standard error that goes away does not stop it', async () => {
    await withApi(twoPages, async (api, folder) => {
      await writeFile(join(folder, 'shop.yaml'), items(api.url));
      const running = startSluice(['run', 'shop.yaml', '--json'], folder);
      running.process.stdout?.destroy();
      running.process.stderr?.destroy();
      expect((await running.ended).exitCode).toBe(0);
      expect((await sluice(['query', 'shop', 'select count(*) as n from items', '--csv'], folder)).output).toBe(
        'n\n2\n',
      );
    });
  });
});

test('mock serves until it is asked to stop', async () => {
  await inFolder(async (folder) => {
    const running = startSluice(['mock', 'svix', '--fail-every', '2', '--json'], folder);
    const { url } = JSON.parse(await running.shows(/\n/)) as { url: string };
    const statuses = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await fetch(url)).status);
    expect(statuses.filter((status) => status === 503)).toHaveLength(2);
    running.process.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ exitCode: 0, messages: expect.stringContaining('2 failed') });
  });
});

test('demo loads what the local APIs have, twice, and answers questions', { timeout: 120_000 }, async () => {
  await inFolder(async (folder) => {
    for (const _ of [1, 2]) {
      const { exitCode, output, messages } = await sluice(['demo'], folder);
      expect({ exitCode, messages: exitCode === 0 ? '' : messages }).toEqual({ exitCode: 0, messages: '' });
      expect(output).toMatch(/movies +3,201 .*proven/);
      expect(output).toMatch(/flights +231,083 .*proven/);
      expect(output).toContain(join(folder, 'sluice-demo.duckdb'));
    }
  });
});
