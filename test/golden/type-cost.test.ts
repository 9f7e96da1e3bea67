import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * How many types the compiler makes for a call: the same on every machine, however busy. On a quiet one it makes about
 * four million in a second.
 */
async function typesMadeFor(call: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-type-cost-'));
  try {
    const source = join(root, 'src/sources/rest-api/index.ts');
    await writeFile(join(folder, 'config.mts'), `import { restApi } from ${JSON.stringify(source)};\n${call}\n`);
    const settings = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        rewriteRelativeImportExtensions: false,
        allowImportingTsExtensions: true,
        typeRoots: [join(root, 'node_modules/@types')],
      },
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ ...settings, include: [], files: ['config.mts'] }));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = await promisify(execFile)(process.execPath, [compiler, '-p', folder, '--extendedDiagnostics']);
    return Number(/Instantiations:\s+(\d+)/.exec(stdout)?.[1]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const child = (index: number, parent: number): string => `{
  name: 'r${index}', table_name: 't${index}', write_disposition: 'merge', include_from_parent: ['id'],
  columns: { a: { data_type: 'bigint' }, b: { data_type: 'timestamp', nullable: true } },
  endpoint: {
    path: 'a/{resources.r${parent}.id}/b', params: { x: '{resources.r${parent}.name}', y: 1 },
    json: { query: 'query {{ a {{ b }} }}', variables: { id: '{resources.r${parent}.id}', list: [1, { a: 'b' }] } },
    paginator: { type: 'offset', limit: 100 }, headers: { 'X-A': 'b' },
  },
},`;

function call(parentOf: (index: number) => number): string {
  const children = Array.from({ length: 199 }, (_, index) => child(index + 1, parentOf(index + 1)));
  return `restApi({ client: { base_url: 'x' }, resources: ['r0', ${children.join('\n')}] });`;
}

test('200 resources, three levels below each other, cost less than a second more than none', async () => {
  const none = await typesMadeFor(`restApi({ client: { base_url: 'x' }, resources: [] });`);
  const many = await typesMadeFor(call((index) => Math.floor(index / 6)));
  expect(many - none).toBeGreaterThan(0);
  expect(many - none).toBeLessThan(4_000_000);
});

test('200 resources, each the child of the one before, cost less than two seconds more than none', async () => {
  const none = await typesMadeFor(`restApi({ client: { base_url: 'x' }, resources: [] });`);
  const many = await typesMadeFor(call((index) => index - 1));
  expect(many - none).toBeLessThan(8_000_000);
});
