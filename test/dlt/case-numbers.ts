import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where tests speak of the dataset format. The REST reference numbers cases of its own, in `src/sources`, `src/http`, `test/dlt/rest`. */
const folders: readonly string[] = [
  'src/columnar',
  'src/destinations',
  'src/load',
  'src/load-package',
  'src/normalize',
  'src/pipeline',
  'src/schema',
  'src/testing',
  'test',
];

/** Names of tests, and of rows of tables that become names: `case 5: ...`, `cases 5, 6: ...`. */
const named = /['"`]cases? (\d+(?:, \d+)*)(?=[:,'"`])/g;

/** Each case of the conformance list that a test has in its name, with the files of these tests. */
export function namedCases(): ReadonlyMap<number, readonly string[]> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((name) => name.endsWith('.test.ts') || /^test\/dlt\/[a-z-]+-cases\.ts$|^src\/testing\/cases\//.test(name))
      .filter((name) => !/^test\/dlt\/rest[/.]|^test\/(adversarial|cli)/.test(name)),
  );
  const found = new Map<number, string[]>();
  for (const file of files) {
    for (const [, numbers = ''] of readFileSync(join(root, file), 'utf8').matchAll(named)) {
      for (const number of numbers.split(', ').map(Number)) found.set(number, [...(found.get(number) ?? []), file]);
    }
  }
  return found;
}
