import { expect, test } from 'vitest';
import { destinationSettings } from '../config/destination-settings.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import { destinationKinds } from './kinds.ts';
import { connectionSettings, filledOptions, parametersOf } from './postgres/connection.ts';
import { destinationFrom, type SettingsOf } from './registry.ts';

test.each([
  ['duckdb:data.duckdb', '/data/data.duckdb'],
  ['duckdb:../x.file', '/x.file'],
  ['duckdb:///x.duckdb', '/data/x.duckdb'],
  ['duckdb:////abs/x.duckdb', '/abs/x.duckdb'],
  ['duckdb:/abs/x.duckdb', '/abs/x.duckdb'],
  ['data.db', '/data/data.db'],
  ['C.duckdb', '/data/C.duckdb'],
])('destinationFrom(%s) is a DuckDB file', async (text, location) => {
  expect(await destinationFrom(text, { workingFolder: '/data' })).toMatchObject({ name: 'duckdb', location });
});

test.each([
  ['duckdv:x', 'Did you mean duckdb'],
  ['csv', 'duckdb:<file>'],
])('destinationFrom(%s) is unknown and says what is there', async (text, hint) => {
  const error = await destinationFrom(text, { workingFolder: '/data' }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'destination_unknown', hint: expect.stringContaining(hint) });
  expect(String(error)).not.toContain('secret');
});

test('destinationFrom() tells no part of a text that it does not know', async () => {
  const error = await destinationFrom('mysql://user:hunter2@host/x', { workingFolder: '/data' }).catch(String);
  expect(error).toContain('"mysql"');
  expect(error).not.toContain('hunter2');
});

/** As `destinationSettings()` gives them, from an environment. */
async function settingsIn(environment: Record<string, string>, secretsToml?: string): Promise<SettingsOf> {
  const read = async (path: string) =>
    path === '/data/.dlt/secrets.toml' && secretsToml !== undefined ? Buffer.from(secretsToml) : undefined;
  const files = { ...nodeRuntime().files, read };
  const runtime = { environment, files, workingFolder: '/data' };
  return (await destinationSettings({ runtime, set: new Map() })).settings;
}

test.each([
  ['a path', { DESTINATION__DUCKDB__CREDENTIALS: 'x.duckdb' }, 'duckdb'],
  ['the URL of SQLAlchemy', { DESTINATION__DUCKDB__CREDENTIALS: 'duckdb:///x.duckdb' }, 'duckdb'],
  ['a field', { DESTINATION__DUCKDB__CREDENTIALS__DATABASE: 'x.duckdb' }, 'duckdb'],
  ['a shorter name', { DESTINATION__CREDENTIALS: 'x.duckdb' }, 'duckdb'],
  ['the bare name', { CREDENTIALS: 'x.duckdb' }, 'duckdb'],
  [
    'a named destination',
    { DESTINATION__WARE_HOUSE__DESTINATION_TYPE: 'duckdb', DESTINATION__WARE_HOUSE__CREDENTIALS: 'x.duckdb' },
    'ware-house',
  ],
  [
    'the type in full',
    { DESTINATION__W__DESTINATION_TYPE: 'dlt.destinations.duckdb', DESTINATION__W__CREDENTIALS: 'x.duckdb' },
    'w',
  ],
])('destinationFrom() takes what the environment says: %s', async (_name, environment, text) => {
  const settings = await settingsIn(environment);
  expect(await destinationFrom(text, { workingFolder: '/data', settings })).toMatchObject({
    location: '/data/x.duckdb',
  });
});

test('destinationFrom() takes what a file of secrets says, and the environment before it', async () => {
  const toml = '[destination.duckdb.credentials]\ndatabase = "toml.duckdb"\n';
  const open = async (environment: Record<string, string>) =>
    destinationFrom('duckdb', { workingFolder: '/data', settings: await settingsIn(environment, toml) });
  expect(await open({})).toMatchObject({ location: '/data/toml.duckdb' });
  const environment = { DESTINATION__DUCKDB__CREDENTIALS__DATABASE: 'env.duckdb' };
  expect(await open(environment)).toMatchObject({ location: '/data/env.duckdb' });
});

test('what the text says comes before what is configured', async () => {
  const settings = await settingsIn({ DESTINATION__DUCKDB__CREDENTIALS: 'x.duckdb' });
  expect(await destinationFrom('duckdb:y.duckdb', { workingFolder: '/data', settings })).toMatchObject({
    location: '/data/y.duckdb',
  });
});

test('a destination of which nothing is said tells the names under which it can be', async () => {
  const settings = await settingsIn({});
  await expect(destinationFrom('duckdb', { workingFolder: '/data', settings })).rejects.toMatchObject({
    code: 'config_value_missing',
    hint: expect.stringContaining('DESTINATION__DUCKDB__CREDENTIALS'),
  });
});

test('settings that mean nothing are all told at once, with what was meant, and without their values', async () => {
  const settings = await settingsIn({
    DESTINATION__DUCKDB__CREDENTIAL: 'hunter2',
    DESTINATION__DUCKDB__CREDENTIALS__DATABSE: 'hunter2',
  });
  const error = await destinationFrom('duckdb', { workingFolder: '/data', settings }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: 'config_invalid' });
  expect(String(error)).toMatch(/DESTINATION__DUCKDB__CREDENTIAL: .*Did you mean credentials\?/);
  expect(String(error)).toMatch(/Did you mean credentials\.database\?/);
  expect(JSON.stringify(error) + String(error)).not.toContain('hunter2');
});

test.each([
  ['postgresql://u:p@h/d', 'postgres', { connectionString: 'postgresql://u:p@h/d' }],
  ['postgresql+psycopg2://u@h/d', 'postgres', { connectionString: 'postgresql+psycopg2://u@h/d' }],
  ['postgres:postgresql://h:5432/d', 'postgres', { connectionString: 'postgresql://h:5432/d' }],
  ['postgres:host=h dbname=d', 'postgres', { connectionString: 'host=h dbname=d' }],
  ['filesystem:out', 'filesystem', { url: '/data/out' }],
  ['filesystem:/abs', 'filesystem', { url: '/abs' }],
  ['file:///abs/out', 'filesystem', { url: '/abs/out' }],
  ['s3://bucket/prefix', 'filesystem', { url: 's3://bucket/prefix' }],
  ['filesystem:s3://bucket/prefix', 'filesystem', { url: 's3://bucket/prefix' }],
  ['sqlite:x.db', 'sqlite', { path: '/data/x.db' }],
  ['sqlite:///x.db', 'sqlite', { path: '/data/x.db' }],
  ['md:shop', 'motherduck', { database: 'shop' }],
  ['motherduck:md:shop', 'motherduck', { database: 'shop' }],
  ['clickhouse://u@h/d', 'clickhouse', { url: 'clickhouse://u@h/d' }],
])('the text %s means %s', (text, name, options) => {
  const found = destinationKinds.flatMap((kind) => {
    const meant = kind.fromText(text, '/data');
    return meant === undefined ? [] : [{ name: kind.name, options: meant }];
  });
  expect(found).toEqual([{ name, options }]);
});

test('the text of a kind and the note of its last run find the same place', async () => {
  for (const text of ['duckdb:x.duckdb']) {
    const { name, location } = await destinationFrom(text, { workingFolder: '/data' });
    expect(await destinationFrom(`${name}:${location}`, { workingFolder: '/elsewhere' })).toMatchObject({ location });
  }
});

test.each([
  ['postgresql://u:p@h:6543/d?sslmode=disable', { host: 'h', port: 6543, user: 'u', password: 'p', tls: 'disable' }],
  ['postgresql://u@h/d', { host: 'h', port: 2222, user: 'u', password: 'q', database: 'd', tls: 'require' }],
  ['host=h dbname=d', { host: 'h', port: 2222, user: 'v', database: 'd' }],
  ['postgresql://', { host: 'other', port: 2222, user: 'v', password: 'q', database: 'e' }],
])('fields fill what the connection string %s leaves open, as with dlt', (connectionString, expected) => {
  const fields = { host: 'other', port: 2222, database: 'e', user: 'v', password: 'q', tls: 'require' } as const;
  const options = filledOptions({ ...fields, connectionString });
  expect(connectionSettings(parametersOf(options), {})).toMatchObject(expected);
});

test('the connection string comes before its fields, wherever both are, and what the command line says before both', async () => {
  const name = 'DESTINATION__POSTGRES__CREDENTIALS';
  const fields = { [`${name}__HOST`]: 'other', [`${name}__PORT`]: '2222', [`${name}__PASSWORD`]: 'q' };
  const open = async (text: string, environment: Record<string, string>, toml?: string) =>
    destinationFrom(text, { workingFolder: '/data', settings: await settingsIn({ ...fields, ...environment }, toml) });
  const written = 'postgresql://u:p@h/d';
  for (const said of [name, 'CREDENTIALS'])
    expect(await open('postgres', { [said]: written })).toMatchObject({ location: 'postgresql://h:2222/d' });
  const toml = `[destination.postgres]\ncredentials = "${written}"\n`;
  expect(await open('postgres', {}, toml)).toMatchObject({ location: 'postgresql://h:2222/d' });
  expect(await open('postgresql://u@here/d', {})).toMatchObject({ location: 'postgresql://here:5432/d' });
  const both = { DESTINATION__DUCKDB__CREDENTIALS: 'a.duckdb', DESTINATION__DUCKDB__CREDENTIALS__DATABASE: 'b.duckdb' };
  expect(await open('duckdb', both)).toMatchObject({ location: '/data/a.duckdb' });
  const click = 'DESTINATION__CLICKHOUSE__CREDENTIALS';
  const address = { [click]: 'clickhouse://u@h/d?secure=0', [`${click}__HOST`]: 'x', [`${click}__HTTP_PORT`]: '99' };
  expect(await open('clickhouse', { ...address, [`${click}__SECURE`]: 'true' })).toMatchObject({
    location: 'clickhouse h:99/d',
  });
});
