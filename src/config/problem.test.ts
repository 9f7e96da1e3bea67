import { describe, expect, test } from 'vitest';
import { nearest } from '../core/nearest.ts';
import { configError, didYouMean, showValue } from './problem.ts';
import { Secret } from './secret.ts';

describe('configError()', () => {
  test('lists every mistake with path, value found and hint', () => {
    const error = configError('source "svix"', [
      { path: 'client.base_ur', message: 'is not a known key', hint: didYouMean(nearest('base_ur', ['base_url'])) },
      { path: 'resources[0].endpoint.method', message: 'must be GET or POST', found: 'FETCH' },
      { path: '', message: 'must be an object', found: undefined },
    ]);
    expect(error.message).toBe(
      [
        'Cannot use source "svix": it has 3 mistakes',
        '  client.base_ur: is not a known key. Did you mean "base_url"?',
        '  resources[0].endpoint.method: must be GET or POST, found "FETCH"',
        '  must be an object, found undefined',
      ].join('\n'),
    );
    expect(error).toMatchObject({ code: 'config_invalid', phase: 'config', retryable: false });
  });

  test.each([
    'client.auth.token',
    'client.auth.api_key',
    'resources[0].endpoint.headers.Authorization',
    'password',
    'auth.username',
  ])('S1: the value found at %s is not shown', (path) => {
    const error = configError('x', [{ path, message: 'must be a text', found: 'canary-1' }]);
    expect(error.message).toContain('found •••');
    expect(JSON.stringify(error.details) + error.message).not.toContain('canary-1');
  });

  test('S16: line breaks and escapes of a path or value do not reach the message', () => {
    const { message } = configError('x', [{ path: 'a\nb', message: 'is wrong', found: '\u001B[2J\n' }]);
    expect(message.split('\n')).toHaveLength(2);
    expect(message).not.toContain('\u001B');
  });
});

test.each([
  ['x'.repeat(500), `"${'x'.repeat(80)}…"`],
  [12n, '12'],
  [null, 'null'],
  [[], 'an empty list'],
  [[1, 2], 'a list of 2'],
  [{}, 'an empty object'],
  [{ a: 1, b: { password: 'canary' } }, 'an object with a, b'],
  [{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }, 'an object with a, b, c, d, e, …'],
  [() => 1, 'a function'],
  [new Secret('canary'), '•••'],
])('showValue() says a value in a few words', (value, shown) => {
  expect(showValue(value)).toBe(shown);
});
