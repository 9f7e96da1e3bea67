import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Runtime } from '../../src/core/runtime.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { recordingTerminal } from '../cli/recording-terminal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-cli-guides-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Said {
  readonly exitCode: number;
  readonly output: string;
  readonly messages: string;
}

async function say(words: readonly string[], environment: Runtime['environment'] = {}): Promise<Said> {
  const terminal = recordingTerminal();
  const fetch = (): never => {
    throw new Error('the network was used');
  };
  const runtime = { ...nodeRuntime({ workingFolder: folder }), environment, fetch };
  const exitCode = await main(words, terminal, () => Promise.resolve(runtime));
  return { exitCode, output: terminal.output.text(), messages: terminal.messages.text() };
}

async function seed(name: string): Promise<string> {
  await copyFile(new URL(`${name}.md`, import.meta.url), join(folder, `${name}.md`));
  return `${name}.md`;
}

/** What `check` of a guide says: each trap of the tables "seed against reality", by the words that tell it. */
const traps: Readonly<Record<string, readonly RegExp[]>> = {
  svix: [
    /api\.example\.com is a stand-in/,
    /this below \/api\/v1, and only ingest paths/,
    /the text says uuid, the code at line 20 id/,
    /event types have no uuid and no id: their key is name/,
    /since July 2025 this path has the environment in it/,
    /incremental loading is promised, and no resource has a cursor/,
    /\{app_id\} ← applications\.id/,
    /\{src_id\} ← ingest_source\.id/,
    /where the next cursor is, the first answer shows: iterator/,
    /"done" is read as a condition/,
    /sets how failures are asked again/,
  ],
  ruddr: [
    /api\.example\.com is a stand-in/,
    /gets id of the last row of each page/,
    /"not response\.get\('hasMore', False\)" is read as a condition on each answer, and not run/,
    /deleted there is told by no list/,
    /sets how failures are asked again/,
  ],
  persistiq: [
    /next_page is an address and not a number/,
    /pages are counted from 1/,
    /rows of leads have no updated_at/,
    /the vendor documents 100 requests a minute and not 1000/,
    /\{access_token\} is what is sent/,
    /"User-Agent` is required|`User-Agent` is required/,
  ],
  'dbt-cloud': [
    /refuse more than 100 rows a page/,
    /5000 rows a page are more than most APIs give/,
    /runs endpoint\.path: is said to hang on jobs/,
    /no path has a place for job_id/,
    /order_by sorts and does not filter/,
    /connections are not in version 2/,
    /ends its getdbt\.com addresses/,
    /no place of a total is given/,
    /current date minus a reasonable buffer.*the first run loads everything/,
    /\{account_id\} ← accounts\.id/,
  ],
  lightdash: [
    /your-lightdash-instance\.com\/api\/v1\/ is a stand-in/,
    /no answer has next_page/,
    /rows are at \$\.results\[\*\], as projects says/,
    /incremental loading by updatedAt is said of no resource in particular/,
    /charts that are on no dashboard are not reached/,
    /\{dashboardUuid\} ← project_dashboards\.uuid/,
    /the answer has no projectUuid of its own/,
    /rows get it from projects\.projectUuid \(L13\)/,
    /another way to log in is there/,
  ],
};

describe('check finds every trap that a text can tell', () => {
  test.each(Object.keys(traps))('of the guide for %s', async (name) => {
    const { exitCode, output } = await say(['check', await seed(name)]);
    expect(exitCode).toBe(1);
    for (const trap of traps[name] ?? []) expect(output).toMatch(trap);
  });
});

describe('a guide on the command line', () => {
  test('plan shows requests and what became of the guide, without any credentials', async () => {
    const { exitCode, output } = await say(['plan', await seed('svix')]);
    expect(exitCode).toBe(0);
    expect(output).toContain('GET https://api.example.com/v1/app/{resources.applications.id}/endpoint');
    expect(output).toMatch(
      /What became of the guide[\s\S]*inferred {2}lines 63, 75 endpoint\.path: \{app_id\} ← applications\.id.*\n {4}of endpoints, integrations\n/,
    );
  });

  test('plan --json and check --json have the report, with lines', async () => {
    const file = await seed('dbt-cloud');
    for (const command of ['plan', 'check']) {
      const { guide } = JSON.parse((await say([command, file, '--json'])).output) as { guide: { findings: unknown[] } };
      expect(guide.findings).toContainEqual(
        expect.objectContaining({ kind: 'inferred', line: 33, resource: 'connections', path: 'endpoint.path' }),
      );
    }
  });

  test('L16: run refuses a stand-in before anything else, by the name of the setting', async () => {
    const { exitCode, messages } = await say(['run', await seed('svix'), '--set', 'api_key=testsk']);
    expect(exitCode).not.toBe(0);
    expect(messages).toMatch(/line 13: "https:\/\/api\.example\.com" is a stand-in/);
    expect(messages).toContain('--set client.base_url=…');
  });

  test('a secret that is set nowhere is an error of run, with its places', async () => {
    const words = ['run', await seed('svix'), '--set', 'client.base_url=http://127.0.0.1:1/'];
    expect((await say(words)).messages).toMatch(/api_key is not set anywhere[\s\S]*SOURCES__SVIX__API_KEY/);
  });

  test('V15: secrets are nowhere in what is shown', async () => {
    const file = await seed('svix');
    const environment = { SOURCES__SVIX__API_KEY: 'canary-7f3a' };
    for (const words of [
      ['plan', file],
      ['check', file],
      ['plan', file, '--json'],
    ]) {
      const { output, messages } = await say(words, environment);
      expect(output + messages).not.toContain('canary-7f3a');
    }
  });

  test('a mistake that the vocabulary finds names its line', async () => {
    const text =
      'BASE_CONFIG = {"base_url": "https://x.test"}\n\nENDPOINTS = [\n  {"name": "users", "path": "/x", "bogus": 1},\n]\n';
    await writeFile(join(folder, 'shop.py'), text);
    expect((await say(['plan', 'shop.py'])).messages).toMatch(/line 4, resources\[0\]\.bogus: is not a known key/);
  });

  test('S12: a file of 2 MB is refused', async () => {
    await writeFile(join(folder, 'big.md'), '# x\n'.repeat(600_000));
    expect((await say(['plan', 'big.md'])).messages).toMatch(/larger than 1048576 bytes/);
  });

  test('12.2 rule 1: variables of others in the environment are not taken for placeholders', async () => {
    const text =
      '# Shop\n- **Base URL**: `https://x.test`\n\n## Endpoints\n\n### Users\n- **Path**: `/users`\n- **Primary Key**: `id`\n\n### Pets\n- **Path**: `/pets/{user}`\n';
    await writeFile(join(folder, 'shop.md'), text);
    const { output } = await say(['plan', 'shop.md'], { USER: 'root' });
    expect(output).toContain('https://x.test/pets/{resources.users.id}');
    const own = await say(['plan', 'shop.md'], { SOURCES__SHOP__USER: 'anna' });
    expect(own.output).toContain('https://x.test/pets/anna');
  });
});

describe('a .py file', () => {
  const py = (auth: string): string =>
    `import dlt, os\nfrom dlt.sources.rest_api import rest_api_source\n\nsource = rest_api_source({\n  "client": {"base_url": "https://x.test/v1/", ${auth}},\n  "resources": ["users", {"name": "orders", "endpoint": {"path": "orders", "params": {"org": dlt.config["org"]}}}],\n})\n`;

  test.each([
    ['"auth": {"type": "bearer", "token": dlt.secrets["sources.shop.token"]}', { SOURCES__SHOP__TOKEN: 'canary-7f3a' }],
    ['"auth": {"type": "bearer", "token": os.environ["SHOP_TOKEN"]}', { SHOP_TOKEN: 'canary-7f3a' }],
    ['"headers": {"Authorization": f"Bearer {dlt.secrets[\'token\']}"}', { SOURCES__SHOP__TOKEN: 'canary-7f3a' }],
  ])('%s is looked up and masked', async (auth, environment) => {
    await writeFile(join(folder, 'shop.py'), py(auth));
    const { exitCode, output } = await say(['plan', 'shop.py'], { ...environment, SOURCES__SHOP__ORG: 'acme' });
    expect(output).toContain('GET https://x.test/v1/orders?org=acme');
    expect(output).toMatch(/Authorization: \*\*\*/);
    expect(output).not.toContain('canary-7f3a');
    expect(exitCode).toBe(0);
  });

  test('what is set nowhere has a stand-in in a plan, and is told', async () => {
    await writeFile(join(folder, 'shop.py'), py('"auth": {"type": "bearer", "token": dlt.secrets["token"]}'));
    const { output } = await say(['plan', 'shop.py']);
    expect(output).toMatch(/set SOURCES__SHOP__TOKEN[\s\S]*|SOURCES__SHOP__ORG/);
    expect(output).toContain('SOURCES__SHOP__ORG');
  });

  test('keeps what dlt would do: no disposition is inferred', async () => {
    await writeFile(join(folder, 'shop.py'), py('"auth": None'));
    expect((await say(['plan', 'shop.py'], { SOURCES__SHOP__ORG: 'acme' })).output).toMatch(
      /users {2,}users {2,}append/,
    );
  });
});
