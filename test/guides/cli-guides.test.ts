import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commandLine, type CommandLine } from './command-line.ts';

let line: CommandLine;
beforeEach(async () => {
  line = await commandLine();
});
afterEach(() => line.close());

const say: CommandLine['say'] = (words, environment) => line.say(words, environment);

async function seed(name: string): Promise<string> {
  await copyFile(new URL(`${name}.md`, import.meta.url), join(line.folder, `${name}.md`));
  return `${name}.md`;
}

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
    await writeFile(join(line.folder, 'shop.py'), text);
    expect((await say(['plan', 'shop.py'])).messages).toMatch(/line 4, resources\[0\]\.bogus: is not a known key/);
  });

  test('S12: a file of 2 MB is refused', async () => {
    await writeFile(join(line.folder, 'big.md'), '# x\n'.repeat(600_000));
    expect((await say(['plan', 'big.md'])).messages).toMatch(/larger than 1048576 bytes/);
  });

  test('12.2 rule 1: variables of others in the environment are not taken for placeholders', async () => {
    const text =
      '# Shop\n- **Base URL**: `https://x.test`\n\n## Endpoints\n\n### Users\n- **Path**: `/users`\n- **Primary Key**: `id`\n\n### Pets\n- **Path**: `/pets/{user}`\n';
    await writeFile(join(line.folder, 'shop.md'), text);
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
    await writeFile(join(line.folder, 'shop.py'), py(auth));
    const { exitCode, output } = await say(['plan', 'shop.py'], { ...environment, SOURCES__SHOP__ORG: 'acme' });
    expect(output).toContain('GET https://x.test/v1/orders?org=acme');
    expect(output).toMatch(/Authorization: \*\*\*/);
    expect(output).not.toContain('canary-7f3a');
    expect(exitCode).toBe(0);
  });

  test('what is set nowhere has a stand-in in a plan, and is told', async () => {
    await writeFile(join(line.folder, 'shop.py'), py('"auth": {"type": "bearer", "token": dlt.secrets["token"]}'));
    const { output } = await say(['plan', 'shop.py']);
    expect(output).toMatch(/set SOURCES__SHOP__TOKEN[\s\S]*|SOURCES__SHOP__ORG/);
    expect(output).toContain('SOURCES__SHOP__ORG');
  });

  test('keeps what dlt would do: no disposition is inferred', async () => {
    await writeFile(join(line.folder, 'shop.py'), py('"auth": None'));
    expect((await say(['plan', 'shop.py'], { SOURCES__SHOP__ORG: 'acme' })).output).toMatch(
      /users {2,}users {2,}append/,
    );
  });
});
