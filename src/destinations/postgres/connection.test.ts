import { expect, test } from 'vitest';
import { connectionSettings, locationOf, parametersOf, type PostgresOptions } from './connection.ts';
import { postgres } from './index.ts';

const settingsOf = (options: string | PostgresOptions, environment: Record<string, string> = {}) =>
  connectionSettings(parametersOf(options), environment);

test.each<readonly [string, Readonly<Record<string, unknown>>]>([
  ['postgres://u:p@h/d', { host: 'h', port: 5432, database: 'd', user: 'u', password: 'p', tls: 'prefer' }],
  ['postgresql://u@h:6543/d', { port: 6543, user: 'u', password: undefined }],
  ['postgresql+psycopg2://u:p@h/d', { host: 'h', password: 'p' }],
  ['POSTGRESQL://u:p@h/d', { host: 'h' }],
  ['postgresql://u:p%40s%2Fs%25@h/d', { password: 'p@s/s%' }],
  ['postgresql://u:p@ss@h/d', { password: 'p@ss', host: 'h' }],
  ['postgresql://u:100%@h/d', { password: '100%' }],
  ['postgresql://u:p@[::1]:5433/d', { host: '::1', port: 5433 }],
  ['postgresql://u:p@/d?host=/var/run/postgresql', { host: '/var/run/postgresql', database: 'd' }],
  ['postgresql://%2Fvar%2Frun/d', { host: '/var/run' }],
  ['postgresql://u:p@h', { database: 'u' }],
  ['postgresql://u:p@h?sslmode=require', { host: 'h', tls: 'require' }],
  ['postgresql://h/d?sslmode=verify-full&sslrootcert=%2Fca.pem', { tls: 'verify-full', rootCertificate: '/ca.pem' }],
  [
    'postgresql://h/d?connect_timeout=3&application_name=a%20b&search_path=x,y',
    { connectTimeoutMs: 3000, applicationName: 'a b', searchPath: 'x,y' },
  ],
  ['postgresql://h/d?options=-c%20statement_timeout%3D5', { serverOptions: '-c statement_timeout=5' }],
  [
    "host=h port=6543 dbname=d user=u password='a b\\'c'",
    { host: 'h', port: 6543, database: 'd', user: 'u', password: "a b'c" },
  ],
  ['host = /tmp dbname = d', { host: '/tmp', database: 'd' }],
])('%s', (text, expected) => {
  expect(settingsOf(text)).toMatchObject(expected);
});

test('options come before the connection string, and the environment after it', () => {
  const options: PostgresOptions = { connectionString: 'postgresql://u:p@h/d', database: 'other', tls: 'disable' };
  expect(settingsOf(options, { PGHOST: 'x', PGPASSWORD: 'y' })).toMatchObject({
    host: 'h',
    password: 'p',
    database: 'other',
    tls: 'disable',
  });
  expect(settingsOf({ host: 'h' }, { PGPASSWORD: 'y', PGUSER: 'z', PGDATABASE: 'w' })).toMatchObject({
    user: 'z',
    password: 'y',
    database: 'w',
  });
});

test.each([
  ['mysql://u:topsecret@h/d', 'it is neither a URL'],
  ['postgresql://u:topsecret@h:99999/d', 'its port is no number up to 65535'],
  ['postgresql://u:topsecret@a,b/d', 'it names several hosts'],
  ['postgresql://u:topsecret@h/d?sslmode=on', 'its sslmode is none of disable'],
  ['postgresql://u:topsecret@h/d?sslmod=require', 'there is no parameter sslmod'],
  ["host=h password='topsecret", 'its pairs cannot be read from character 8 on'],
  ['postgresql://u:topsecret@h/d?connect_timeout=soon', 'its connect_timeout is no number'],
])('what is wrong with %s is told without the password', (text, why) => {
  expect(() => postgres(text)).toThrow(
    expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(why) }),
  );
  expect(() => postgres(text)).toThrow(expect.not.stringContaining('topsecret'));
});

test('a location says where it is, and neither who nor with what', () => {
  const location = locationOf(parametersOf('postgresql://user:topsecret@h:6543/d?sslmode=require'));
  expect(location).toBe('postgresql://h:6543/d');
  expect(postgres('postgresql://user:topsecret@[::1]/d').location).toBe('postgresql://[::1]:5432/d');
});
