import { describe, expect, test } from 'vitest';
import { hasVersion, useServer } from './postgres.ts';

describe('PostgreSQL of the development dependencies', () => {
  const server = useServer();

  test('answers', async () => {
    expect(await server().query('show server_version_num')).toEqual([[expect.stringMatching(/^1[5-9]\d{4}$/)]]);
  });

  test.skipIf(process.env['POSTGRES_URL'] !== undefined)('can be stopped and started', async () => {
    await server().query('create table t(i int)');
    await server().stop('immediate');
    await expect(server().query('select 1')).rejects.toThrow(/ECONNREFUSED/);
    await server().start();
    expect(await server().query('select count(*) from t')).toEqual([['0']]);
  });
});

describe.skipIf(!hasVersion('15'))('PostgreSQL 15', () => {
  const server = useServer('15');

  test('answers', async () => {
    expect(await server().query('show server_version_num')).toEqual([[expect.stringMatching(/^15/)]]);
  });
});
