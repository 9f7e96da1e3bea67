/** What `sluice init` writes is formatted, compiles, and loads what its test makes up. Uses the built package. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { check } from 'prettier';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectors } from '../src/connectors/registry.ts';
import { initBed, root, type InitBed } from './init-bed.ts';

const seeds = ['dbt-cloud', 'lightdash', 'persistiq', 'ruddr', 'svix'].map((name) => `${name}.md`);
const more = readdirSync(join(root, 'test/guides/more')).filter((name) => /\.(?:md|txt|py)$/.test(name));

/** Configurations in each form, with every kind of auth and paging, secrets that are written down, and hostile texts. */
const configurations: Readonly<Record<string, string>> = {
  'shop.yaml': `
client:
  base_url: "https://api.example.org/v1/\`\${x}\`?api_key=canary-in-url&x=1"
  headers: { Authorization: Bearer canary-header, __proto__: own }
  auth: { type: api_key, api_key: canary-auth, name: X-Key }
resource_defaults:
  endpoint: { params: { access_token: canary-param, big: 12345678901234567890, f: -0.5, n: null, list: [1, 2, x] } }
resources:
  - users
  - name: "odd */ \`name\` \${a} \\u2028 // @ts-ignore"
    primary_key: "it's \\"key\\""
    table_name: odd_one
    columns: { "x y": { data_type: bigint }, number: { data_type: bigint } }
    endpoint:
      path: "odd/{{x}}/$\`"
      data_selector: "'a b'.rows"
      params: { constructor: c, "a-b": "a text that goes on and on until its line is too long for what prettier allows" }
  - name: pets
    primary_key: [id, org]
    include_from_parent: [id, { field: name, as: user_name }]
    mask_columns: { email: { type: hash, salt: canary-salt } }
    endpoint:
      path: users/{resources.users.id}/pets?key=canary-key
      method: POST
      json: { page: { size: 10 }, password: canary-json }
      paginator: { type: cursor, cursor_path: next.cursor, cursor_body_path: page.after }
  - name: items
    endpoint:
      path: "pets/{id}/items"
      params: { id: { type: resolve, resource: pets, field: id } }
      incremental: { cursor_path: updated, initial_value: 1700000000, start_param: since }
      paginator: { type: page_number, base_page: 1, total_path: meta.pages }
  - { name: elsewhere, endpoint: { path: "https://other.example.org/list" } }
`,
  'machine.toml': `
resources = ["a", "b"]
[client]
base_url = "https://api.example.org"
[client.auth]
type = "oauth2_client_credentials"
access_token_url = "https://auth.example.org/oauth/token"
client_id = "canary-id"
`,
  'session.json': JSON.stringify({
    client: {
      base_url: 'https://x.example.org/api/v1/',
      auth: { type: 'session', cookie: 'connect.sid', login: { path: 'login', json: { email: null, password: null } } },
    },
    resources: [
      { name: 'p', endpoint: { path: 'org/p', data_selector: 'results', paginator: 'header_link' } },
      { name: 'q', endpoint: { paginator: { type: 'offset', limit: 2, total_path: 'meta.total' } } },
    ],
  }),
  'refresh.yml': `
client:
  base_url: https://api.example.org
  auth: { type: oauth2_refresh_token, token_url: "https://auth.example.org/t" }
  paginator: { type: header_cursor }
resources: [a]
`,
  'settings.py': `
import dlt, os
from dlt.sources.rest_api import rest_api_source

source = rest_api_source({
  "client": {
    "base_url": f"https://{dlt.config['shop_domain']}.example.org/api",
    "headers": {"X-Token": f"Token {dlt.secrets['sources.shop.token']}"},
    "paginator": {"type": "json_link", "next_url_path": "links.next"},
  },
  "resources": [
    {"name": "orders", "endpoint": {"params": {"org": os.environ.get("SHOP_ORG", "acme"), "limit": dlt.config["limit"]}}},
  ],
})
`,
  'hostile.md': `# Shop */ \`\${x}\`

- **Base URL**: \`https://shop.example.org/v1/\`
- **Authentication**: Bearer token in the \`X-*/\` header; @ts-nocheck // */ \`\${process.exit(1)}\` "quoted' \u2028 \u202E

## Endpoints

### Orders
- **Path**: \`/orders\`
- **Primary Key**: \`id\`
- **Notes**: */ } ); process.exit(1); // prettier-ignore \\ \`
- **Pagination**: offset, limit 5000
`,
  'module.ts': `
export default {
  client: { base_url: 'https://api.example.org/v1/', auth: 'bearer' },
  resources: [{ name: 'users', primary_key: 'id' }, { name: 'pets', endpoint: 'users/{resources.users.id}/pets' }],
};
`,
};

let bed: InitBed;
const written: string[] = [];
beforeAll(async () => {
  bed = await initBed();
  writeFileSync(join(bed.folder, 'package.json'), '{ "type": "module" }');
  for (const [name, text] of Object.entries(configurations)) writeFileSync(join(bed.folder, name), text);
  const sources = [
    ...seeds.map((name) => join(root, 'test/guides', name)),
    ...more.map((name) => join(root, 'test/guides/more', name)),
    ...connectors.keys(),
    ...Object.keys(configurations),
  ];
  for (const [index, source] of sources.entries()) {
    const folder = `p${index}`;
    const { exitCode, output, messages } = await bed.say(['init', source, folder, '--json']);
    expect(exitCode, messages).toBe(0);
    const { untested } = JSON.parse(output) as { readonly untested: readonly string[] };
    expect(untested, source).toEqual(source === 'shop.yaml' ? ['elsewhere'] : []);
    written.push(folder);
  }
}, 60_000);
afterAll(() => bed.close());

interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
}

function run(command: string, args: readonly string[], folder: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output: Buffer.concat(parts).toString('utf8') }));
  });
}

const filesOf = (folder: string): readonly string[] =>
  readdirSync(join(bed.folder, folder)).map((name) => join(bed.folder, folder, name));

describe('what init writes', () => {
  test('is as prettier leaves it', async () => {
    const parsers = new Map([
      ['.ts', 'typescript'],
      ['.json', 'json'],
      ['.md', 'markdown'],
    ]);
    for (const file of written.flatMap(filesOf)) {
      const name = file.endsWith('package.json') ? 'json-stringify' : parsers.get(extname(file));
      if (name === undefined) continue;
      expect(await check(readFileSync(file, 'utf8'), { parser: name }), file).toBe(true);
    }
  }, 60_000);

  test('S1: has no secret of a configuration in it', () => {
    const files = written.flatMap(filesOf);
    expect(files.filter((file) => readFileSync(file, 'utf8').includes('canary'))).toEqual([]);
  });

  test('compiles under its own settings, and its tests pass', async () => {
    const settings = {
      extends: './p0/tsconfig.json',
      compilerOptions: {
        noEmit: false,
        allowImportingTsExtensions: false,
        rewriteRelativeImportExtensions: true,
        outDir: 'out',
        rootDir: '.',
      },
      include: written.map((folder) => `${folder}/*.ts`),
    };
    writeFileSync(join(bed.folder, 'tsconfig.json'), JSON.stringify(settings));
    const compiled = await run(join(root, 'node_modules/.bin/tsc'), ['-p', '.'], bed.folder);
    expect(compiled, compiled.output).toMatchObject({ exitCode: 0 });
    // One process for all: each would start the database anew.
    const tests = written.flatMap((folder) =>
      readdirSync(join(bed.folder, 'out', folder))
        .filter((name) => name.endsWith('.test.js'))
        .map((name) => `${folder}/${name}`),
    );
    expect(tests).toHaveLength(written.length);
    writeFileSync(join(bed.folder, 'out/all.js'), tests.map((name) => `import './${name}';\n`).join(''));
    const tested = await run(process.execPath, ['--test', 'out/all.js'], bed.folder);
    expect(tested, tested.output).toMatchObject({ exitCode: 0 });
    expect(tested.output).toMatch(new RegExp(`^# pass ${written.length}$`, 'm'));
  }, 240_000);

  test('is tested as its own manifest says', async () => {
    const folder = join(bed.folder, written[0] ?? '');
    const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const [command = '', ...args] = (scripts['test'] ?? '').split(' ');
    expect(command).toBe('node');
    const ended = await run(process.execPath, args, folder);
    expect(ended, ended.output).toMatchObject({ exitCode: 0 });
    expect(ended.output).toMatch(/^# pass 1$/m);
  }, 120_000);
});
