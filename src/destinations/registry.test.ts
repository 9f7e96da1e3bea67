import { expect, test } from 'vitest';
import { destinationFrom } from './registry.ts';

test.each([
  ['duckdb:data.duckdb', '/data/data.duckdb'],
  ['duckdb:../x.file', '/x.file'],
  ['duckdb:///x.duckdb', '/data/x.duckdb'],
  ['duckdb:////abs/x.duckdb', '/abs/x.duckdb'],
  ['duckdb:/abs/x.duckdb', '/abs/x.duckdb'],
  ['data.db', '/data/data.db'],
  ['C.duckdb', '/data/C.duckdb'],
])('destinationFrom(%s) is a DuckDB file', async (text, location) => {
  expect(await destinationFrom(text, '/data')).toMatchObject({ name: 'duckdb', location });
});

test.each([
  ['duckdv:x', 'Did you mean duckdb'],
  ['csv', 'duckdb:<file>'],
  ['postgresql://user:secret@host/x', 'this version has no other destination'],
  ['filesystem:out', 'this version has no other destination'],
])('destinationFrom(%s) is unknown and says what is there', async (text, hint) => {
  const error = await destinationFrom(text, '/data').catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'destination_unknown', hint: expect.stringContaining(hint) });
  expect(String(error)).not.toContain('secret');
});

test('destinationFrom() refuses a database that no file keeps', async () => {
  await expect(destinationFrom('duckdb::memory:', '/data')).rejects.toMatchObject({ code: 'config_invalid' });
});
