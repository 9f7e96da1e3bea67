import { describe, expect, test } from 'vitest';
import { givenValues, sourceValues } from './source-values.ts';

const runtime = (environment: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) => ({
  environment,
  workingFolder: '/work',
  // Only read() is used by the look-up of values.
  files: {
    read: (path: string) => Promise.resolve(files[path] === undefined ? undefined : Buffer.from(files[path])),
  } as never,
});

describe('sourceValues', () => {
  test('finds values of its section, and masks secrets from then on', async () => {
    const values = await sourceValues('shop', runtime({ SOURCES__SHOP__TOKEN: 'canary-1', SOURCES__SHOP__HOST: 'h' }));
    expect(values.get('host')).toBe('h');
    expect(values.required('host')).toBe('h');
    expect(values.secret('token')).toBe('canary-1');
    expect(values.redactor.mask('it is canary-1')).not.toContain('canary');
  });

  test('of several keys the first that is set counts', async () => {
    const values = await sourceValues('shop', runtime({ SOURCES__SHOP__API_KEY: 'b' }));
    expect(values.secret('token', 'api_key')).toBe('b');
  });

  test('what is empty in a template counts as not set, and the error tells the places', async () => {
    const files = { '/project/.sluice/secrets.toml': '[sources.shop]\ntoken = ""\nhost = ""\n' };
    const values = await sourceValues('shop', runtime({}, files));
    expect(values.get('host')).toBeUndefined();
    expect(() => values.secret('token')).toThrow(/token is not set anywhere/);
    expect(() => values.required('host', 'example.org')).toThrow(/host is not set anywhere/);
  });
});

test('givenValues has what it is given, and nothing else', () => {
  const values = givenValues({ token: 'canary-1' });
  expect(values.secret('api_key', 'token')).toBe('canary-1');
  expect(values.redactor.mask('canary-1')).not.toContain('canary');
  expect(values.get('other')).toBeUndefined();
  expect(() => values.required('other')).toThrow(/other is not set/);
  expect(() => values.secret('constructor')).toThrow(/constructor is not set/);
});
