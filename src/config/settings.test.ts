import { describe, expect, test } from 'vitest';
import { applySettings } from './settings.ts';

const config = {
  client: { base_url: 'https://api.example/', headers: { 'X-Key': 'k' }, auth: null },
  resources: ['users', { name: 'posts', endpoint: { params: { limit: 1 } } }],
};

const apply = (settings: Readonly<Record<string, string>>, given: unknown = config): unknown =>
  applySettings(given, new Map(Object.entries(settings)));

describe('applySettings()', () => {
  test.each([
    ['client.base_url', 'http://127.0.0.1:8080/', { client: { base_url: 'http://127.0.0.1:8080/' } }],
    [
      'client.paginator.type',
      'offset',
      { client: { base_url: 'https://api.example/', paginator: { type: 'offset' } } },
    ],
    ['client.auth.token', 't', { client: { auth: { token: 't' } } }],
    ['client.headers."X.Y"', '1', { client: { headers: { 'X-Key': 'k', 'X.Y': 1 } } }],
    ['resources[1].endpoint.params.limit', '100', { resources: ['users', { endpoint: { params: { limit: 100 } } }] }],
    ['resources.posts.primary_key', '["id"]', { resources: ['users', { name: 'posts', primary_key: ['id'] }] }],
    ['resources.users.endpoint.path', 'u', { resources: [{ name: 'users', endpoint: { path: 'u' } }, {}] }],
    ['resources[0]', 'people', { resources: ['people', { name: 'posts' }] }],
    ['resource_defaults', '{"write_disposition":"append"}', { resource_defaults: { write_disposition: 'append' } }],
  ])('%s = %s', (name, text, expected) => {
    expect(apply({ [name]: text })).toMatchObject(expected);
  });

  test('a text that is JSON is read, except where a number would change', () => {
    const texts = {
      a: 'true',
      b: 'null',
      c: '12345678901234567890',
      d: '"1"',
      e: '1.5',
      f: 'a b',
      g: '{"x":1}',
      h: '',
    };
    expect(apply(texts, {})).toEqual({
      a: true,
      b: null,
      c: '12345678901234567890',
      d: '1',
      e: 1.5,
      f: 'a b',
      g: { x: 1 },
      h: '',
    });
  });

  test('what is given stays as it is', () => {
    const before = JSON.stringify(config);
    const changed = apply({ 'client.base_url': 'x', 'resources.posts.name': 'y' });
    expect(JSON.stringify(config)).toBe(before);
    expect(changed).not.toBe(config);
  });

  test.each(['__proto__.polluted', 'constructor.prototype.polluted', 'client.__proto__.polluted'])(
    'S12: %s changes no prototype',
    (name) => {
      const changed = apply({ [name]: '1' });
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect(Object.getPrototypeOf(changed)).toBe(Object.prototype);
    },
  );

  test.each([
    ['resources[2].x', 'resources has no element 2'],
    ['resources.post.x', 'did you mean posts'],
    ['client.base_url.x', 'client.base_url is not an object or a list'],
    ['client..x', 'it is not a path'],
    ['', 'it is not a path'],
    ['a[x]', 'it is not a path'],
    ['a.'.repeat(40) + 'a', 'it is not a path'],
  ])('"%s" is config_invalid', (name, why) => {
    const result = (): unknown => apply({ [name]: '1' });
    expect(result).toThrow(expect.objectContaining({ code: 'config_invalid' }) as Error);
    expect(result).toThrow(why);
  });

  test('an instance of a class is not taken apart', () => {
    expect(() => apply({ 'client.paginator.x': '1' }, { client: { paginator: new Date() } })).toThrow(
      'client.paginator is not an object or a list',
    );
  });
});
