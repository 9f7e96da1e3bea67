import { describe, expect, test } from 'vitest';
import type { Files } from '../core/runtime.ts';
import { type ResolverOptions, valueResolver, type ValueResolver } from './resolve.ts';

interface Setup {
  readonly set?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

/** Only reading is used here. */
function filesOf(files: Readonly<Record<string, string | Uint8Array>>): Files {
  const read: Files['read'] = (path) => {
    const content = files[path.replace('/work-folder/', '')];
    return Promise.resolve(typeof content === 'string' ? Buffer.from(content) : content);
  };
  return { read } as Files;
}

function resolver({ set = {}, environment = {}, files = {} }: Setup): Promise<ValueResolver> {
  const runtime: ResolverOptions['runtime'] = { environment, files: filesOf(files), workingFolder: '/work-folder' };
  return valueResolver({ runtime, set: new Map(Object.entries(set)) });
}

describe('the order of the places', () => {
  const all: Required<Setup> = {
    set: { 'sources.svix.token': 'set' },
    environment: { SOURCES__SVIX__TOKEN: 'environment' },
    files: {
      '.env': 'SOURCES__SVIX__TOKEN=env-file',
      '.sluice/secrets.toml': '[sources.svix]\ntoken = "sluice-secrets"',
      '.sluice/config.toml': '[sources.svix]\ntoken = "sluice-config"',
      '.dlt/secrets.toml': '[sources.svix]\ntoken = "dlt-secrets"',
      '.dlt/config.toml': '[sources.svix]\ntoken = "dlt-config"',
    },
  };
  test('each wins over those after it', async () => {
    const values: (string | undefined)[] = [];
    const files: Record<string, string | Uint8Array> = { ...all.files };
    const look = async (setup: Setup): Promise<void> => {
      values.push((await resolver(setup)).get('svix', 'token')?.value);
    };
    await look(all);
    await look({ ...all, set: {} });
    for (const name of Object.keys(all.files)) {
      await look({ files });
      delete files[name];
    }
    await look({ files });
    const order = 'set environment env-file sluice-secrets sluice-config dlt-secrets dlt-config'.split(' ');
    expect(values).toEqual([...order, undefined]);
  });

  test('get() says where the value is from', async () => {
    expect((await resolver(all)).get('svix', 'token')).toEqual({ value: 'set', from: '--set: sources.svix.token' });
    expect((await resolver({ environment: { TOKEN: 't' } })).get('svix', 'token')?.from).toBe('environment: TOKEN');
  });
});

const names = [
  'SOURCES__DBT_CLOUD__API_KEY',
  'SOURCES__DBT_CLOUD__CREDENTIALS__API_KEY',
  'SOURCES__REST_API__DBT_CLOUD__CREDENTIALS__API_KEY',
  'SOURCES__REST_API__CREDENTIALS__API_KEY',
  'SOURCES__CREDENTIALS__API_KEY',
  'CREDENTIALS__API_KEY',
  'API_KEY',
];

describe('the names', () => {
  test('the most particular name wins, down to the bare key', async () => {
    for (const [index, name] of names.entries()) {
      const environment = Object.fromEntries(names.slice(index).map((other) => [other, other]));
      expect((await resolver({ environment })).get('dbt-cloud', 'api_key')?.value).toBe(name);
    }
  });

  test.each(['[sources.dbt_cloud]', '[sources.dbt-cloud]', '[sources.dbt_cloud.credentials]', '[sources.credentials]'])(
    'TOML: %s',
    async (table) => {
      const files = { '.dlt/secrets.toml': `${table}\napi_key = "k"` };
      expect((await resolver({ files })).get('dbt-cloud', 'api_key')?.value).toBe('k');
    },
  );

  test('numbers, lists and times of TOML come as text, large integers exact; a table is no value', async () => {
    const toml = 'a = 12345678901234567890\nb = true\nc = ["x", 1]\nd = 2026-01-02T03:04:05Z\n[e]\nf = 1';
    const values = await resolver({ files: { '.sluice/config.toml': toml } });
    const found = ['a', 'b', 'c', 'd', 'e'].map((key) => values.get('x', key)?.value);
    expect(found).toEqual(['12345678901234567890', 'true', '["x",1]', '2026-01-02T03:04:05.000Z', undefined]);
  });

  test('an empty variable counts as not set, in .env too', async () => {
    const values = await resolver({ environment: { TOKEN: '' }, files: { '.env': 'TOKEN=\n' } });
    expect(values.get('svix', 'token')).toBeUndefined();
  });

  test.each(['__proto__', 'constructor', 'toString'])('S12: %s is not found on prototypes', async (key) => {
    const values = await resolver({ files: { '.sluice/config.toml': '[a]\nb = 1', '.env': 'A=1' } });
    expect(values.get(key, key)).toBeUndefined();
    expect(values.get('a', key)).toBeUndefined();
  });
});

describe('secrets', () => {
  test('S1: what secret() gives is masked by the redactor', async () => {
    const values = await resolver({ environment: { SOURCES__SVIX__TOKEN: 'canary-1' } });
    const secret = values.secret('svix', 'token');
    expect(String(secret)).toBe('•••');
    expect(secret?.reveal()).toBe('canary-1');
    expect(values.redactor.mask('echo: canary-1')).toBe('echo: •••');
  });

  test('missing() names every place, and what to set first', async () => {
    const error = (await resolver({})).missing('dbt-cloud', 'api_key');
    expect(error).toMatchObject({
      code: 'config_value_missing',
      message: 'Cannot use dbt-cloud: api_key is not set anywhere',
    });
    expect(error.hint).toMatch(/^Set SOURCES__DBT_CLOUD__API_KEY in the environment or in \.env, or API_KEY/);
    expect(error.hint).toContain('api_key under [sources.dbt_cloud] in .sluice/secrets.toml');
    for (const name of names) expect(error.hint).toContain(name);
  });
});

describe('S12: files that cannot be read are config_unreadable, with the line', () => {
  test.each([
    ['.env', 'A=1\nB="two\nA=lines"\nexport A=3', 'A is set twice in line 4'],
    ['.sluice/secrets.toml', 'a = 1\n[b]\nx = "canary"\nx = "canary"', 'in line 4'],
    ['.dlt/config.toml', 'a = 1\ntoken = canary', 'in line 2'],
    ['.dlt/secrets.toml', Uint8Array.of(0x61, 0xff), 'not UTF-8'],
    ['.env', 'x'.repeat(1024 * 1024 + 1), 'larger than'],
    ['.dlt/config.toml', `a = ${'['.repeat(50)}${']'.repeat(50)}`, 'in line 1'],
  ])('%s', async (name, content, why) => {
    const error: unknown = await resolver({ files: { [name]: content } }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'config_unreadable', message: expect.stringContaining(why) as string });
    expect(String(error)).toContain(name);
    expect(String(error)).not.toContain('canary');
  });
});
