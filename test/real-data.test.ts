import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { duckdb } from '../src/destinations/duckdb/index.ts';
import { startMockApi } from '../src/mock/mock-api.ts';
import { mockApi } from '../src/mock/registry.ts';
import { pipeline } from '../src/pipeline/pipeline.ts';
import { nodeRuntime } from '../src/runtime/node-runtime.ts';
import { snakeCase } from '../src/schema/naming/snake-case.ts';
import { restApi } from '../src/sources/rest-api/index.ts';
import { askDuckdb } from './read-duckdb.ts';

const data = join(dirname(createRequire(import.meta.url).resolve('vega-datasets')), '..', 'data');
const folder = mkdtempSync(join(tmpdir(), 'sluice-real-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Cell = string | number | boolean | null | undefined;
type FileRow = Readonly<Record<string, Cell>>;

interface Loaded {
  readonly path: string;
  readonly rows: readonly FileRow[];
  readonly keys: readonly string[];
}

/** Loads a file through a local API, page by page, and reads the same file as it is. */
async function load(name: 'movies' | 'flights', file: string, style: object): Promise<Loaded> {
  const path = join(folder, `${name}.duckdb`);
  const mock = await startMockApi(await mockApi(name));
  try {
    const resource = { name, endpoint: { path: name, data_selector: 'data', ...style } };
    const source = restApi({ client: { base_url: `${mock.url}/` }, resources: [resource] }, { name });
    const runtime = nodeRuntime({ workingFolder: folder });
    const limits = { packageBytes: 1_000_000 };
    await pipeline({ name, destination: duckdb(path), dataset: 'raw', runtime, limits }).run(source);
  } finally {
    await mock.close();
  }
  // The file is what JSON.parse says it is: that is the independent side.
  const rows = JSON.parse(readFileSync(join(data, file), 'utf8')) as readonly FileRow[];
  return { path, rows, keys: [...new Set(rows.flatMap((row) => Object.keys(row)))] };
}

const column = (key: string): string => `"${snakeCase().column(key)}"`;
const numbersOf = (rows: readonly FileRow[], key: string): number[] =>
  rows.map((row) => row[key]).filter((cell) => typeof cell === 'number');

describe('movies: 3,201 films with messy types', () => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await load('movies', 'movies.json', {
      params: { per_page: 250 },
      paginator: { type: 'page_number', base_page: 1, total_path: 'total_pages' },
    });
  });

  test('every row, and every key a column', async () => {
    const { path, rows, keys } = loaded;
    const [count, columns] = await askDuckdb(path, [
      'select count(*) from raw.movies',
      `select column_name from information_schema.columns where table_name = 'movies' and column_name not like '%\\_dlt\\_%' escape '\\'`,
    ]);
    expect(count).toEqual([[String(rows.length)]]);
    expect(rows).toHaveLength(3201);
    const names = (columns ?? []).map(([name]) => `"${String(name)}"`);
    expect(names).toEqual(expect.arrayContaining(keys.map(column)));
  });

  test('values and nulls of every column, variants together', async () => {
    const { path, rows, keys } = loaded;
    const [all] = await askDuckdb(path, [
      `select column_name from information_schema.columns where table_name = 'movies'`,
    ]);
    const names = (all ?? []).map(([name]) => String(name));
    for (const key of keys) {
      const plain = snakeCase().column(key);
      const family = names.filter((name) => name === plain || name.startsWith(`${plain}__v_`));
      const whole = `coalesce(${family.map((name) => `cast("${name}" as varchar)`).join(', ')})`;
      const [[counts]] = (await askDuckdb(path, [
        `select count(*) filter (${whole} is null), count(distinct ${whole}) from raw.movies`,
      ])) as [[unknown[]]];
      const cells = rows.map((row) => row[key]).filter((cell) => cell !== null && cell !== undefined);
      const nulls = rows.length - cells.length;
      expect(Number(counts[0]), `nulls of ${key}`).toBe(nulls);
      expect(Number(counts[1]), `distinct values of ${key}`).toBe(new Set(cells.map(String)).size);
    }
  });

  test('every title, character by character, texts and numbers alike', async () => {
    const { path, rows } = loaded;
    const [titles = []] = await askDuckdb(path, ['select title from raw.movies']);
    const expected = rows.map(({ Title }) => (Title === null || Title === undefined ? 'null' : String(Title)));
    expect(titles.map(([title]) => String(title)).toSorted()).toEqual(expected.toSorted());
  });

  test('sums of the columns of numbers', async () => {
    const { path, rows, keys } = loaded;
    const numeric = keys.filter((key) =>
      rows.every((row) => ['number', 'object', 'undefined'].includes(typeof row[key])),
    );
    expect(numeric.length).toBeGreaterThan(4);
    for (const key of numeric) {
      const [[sum]] = (await askDuckdb(path, [`select cast(sum(${column(key)}) as double) from raw.movies`])) as [
        [unknown[]],
      ];
      const expected = numbersOf(rows, key).reduce((total, cell) => total + cell, 0);
      expect(Number(sum[0]), `sum of ${key}`).toBeCloseTo(expected, 6);
    }
  });
});

describe('flights: 231,083 rows in several packages', () => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await load('flights', 'flights-200k.json', {
      params: { style: 'cursor', limit: 1000 },
      paginator: { type: 'cursor', cursor_path: 'cursors.next', cursor_param: 'cursor' },
    });
  });

  test('counts, sums, nulls and distinct values are those of the file', async () => {
    const { path, rows, keys } = loaded;
    expect(rows).toHaveLength(231_083);
    for (const key of keys) {
      const name = column(key);
      const [[facts]] = (await askDuckdb(path, [
        `select count(*), count(*) filter (${name} is null), cast(sum(${name}) as double), count(distinct ${name}),
          cast(min(${name}) as double), cast(max(${name}) as double) from raw.flights`,
      ])) as [[unknown[]]];
      const numbers = numbersOf(rows, key);
      const sum = numbers.reduce((total, cell) => total + cell, 0);
      const [count, nulls, total, distinct, least, most] = facts.map(Number);
      expect([count, nulls, distinct], key).toEqual([rows.length, rows.length - numbers.length, new Set(numbers).size]);
      expect((total ?? 0) / sum, `sum of ${key}`).toBeCloseTo(1, 9);
      const ordered = numbers.toSorted((one, other) => one - other);
      expect([least, most], key).toEqual([ordered[0], ordered.at(-1)]);
    }
  });

  test('V2: every row belongs to a recorded load, and there are several', async () => {
    const [loads, orphans] = await askDuckdb(loaded.path, [
      'select load_id from raw._dlt_loads',
      'select count(*) from raw.flights where _dlt_load_id not in (select load_id from raw._dlt_loads)',
    ]);
    expect(loads?.length).toBeGreaterThan(3);
    expect(orphans).toEqual([['0']]);
  });
});
