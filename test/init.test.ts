import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectors } from '../src/connectors/registry.ts';
import { connectorForms } from '../src/scaffold/connector-forms.ts';
import { startMockApi } from '../src/mock/mock-api.ts';
import { answeringApi } from '../src/mock/answering-api.ts';
import { initBed, root, type InitBed } from './init-bed.ts';

let bed: InitBed;
beforeEach(async () => {
  bed = await initBed();
  writeFileSync(join(bed.folder, 'package.json'), '{ "type": "module" }');
});
afterEach(() => bed.close());

const textOf = (file: string): string => readFileSync(join(bed.folder, file), 'utf8');
const put = (file: string, text: string): void => writeFileSync(join(bed.folder, file), text);
const seed = (name: string): string => join(root, 'test/guides', `${name}.md`);

const names = ['.gitignore', 'README.md', 'package.json', 'secrets.example.toml', 'tsconfig.json'];
const shop = 'client: { base_url: https://api.example.org/v1/, auth: bearer }\nresources: [users]\n';

describe('sluice init', () => {
  test('writes into a folder that is called after the source, and says what', async () => {
    put('shop.yaml', shop);
    const { exitCode, output } = await bed.say(['init', 'shop.yaml']);
    expect(exitCode).toBe(0);
    expect(readdirSync(join(bed.folder, 'shop')).toSorted()).toEqual([...names, 'shop.test.ts', 'shop.ts'].toSorted());
    expect(output).toContain('  shop.test.ts\n');
    expect(output).toContain('npx sluice plan shop.ts');
  });

  test('--json says what was written', async () => {
    const { output } = await bed.say(['init', 'svix', 'deep/er', '--json']);
    expect(JSON.parse(output)).toEqual({
      name: 'svix',
      folder: 'deep/er',
      files: expect.arrayContaining(['svix.ts', 'svix.test.ts', 'secrets.example.toml']) as unknown,
      untested: [],
    });
    expect(textOf('deep/er/svix.ts')).toContain('token: values.secret("token", "api_key"),');
  });

  test('what is there stays, unless --force is given', async () => {
    mkdirSync(join(bed.folder, 'svix'));
    put('svix/svix.ts', 'mine');
    const refused = await bed.say(['init', 'svix']);
    expect(refused.exitCode).toBe(2);
    expect(refused.messages).toMatch(/svix\.ts is there already[\s\S]*--force/);
    expect(readdirSync(join(bed.folder, 'svix'))).toEqual(['svix.ts']);
    expect(textOf('svix/svix.ts')).toBe('mine');
    expect((await bed.say(['init', 'svix', '--force'])).exitCode).toBe(0);
    expect(textOf('svix/svix.ts')).not.toBe('mine');
  });

  test('what a guide left unclear is said at its place, with its line', async () => {
    await bed.say(['init', seed('svix')]);
    const code = textOf('svix/svix.ts').replaceAll(/(?<=\/\/ .*)\n +\/\/ (?!contra|inferred)/g, ' ');
    expect(code).toMatch(
      /\/\/ contradictory, line 13: https:\/\/api\.example\.com is a stand-in.*\n(?: +\/\/ contradictory.*\n)* +base_url: baseUrl/,
    );
    expect(code).toMatch(/\/\/ inferred, line 63: \{app_id\} ← applications\.id.*\n +path: "\/v1\/app\/\{resources/);
    expect(code).not.toContain('// taken');
  });

  test('the template has each key that is read, and no value', async () => {
    await bed.say(['init', seed('svix')]);
    expect(textOf('svix/secrets.example.toml')).toMatch(/\[sources\.svix\]\nbase_url = ""\napi_key = "" # secret\n$/);
  });

  test('every connector has a form here, and reads keys that it has', async () => {
    expect([...connectorForms.keys()].toSorted()).toEqual([...connectors.keys()].toSorted());
    for (const [name, { callee, readings }] of connectorForms) {
      const module = (await import(`../src/connectors/${name}/index.ts`)) as Readonly<Record<string, unknown>>;
      const found = Object.values(module).find((one) => typeof one === 'object' && one !== null && 'keys' in one);
      const { keys } = found as { readonly keys: readonly { readonly key: string }[] };
      expect(module).toHaveProperty(callee);
      expect(keys.map(({ key }) => key)).toEqual(expect.arrayContaining(readings.map(({ key }) => key)));
    }
  });

  test.each([
    [
      'a function',
      'resources: [{ name: "a", processing_steps: [{ filter: () => true }] }]',
      /resources\[0\]\.processing_steps\[0\]\.filter is a function/,
    ],
    [
      'an object with code',
      'resources: [{ name: "a", endpoint: { paginator: new Date() } }]',
      /resources\[0\]\.endpoint\.paginator is no plain value/,
    ],
  ])('%s in a configuration is refused by its path', async (_, members, why) => {
    put('code.ts', `export default { client: { base_url: "https://x.test/" }, ${members} };`);
    const { exitCode, messages } = await bed.say(['init', 'code.ts']);
    expect(exitCode).toBe(2);
    expect(messages).toMatch(why);
    expect(readdirSync(bed.folder)).not.toContain('code');
  });

  test('mistakes are told as by plan, with their lines, and nothing is written', async () => {
    put('shop.yaml', 'client: { base_url: https://x.test/ }\nresources: [{ name: a, bogus: 1 }]\n');
    expect((await bed.say(['init', 'shop.yaml'])).messages).toMatch(
      /source file "shop\.yaml"[\s\S]*resources\[0\]\.bogus/,
    );
    put(
      'shop.py',
      'BASE_CONFIG = {"base_url": "https://x.test"}\n\nENDPOINTS = [\n  {"name": "users", "path": "/x", "bogus": 1},\n]\n',
    );
    expect((await bed.say(['init', 'shop.py'])).messages).toMatch(/line 4, resources\[0\]\.bogus/);
    expect((await bed.say(['init', 'svxi'])).messages).toMatch(/Did you mean "svix"/);
    expect(readdirSync(bed.folder).toSorted()).toEqual(['node_modules', 'package.json', 'shop.py', 'shop.yaml']);
  });

  test('a name with other signs is made one for files', async () => {
    put('my guide (2) ${x}.yaml', shop);
    expect((await bed.say(['init', 'my guide (2) ${x}.yaml'])).exitCode).toBe(0);
    expect(readdirSync(bed.folder)).toContain('my-guide-2-x');
    put('···.yaml', shop);
    expect((await bed.say(['init', '···.yaml'])).messages).toMatch(/no letter and no digit/);
  });
});

describe('a source that init wrote', () => {
  const environment = { SOURCES__SHOP__TOKEN: 'canary-7f3a' };

  test('is planned without credentials, and refused by run without them', async () => {
    put('shop.yaml', shop);
    await bed.say(['init', 'shop.yaml', '.', '--force']);
    const plan = await bed.say(['plan', 'shop.ts']);
    expect(plan.messages).toBe('');
    expect(plan.output).toContain('GET https://api.example.org/v1/users');
    expect(plan.output).toContain('SOURCES__SHOP__TOKEN');
    expect((await bed.say(['run', 'shop.ts'])).messages).toMatch(/token is not set anywhere/);
    expect((await bed.say(['init', 'shop.ts', 'x'])).messages).toMatch(/it is code already/);
  });

  test('loads with the secrets of the template, which are nowhere to be seen', async () => {
    put('shop.yaml', shop);
    await bed.say(['init', 'shop.yaml', '.', '--force']);
    mkdirSync(join(bed.folder, '.sluice'));
    put('.sluice/secrets.toml', textOf('secrets.example.toml').replace('token = ""', 'token = "canary-7f3a"'));
    const api = await startMockApi(answeringApi('shop', [{ path: '/users', body: [{ id: 1 }] }]));
    try {
      const { exitCode, output, messages } = await bed.say([
        'run',
        'shop.ts',
        '--set',
        `base_url=${api.url}/`,
        '--json',
      ]);
      expect(exitCode, messages).toBe(0);
      expect(JSON.parse(output)).toMatchObject({ pipeline: 'shop', resources: [{ name: 'users', rows: 1 }] });
      expect(output + messages).not.toContain('canary');
    } finally {
      await api.close();
    }
  });

  test('S1: a secret in an error is masked', async () => {
    put('shop.yaml', shop);
    await bed.say(['init', 'shop.yaml', '.', '--force']);
    const answer = { path: '/users', status: 400, body: { error: 'canary-7f3a is not known' } };
    const api = await startMockApi(answeringApi('shop', [answer]));
    try {
      const { exitCode, messages } = await bed.say(['run', 'shop.ts', '--set', `base_url=${api.url}/`], environment);
      expect(exitCode).toBe(1);
      expect(messages).toMatch(/is not known/);
      expect(messages).not.toContain('canary');
    } finally {
      await api.close();
    }
  });

  test('--set of a part of its configuration is refused: only the code knows it', async () => {
    put('shop.yaml', shop);
    await bed.say(['init', 'shop.yaml', '.', '--force']);
    const { exitCode, messages } = await bed.say(['plan', 'shop.ts', '--set', 'client.base_url=http://127.0.0.1:1/']);
    expect(exitCode).toBe(2);
    expect(messages).toMatch(/makes its source itself[\s\S]*--set base_url=/);
  });

  test('an address that only stands for one is planned with, and not run', async () => {
    await bed.say(['init', seed('svix'), '.', '--force']);
    const plan = await bed.say(['plan', 'svix.ts']);
    expect(plan.messages).toBe('');
    expect(plan.output).toContain('GET https://api.example.com/v1/app');
    const ended = await bed.say(['run', 'svix.ts'], { SOURCES__SVIX__API_KEY: 'x' });
    expect(ended.messages).toMatch(/base_url is not set anywhere/);
  });

  test('a .ts file may export a source with children as well as a function', async () => {
    put(
      'family.ts',
      `import { restApi } from 'sluice/sources/rest-api';
       export default restApi({
         client: { base_url: 'https://x.test/' },
         resources: ['users', { name: 'pets', endpoint: { path: 'users/{resources.users.id}/pets' } }],
       });`,
    );
    expect((await bed.say(['plan', 'family.ts'])).output).toContain(
      'GET https://x.test/users/{resources.users.id}/pets',
    );
    put('number.ts', 'export default () => 7;');
    expect((await bed.say(['plan', 'number.ts'])).messages).toMatch(/default export is a function that gives a number/);
  });
});
