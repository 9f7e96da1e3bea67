import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { destinationsTable } from '../../scripts/destinations-table.ts';

const path = fileURLToPath(new URL('../../docs/destinations.md', import.meta.url));
const [begin, end] = ['<!-- generated: what destinations offer -->\n\n', '\n<!-- end -->'];

test('docs/destinations.md says what the capabilities say; UPDATE_GOLDEN=1 writes it', async () => {
  const text = readFileSync(path, 'utf8');
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  const made = await destinationsTable();
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text.slice(0, from) + made + text.slice(to));
  // The formatter sets the columns of tables side by side.
  const plain = (table: string): string => table.replaceAll(/ +\|/g, ' |').replaceAll(/-{3,}/g, '---');
  expect(plain(readFileSync(path, 'utf8').slice(from)).startsWith(plain(made))).toBe(true);
});
