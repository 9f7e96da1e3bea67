import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasSqlite } from '../../../test/has-sqlite.ts';
import { isSluiceError } from '../../core/error.ts';
import type { ColumnName } from '../../core/names.ts';
import { ExactNumber } from '../../core/value.ts';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import type { ContractWorld } from '../../testing/index.ts';
import { loadPackage, loadRows, packageOf, targetOf, withClient } from '../../testing/rows-in.ts';
import { rowsOf, withReader } from '../../testing/rows-out.ts';
import { decimalOrder } from './dialect.ts';
import { openDatabase } from './driver.ts';
import { datasetFile, sqlite } from './index.ts';
import { readingStatement } from './statement-text.ts';
import { cellReader, valueWriter } from './values.ts';

const limits = { maxRows: 100, timeoutMs: 10_000 };

interface World extends ContractWorld {
  readonly path: string;
}

async function newWorld(lockTimeoutMs = 60_000): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-sqlite-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'data.db');
  return { path, destination: sqlite({ path, lockTimeoutMs }), dataset: 'ds', folder, runtime: nodeRuntime() };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(() => undefined).catch((reason: unknown) => reason);
  return isSluiceError(error) ? error.code : String(error);
}

test('decimalOrder: text sorts as the decimals do', () => {
  const values = ['-10.50', '-9.75', '-0.01', '0.00', '0.01', '9.75', '10.50', '99999999999999999999999999999.99'];
  expect(values.toReversed().toSorted((a, b) => ((decimalOrder(a) ?? '') < (decimalOrder(b) ?? '') ? -1 : 1))).toEqual(
    values,
  );
  expect(decimalOrder(null)).toBe(null);
});

test.each(['select 1; drop table t', 'select 1;;select 2', "attach 'x.db' as x", 'pragma user_version = 1', 'vacuum'])(
  'readingStatement: %s is refused',
  (sql) => {
    expect(() => readingStatement(sql)).toThrow(/^Cannot run the query/);
  },
);

test('readingStatement: semicolons in text, names and comments end nothing', () => {
  const sql = `select ';', ";", [;], /* ; */ 1 -- ;\n`;
  expect(readingStatement(`${sql} ; -- the end;`).trim()).toBe(sql.trim());
});

test('valueWriter: JSON that is a number is kept as bytes, which a column that is declared as JSON leaves alone', () => {
  const column = { name: 'j' as ColumnName, dataType: 'json', nullable: true } as const;
  const write = valueWriter({ ...column, dataType: 'text' }, column);
  expect(write('123456789012345678901234567890.10')).toEqual(Buffer.from('123456789012345678901234567890.10'));
  expect(write('{"a":1}')).toBe('{"a":1}');
  expect(cellReader('JSON')(Buffer.from('1.50'))).toBe('1.50');
});

test('datasetFile: the name that dlt has for the file, and no way out of the folder', () => {
  expect(datasetFile('/a.b/data.db', 'shop')).toBe('/a.b/data__shop.db');
  expect(datasetFile('/a.b/data', 'shop')).toBe('/a.b/data__shop');
  expect(() => datasetFile('/a/data.db', '../x')).toThrow(/^Cannot use the dataset/);
});

test.skipIf(hasSqlite)('openDatabase: without SQLite in Node.js the error says which version has it', async () => {
  await expect(openDatabase(':memory:', false)).rejects.toMatchObject({
    code: 'destination_unreachable',
    hint: 'Use Node.js 22.16 or newer, or load into duckdb:<file>',
  });
});

describe.skipIf(!hasSqlite)('sqlite()', () => {
  test('text with NUL comes back, and decimals are sorted as numbers where duplicates are told apart', async () => {
    const world = await newWorld();
    const columns = [{ name: 'd', dataType: 'decimal', precision: 20, scale: 2, dedupSort: 'desc' }] as const;
    const hints = { columns, writeDisposition: 'merge', primaryKey: ['id'] } as const;
    const rows = ['9.50', '10.25', '-11.00'].map((d) => ({ id: 1, d: new ExactNumber(d), v: `a\0${d}` }));
    await loadRows(world, { rows, hints });
    expect(await rowsOf(world, 't', ['d', 'v'])).toEqual(['10.25|a\x0010.25']);
  });

  test('another writer is waited for, and then the file is said to be held', async () => {
    const world = await newWorld(300);
    await loadRows(world, { rows: [{ id: 1 }] });
    const sealed = await packageOf(world, { rows: [{ id: 2 }] });
    const other = await openDatabase(datasetFile(world.path, 'ds'), false);
    other.exec('begin immediate');
    const held = await codeOf(withClient(world, (client) => loadPackage(world, client, sealed)));
    expect(held).toBe('destination_locked');
    const patient = { ...world, destination: sqlite(world.path) };
    const loading = withClient(patient, (client) => loadPackage(patient, client, sealed));
    // Readers go on meanwhile.
    expect(await rowsOf(world, 't', ['id'])).toEqual(['1']);
    other.exec('rollback');
    expect(await loading).toBe('committed');
    other.close();
  });

  test('a file of something else is told, and a folder that is not there', async () => {
    const world = await newWorld();
    await writeFile(datasetFile(world.path, 'ds'), 'no database '.repeat(1000));
    expect(await codeOf(world.destination.connect(targetOf(world)))).toBe('destination_format');
    expect(await codeOf(world.destination.read(targetOf(world)))).toBe('destination_format');
    const nowhere = sqlite(join(world.folder, 'not/there.db'));
    expect(await codeOf(nowhere.connect(targetOf(world)))).toBe('destination_unreachable');
    expect(() => sqlite(':memory:')).toThrow(/only a file/);
  });

  test('case S15: a query has points in time, booleans and integers as they are, and reaches no other file', async () => {
    const world = await newWorld();
    await loadRows(world, { rows: [{ id: 9_007_199_254_740_993n, b: true, at: '2024-01-02T03:04:05.5Z' }] });
    await withReader(world, async (reader) => {
      const { rows } = await reader.query('SELECT id, b, at FROM t', limits);
      expect(rows).toEqual([['9007199254740993', true, '2024-01-02T03:04:05.500Z']]);
      expect(await codeOf(reader.query(`ATTACH '${world.path}' AS other`, limits))).toBe('query_refused');
      expect(await codeOf(reader.query('WITH x AS (SELECT 1) DELETE FROM t', limits))).toBe('query_refused');
    });
  });
});
