import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { unprivileged } from '../../../test/servers/postgres-binaries.ts';
import { useServer } from '../../../test/servers/postgres.ts';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import { targetOf } from '../duckdb/loaded-rows.test.ts';
import { postgres, type PostgresOptions } from './index.ts';

const server = useServer();
const isGiven = process.env['POSTGRES_URL'] !== undefined;
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** Connects, and says over which kind of connection. */
async function connectWith(options: PostgresOptions): Promise<void> {
  const destination = postgres({ connectionString: server().url, ...options });
  await (await destination.connect(targetOf('/tmp'))).close();
}

test.each<readonly [string, PostgresOptions, string]>([
  ['a wrong password', { password: 'wrong-topsecret' }, 'the server refused user or password'],
  ['an unknown role', { user: 'nobody-here' }, 'the server refused user or password'],
  ['an unknown database', { database: 'nothing-here' }, 'there is no such database'],
  ['an unknown host', { host: 'no-such-host.invalid' }, 'no host has this name'],
  ['a port where nobody listens', { port: 1 }, 'no server listens there'],
  ['a server without TLS', { tls: 'require' }, 'the server does not speak TLS'],
])('%s is one clear error without a password', async (_name, options, why) => {
  const failure = await connectWith(options).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'destination_unreachable', message: expect.stringContaining(why) });
  const { message, details } = failure as { message: string; details: unknown };
  expect(message + JSON.stringify(details)).not.toMatch(/topsecret|p@ss|p%40ss/);
});

test('connections without TLS are made where the mode lets them', async () => {
  for (const tls of ['disable', 'allow', 'prefer'] as const) await connectWith({ tls });
});

test.skipIf(isGiven)('a Unix socket is a host that begins with a slash', async () => {
  await connectWith({ host: server().folder, tls: 'require' });
});

describe.skipIf(isGiven || !hasOpenssl)('a server with a certificate of its own', () => {
  const ca = (): string => join(server().folder ?? '', 'server.crt');

  beforeAll(async () => {
    const folder = server().folder ?? '';
    const [key, certificate] = [join(folder, 'server.key'), ca()];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      certificate,
      ...subject,
    ]);
    chmodSync(key, 0o600);
    const owner = unprivileged();
    if (owner !== undefined) chownSync(key, owner.uid, owner.gid);
    await server().query(`alter system set ssl_cert_file = '${certificate}'`);
    await server().query(`alter system set ssl_key_file = '${key}'`);
    await server().query('alter system set ssl = on');
    await server().stop();
    await server().start();
  });

  test.each<readonly [string, PostgresOptions]>([
    ['prefer', { tls: 'prefer' }],
    ['require', { tls: 'require' }],
    ['verify-ca over an address', { tls: 'verify-ca' }],
    ['verify-full over the name', { tls: 'verify-full', host: 'localhost' }],
  ])('%s connects', async (name, options) => {
    await connectWith({ ...options, ...(name.startsWith('verify') ? { tlsRootCertificate: ca() } : {}) });
  });

  test('what cannot be proven is refused', async () => {
    await expect(connectWith({ tls: 'verify-ca' })).rejects.toMatchObject({
      message: expect.stringContaining('not signed by an authority that is known here'),
      hint: expect.stringContaining('sslrootcert'),
    });
    await expect(connectWith({ tls: 'verify-full', tlsRootCertificate: ca() })).rejects.toMatchObject({
      message: expect.stringContaining('its certificate is of another host'),
    });
    await expect(connectWith({ tls: 'require', tlsRootCertificate: '/no/such.pem' })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('/no/such.pem'),
    });
  });

  test('a connection that asks for TLS has it', async () => {
    const destination = postgres({ connectionString: server().url, tls: 'require' });
    const client = await destination.connect({ ...targetOf('/tmp'), runtime: nodeRuntime() });
    try {
      expect(
        await server().query(
          "select count(*) from pg_stat_ssl join pg_stat_activity using (pid) where ssl and application_name = 'sluice'",
        ),
      ).toEqual([['1']]);
    } finally {
      await client.close();
    }
  });
});
