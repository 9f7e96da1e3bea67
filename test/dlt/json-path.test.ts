import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileJsonPath } from '../../src/core/json-path.ts';
import { parseJsonText } from '../../src/core/json.ts';
import { ExactNumber, isRow, type Value } from '../../src/core/value.ts';
import { documents, paths } from './json-path-cases.ts';
import { differences, refused } from './json-path-differences.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const python = join(root, '.venv', 'bin', 'python');
const isThere = existsSync(python);
if (!isThere) {
  process.stderr.write(
    "SKIPPED: the comparison with jsonpath-ng. Install it with: python3 -m venv .venv && .venv/bin/pip install 'dlt[duckdb]==1.26.0' 'duckdb<2' 'orjson<3.11.7' pyarrow\n",
  );
}

const bodies: ReadonlyMap<string, string> = new Map(Object.entries(documents));
const pairs = Object.entries(paths).flatMap(([document, list]) => list.map((path) => ({ document, path })));

/** Python tells 1 from 1.0 and writes both its own way: whole numbers become bigint, doubles their value in a list. */
function canonical(value: Value): unknown {
  if (value instanceof ExactNumber) return { double: Number(value.text) };
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : { double: value };
  if (Array.isArray(value)) return value.map(canonical);
  if (!isRow(value)) return value;
  return Object.entries(value).map(([key, member]) => [key, canonical(member)]);
}

function ours(document: string, path: string): unknown {
  const body = parseJsonText(bodies.get(document) ?? '');
  try {
    return canonical(compileJsonPath(path).find(body));
  } catch (error) {
    return String(error);
  }
}

function askPython(cases: readonly { readonly document: string; readonly path: string }[]): readonly unknown[] {
  const input = JSON.stringify(cases.map(({ document, path }) => ({ path, body: bodies.get(document) })));
  const script = join(root, 'test', 'dlt', 'json_path.py');
  const printed = execFileSync(python, [script], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  const answers = parseJsonText(printed);
  if (!Array.isArray(answers)) throw new Error('no list from jsonpath-ng');
  return (answers as readonly Value[]).map(canonical);
}

describe.skipIf(!isThere)('JSONPath finds what jsonpath-ng finds', () => {
  let theirs: readonly unknown[] = [];
  beforeAll(() => {
    theirs = askPython([...pairs, ...differences, ...refused.map((path) => ({ document: 'mixed', path }))]);
  }, 120_000);

  test('the table is long enough to mean something', () => {
    expect(new Set(pairs.map(({ document, path }) => `${document} ${path}`)).size).toBe(pairs.length);
    expect(pairs.length).toBeGreaterThanOrEqual(150);
  });

  test.each(pairs.map((pair, at) => ({ ...pair, at })))('$document: $path', ({ document, path, at }) => {
    expect(ours(document, path)).toEqual(theirs[at]);
  });

  test.each(differences.map((difference, at) => ({ ...difference, at })))(
    'different on purpose, $document: $path ($reason)',
    ({ document, path, found, at }) => {
      expect(ours(document, path)).toEqual(canonical(found));
      expect(theirs[pairs.length + at]).not.toEqual(canonical(found));
    },
  );

  test.each(refused.map((path, at) => ({ path, at })))('refused by both: "$path"', ({ path, at }) => {
    expect(theirs[pairs.length + differences.length + at]).toEqual(expect.any(String));
    expect(ours('mixed', path)).toMatch(/^SluiceError: Cannot read JSONPath /);
  });
});
