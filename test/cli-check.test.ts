import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../src/cli/main.ts';
import type { Runtime } from '../src/core/runtime.ts';
import { nodeRuntime } from '../src/runtime/node-runtime.ts';
import { recordingTerminal } from './cli/recording-terminal.ts';
import { recordingApi, type Answer, type Recorded } from './recording-api.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-check-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Said {
  readonly exitCode: number;
  readonly output: string;
  readonly messages: string;
}

async function say(words: readonly string[], more: Partial<Runtime> = {}): Promise<Said> {
  const terminal = recordingTerminal();
  const runtime = { ...nodeRuntime({ workingFolder: folder }), environment: {}, ...more };
  const exitCode = await main(words, terminal, () => Promise.resolve(runtime));
  return { exitCode, output: terminal.output.text(), messages: terminal.messages.text() };
}

const offline: Partial<Runtime> = { fetch: () => Promise.reject(new Error('the network was used')) };

const shop = (base: string): string => `
client: { base_url: "${base}", auth: { type: bearer } }
resources:
  - name: users
    endpoint: { path: users, paginator: { type: json_link, next_url_path: next } }
  - name: orders
    include_from_parent: [id]
    endpoint: { path: "users/{resources.users.id}/orders", data_selector: data.orders, paginator: json_link }
  - name: lines
    include_from_parent: [id]
    endpoint: { path: "orders/{resources.orders.id}/lines", paginator: json_link }
`;

async function written(text: string): Promise<string> {
  await writeFile(join(folder, 'shop.yaml'), text);
  return 'shop.yaml';
}

describe('check', () => {
  test('tells contradictions, risks and notes with path and hint, and ends with 1 for a contradiction', async () => {
    const file = await written(`
client: { base_url: "http://api.test/", auth: { type: bearer, token: abcdefgh } }
resources:
  - { name: a, write_disposition: merge, endpoint: { paginator: { type: offset, limit: 9, total_path: "" } } }
`);
    const { exitCode, output } = await say(['check', file], offline);
    expect(exitCode).toBe(1);
    expect(output).toBe(
      [
        'shop: 1 resource, no mistakes',
        '  contradiction  resources[0].write_disposition (a): is merge, but there is no key by which rows could be merged',
        '    → Set primary_key or merge_key, or use append.',
        '  risk  client.base_url: is http, so everyone on the way can read the credentials',
        '    → Write https, unless the network is yours alone.',
        '  note  resources[0].endpoint.paginator (a): ends at the first empty page, as the answers are not asked for a total: an API that fails in silence ends it too',
        '    → Set total_path or has_more_path if the answers say how much there is.',
        '1 contradiction, 1 risk, 1 note.',
        '',
      ].join('\n'),
    );
  });

  test('ends with 2 and all mistakes where the configuration has some', async () => {
    const file = await written('client: {base_ulr: x, auth: bearer}\nresources: [{name: a, endpoint: {methd: GET}}]\n');
    const { exitCode, messages, output } = await say(['check', file], offline);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(messages).toContain('base_ulr');
    expect(messages).toContain('methd');
    // A stand-in took the place of the credential, so it is not among the mistakes.
    expect(messages).not.toContain('is not set');
  });

  test('a credential that is set nowhere is a risk, with the places where it is looked for', async () => {
    const { exitCode, output } = await say(['check', await written(shop('https://api.test/')), '--json'], offline);
    expect(exitCode).toBe(0);
    const { remarks, ...rest } = JSON.parse(output) as { readonly remarks: readonly unknown[] };
    expect(rest).toEqual({ source: 'shop', resources: ['users', 'orders', 'lines'] });
    expect(remarks).toEqual([
      {
        resource: null,
        path: 'token',
        kind: 'risk',
        message: 'is not set anywhere',
        hint: expect.stringMatching(/^Set SOURCES__SHOP__TOKEN in the environment or in \.env, or .*secrets\.toml/),
      },
    ]);
  });

  test('of a connector without its key works, and --select narrows it', async () => {
    const all = await say(['check', 'svix'], offline);
    expect(all).toMatchObject({ exitCode: 0, messages: '' });
    expect(all.output).toContain('SOURCES__SVIX__TOKEN');
    expect(all.output).toContain('(tokens)');
    expect((await say(['check', 'svix', '--select', 'applications'], offline)).output).not.toContain('(tokens)');
    expect((await say(['check', 'svix', '--select', 'x'], offline)).exitCode).toBe(2);
  });
});

describe('check --live', () => {
  const answers = ({ path, headers }: Recorded): Answer => {
    if (headers['authorization'] !== 'Bearer canary-token-1')
      return { status: 401, body: { why: headers['authorization'] } };
    if (path === '/users') return { body: { items: [{ id: 7 }, { id: 8 }], next: '/users?page=2' } };
    if (path === '/users/7/orders') return { body: { data: { orders: [{ id: 'a' }] } } };
    return { status: 404, body: { error: 'no such thing' } };
  };

  async function live(
    words: readonly string[],
    token = 'canary-token-1',
  ): Promise<Said & { readonly asked: readonly string[] }> {
    const api = await recordingApi(answers);
    try {
      const said = await say(['check', await written(shop(api.url)), '--live', '--set', `token=${token}`, ...words]);
      return { ...said, asked: api.targets() };
    } finally {
      await api.close();
    }
  }

  test('asks each resource once, children for the first row, and tells what came', async () => {
    const { exitCode, output, asked } = await live([]);
    expect(asked).toEqual(['/users', '/users/7/orders', '/orders/a/lines']);
    expect(output).toContain('✓ users: status 200; 2 rows at items; there is a next page; credentials accepted\n');
    expect(output).toContain('✓ orders: status 200; 1 row at data.orders; the walk ends: the API gave no further link');
    expect(output).toMatch(/✗ lines: status 404\n {2}Cannot GET \S+lines: .*no such thing.*\n {2}→ Check/);
    expect(exitCode).toBe(1);
  });

  test('with --select asks what is selected and its parents, and ends with 0', async () => {
    const { exitCode, output, asked } = await live(['--select', 'orders', '--json']);
    expect(asked).toEqual(['/users', '/users/7/orders']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      live: [
        {
          resource: 'users',
          parent: null,
          asked: true,
          ok: true,
          status: 200,
          credentials: 'accepted',
          rows: 2,
          rows_at: 'items',
          has_next: true,
        },
        {
          resource: 'orders',
          parent: 'users',
          rows_at: 'data.orders',
          has_next: false,
          verdict: 'proven',
          error: null,
        },
      ],
    });
  });

  test('refused credentials are a line, their children are not asked, and S1: nothing repeats the token', async () => {
    const { exitCode, output, messages, asked } = await live([], 'canary-wrong-1');
    expect(asked).toEqual(['/users']);
    expect(output).toMatch(/✗ users: status 401; credentials refused\n {2}Cannot GET/);
    expect(output).toContain('- orders: not asked, "users" gave no row to ask with\n- lines: not asked');
    expect(output + messages).not.toContain('canary');
    expect(exitCode).toBe(1);
  });

  test('F4.10: Ctrl-C ends it at once, in the middle of an answer', async () => {
    const terminal = recordingTerminal();
    const file = await written(shop('http://127.0.0.1:1/'));
    const hanging: Runtime['fetch'] = (_request, signal) => {
      queueMicrotask(() => terminal.askToStop());
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    };
    const runtime = { ...nodeRuntime({ workingFolder: folder }), environment: {}, fetch: hanging };
    await main(['check', file, '--live', '--set', 'token=abcdefgh'], terminal, () => Promise.resolve(runtime));
    expect(terminal.exits).toEqual([130]);
    expect(terminal.messages.text()).toBe('Stopped; nothing was loaded.\n');
  });

  test('without a credential asks nothing and ends with 1', async () => {
    const { exitCode, messages } = await say(['check', await written(shop('http://127.0.0.1:1/')), '--live'], offline);
    expect(messages).toBe('Nothing was asked: token not set.\n');
    expect(exitCode).toBe(1);
  });
});

describe('plan', () => {
  test('needs no credentials, and tells placeholders, ends, and where to set what is missing', async () => {
    const { exitCode, output } = await say(['plan', await written(shop('https://api.test/'))], offline);
    expect(exitCode).toBe(0);
    expect(output).toContain('1. GET https://api.test/users\n');
    expect(output).toContain('     Authorization: <token: not set>\n');
    expect(output).toContain('     ends when an answer has no link at next\n');
    expect(output).toContain('2. GET https://api.test/users/{resources.users.id}/orders\n');
    expect(output).toMatch(/\n {2}\{resources\.users\.id\} +id of each row of users\n/);
    expect(output).toMatch(/\n {2}<token: not set> +set SOURCES__SHOP__TOKEN in the environment/);
  });

  test('shows a key in the query that is not set, and masks one that is', async () => {
    const file = await written(`
client: { base_url: "https://api.test/", auth: { type: api_key, location: query, name: key } }
resources: [{ name: a, endpoint: { path: "a?x=1" } }]
`);
    expect((await say(['plan', file], offline)).output).toContain(
      'GET https://api.test/a?x=1&key=<api_key: not set>\n',
    );
    const set = await say(['plan', file, '--set', 'api_key=canary-key-1'], offline);
    expect(set.output).toContain('GET https://api.test/a?x=1&key=***\n');
    expect(set.output).not.toContain('canary');
  });

  test('--json is snake_case and has what is not set', async () => {
    const { output } = await say(['plan', await written(shop('https://api.test/')), '--json'], offline);
    const plan = JSON.parse(output) as Readonly<Record<string, unknown>>;
    expect(plan).toMatchObject({
      not_set: [{ key: 'token', places: expect.arrayContaining([expect.stringContaining('SOURCES__SHOP__TOKEN')]) }],
      resources: [{ name: 'users', write_disposition: 'append', primary_key: [] }, {}, {}],
      requests: [{ end: 'when an answer has no link at next', credentials: ['Authorization'] }, {}, {}],
    });
    expect(camelKeys(plan)).toEqual([]);
  });
});

describe('status', () => {
  test('tells verdict and reason, and what to configure for one that is unknown; --json is snake_case', async () => {
    const api = await recordingApi(({ query }) => ({ body: { rows: [{ id: Number(query.get('page')) }] } }));
    const paginator = '{ type: page_number, maximum_page: 2 }';
    const file = await written(`
client: { base_url: "${api.url}" }
resources: [{ name: items, endpoint: { paginator: ${paginator}, data_selector: rows } }]
`);
    const run = await say(['run', file, '--progress', 'off']);
    await api.close();
    const hint = 'unknown items: leave out the maximum of its paginator to load everything\n';
    expect(run).toMatchObject({ exitCode: 0, output: expect.stringContaining(hint) });
    const { output } = await say(['status', 'shop'], offline);
    expect(output).toMatch(/items +2 +2 +2 +unknown +maximum_page 2 was reached/);
    expect(output).toContain(hint);
    const status = JSON.parse((await say(['status', 'shop', '--json'], offline)).output) as object;
    expect(status).toMatchObject({
      newest_load: expect.stringMatching(/^\d+\.\d+$/),
      waiting_packages: [],
      last_run: { outcome: 'done', report: { resources: [{ name: 'items', verdict: 'unknown' }] } },
    });
    expect(camelKeys(status)).toEqual([]);
    const list = await say(['status', '--json'], offline);
    expect(JSON.parse(list.output)).toMatchObject({ pipelines: [{ name: 'shop', started_at: expect.any(String) }] });
  });
});

/** Keys of the answer, at any depth, that are written in camel case; headers are no keys of ours. */
function camelKeys(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(camelKeys);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(/^[a-z]+[A-Z]/.test(key) ? [key] : []),
    ...(key === 'headers' ? [] : camelKeys(inner)),
  ]);
}
