import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { isSluiceError } from '../../core/error.ts';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import type { Target } from '../destination.ts';
import { statementFailed } from '../duckdb/errors.ts';
import { namedDatabase } from './database-text.ts';
import { cannotOpen } from './errors.ts';
import { motherduck, openingSettings, readingStatements } from './index.ts';

const secret = 'eyJ-very.secret-token';

function targetOf(environment: Readonly<Record<string, string>>): Target {
  return {
    pipeline: 'demo',
    schemaName: 'demo',
    dataset: 'ds',
    temporaryFolder: '/tmp/sluice-motherduck',
    // No home folder, so no extension that was installed there; no network is asked, see below.
    runtime: { ...nodeRuntime(), environment },
    signal: new AbortController().signal,
  };
}

test.each([
  ['shop', 'shop', undefined],
  ['md:shop', 'shop', undefined],
  ['md:///shop', 'shop', undefined],
  [`md:shop?motherduck_token=${secret}`, 'shop', secret],
  [`md:///shop?token=${secret}`, 'shop', secret],
  [`md://motherduck:${secret}@/shop`, 'shop', secret],
  ['motherduck:md:shop', 'shop', undefined],
])('namedDatabase: %s', (text, database, token) => {
  expect(namedDatabase(text)).toEqual({ database, token });
});

test('motherduck() without a database is refused', () => {
  expect(() => motherduck('md:')).toThrow(/no database is named/);
  expect(() => motherduck({})).toThrow(/no database is named/);
});

test('case S1: the token is in no location, description or setting that is shown', () => {
  const destination = motherduck(`md:shop?motherduck_token=${secret}`);
  const target = targetOf({});
  const told = [
    destination.name,
    destination.location,
    JSON.stringify(destination),
    ...destination.describe({ kind: 'truncate', tables: ['t' as never], into: 'final' }, target),
  ].join('\n');
  expect(told).not.toContain(secret);
  expect(destination.location).toBe('md:shop');
  expect(told).toContain('DELETE FROM "ds"."t"');
});

test('without a token nothing is opened, least of all a browser', async () => {
  const error: unknown = await motherduck('md:shop')
    .connect(targetOf({}))
    .catch((reason: unknown) => reason);
  expect(isSluiceError(error) && [error.code, error.message]).toEqual([
    'config_value_missing',
    'Cannot open md:shop: no token is set',
  ]);
});

test.each([
  [
    'IO Error: Failed to download extension "motherduck" at URL "x": Could not establish connection',
    /the extension of DuckDB for MotherDuck cannot be loaded/,
  ],
  [`Invalid Input Error: Jwt is not in the form of Header.Payload: ${secret}`, /MotherDuck refused the token/],
  ["Catalog Error: no database/share named 'shop' found", /there is no database of this name/],
  [`IO Error: connection to md:shop?auth=${secret} was reset`, /\*\*\*/],
])('cannotOpen: %s', (said, message) => {
  const error = cannotOpen('shop', statementFailed('md:shop', new Error(said)), secret);
  expect(isSluiceError(error) && error.message).toMatch(message);
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secret);
  expect(isSluiceError(error) && JSON.stringify(error.details)).not.toContain(secret);
  expect(error).not.toHaveProperty('cause.message');
});

test('DuckDB takes the statements that make a reader safe, and then reads no file of this machine', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const statement of readingStatements) await connection.run(statement);
  await expect(connection.run("SELECT * FROM read_csv('/etc/hostname')")).rejects.toThrow(/disabled/);
  connection.closeSync();
  instance.closeSync();
  expect(openingSettings(secret)).toEqual({ motherduck_token: secret, custom_user_agent: 'sluice' });
});
