import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { recordingTerminal } from '../../../test/cli/recording-terminal.ts';
import { nodeRuntime } from '../../runtime/node-runtime.ts';
import { main } from '../main.ts';
import { openDestination } from './open-destination.ts';

const runtime = { ...nodeRuntime({ workingFolder: '/data' }), environment: {} };

const open = (text: string, ...set: readonly string[]) => openDestination(text, set, runtime);

test('--set tells what a destination is that only has a name, and before the environment', async () => {
  expect(await open('duckdb', 'destination.duckdb.credentials=x.duckdb')).toMatchObject({ location: '/data/x.duckdb' });
  expect(
    await open('warehouse', 'destination.warehouse.destination_type=duckdb', 'destination.credentials=y.db'),
  ).toMatchObject({ name: 'duckdb', location: '/data/y.db' });
  const environment = { DESTINATION__POSTGRES__CREDENTIALS: 'postgresql://h/environment' };
  const set = ['destination.postgres.credentials=postgresql://h/set'];
  expect(await openDestination('postgres', set, { ...runtime, environment })).toMatchObject({
    location: 'postgresql://h:5432/set',
  });
  expect(await open('postgresql://me@h/d', 'destination.postgres.credentials.password=p')).toMatchObject({
    location: 'postgresql://h:5432/d',
  });
  expect(await open('duckdb:x.duckdb', 'client.base_url=http://h', 'token=t')).toMatchObject({ name: 'duckdb' });
});

test.each([
  [
    'postgresql://h/d',
    'destination.postgress.credentials.password=hunter2',
    'usage',
    'nothing of the destination postgres reads it',
  ],
  [
    'postgresql://h/d',
    'destination.postgres.credentials.passwort=hunter2',
    'usage',
    'nothing of the destination postgres reads it',
  ],
  ['duckdb', 'destination.duckdb.credentals=hunter2', 'config_invalid', 'Did you mean credentials?'],
  [
    'duckdb:x.duckdb',
    'destination.duckdb.credentials=hunter2',
    'config_invalid',
    '--destination says already where to load',
  ],
])('%s with --set %s is refused, without the value', async (text, set, code, why) => {
  const error = await open(text, set).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code, message: expect.stringContaining(why) });
  expect(JSON.stringify(error) + String(error)).not.toContain('hunter2');
});

test('plan takes --set destination.… for the destination and not for the configuration of the source', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-set-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'shop.yaml'), 'client: { base_url: "http://localhost:9/" }\nresources: [users]\n');
  const say = async (...words: readonly string[]) => {
    const terminal = recordingTerminal();
    const here = { ...nodeRuntime({ workingFolder: folder }), environment: {} };
    await main(words, terminal, () => Promise.resolve(here));
    return terminal.output.text() + terminal.messages.text();
  };
  const words = ['plan', 'shop.yaml', '--destination', 'duckdb', '--set'];
  expect(await say(...words, 'destination.duckdb.credentials=chosen.duckdb')).toContain('chosen.duckdb');
  expect(await say(...words, 'destination.duckdb.credental=chosen.duckdb')).toContain('config_invalid');
});
