import { describe, expect, test } from 'vitest';
import type { Value } from '../../../core/value.ts';
import { parseStopCondition } from './stop-condition.ts';

describe('parseStopCondition()', () => {
  test.each<[string, Value, boolean | undefined]>([
    ['done', { done: true }, true],
    ['done', { done: false }, false],
    ['done', { done: 'false' }, false],
    ['done', { done: 'true' }, true],
    ['done', { done: null }, false],
    ['done', {}, undefined],
    ['not has_more', { has_more: true }, false],
    ['not has_more', {}, undefined],
    ['meta.done', { meta: { done: 1 } }, true],
    ["response['done']", { done: [] }, false],
    ['response["done"]', { done: 'x' }, true],
    ["response.get('done')", {}, false],
    ["not response.get('hasMore', False)", {}, true],
    ["not response.get('hasMore', False)", { hasMore: true }, false],
    ["not response.get('hasMore', True)", {}, false],
    ["response.get('n', 3)", {}, true],
    ["response.get('n', 0)", {}, false],
    ["response.get('n', 'x')", {}, true],
    ["response.get('n', None)", {}, false],
    ["  not   response.get( 'hasMore' , False )  ", { hasMore: 1 }, false],
    ["response.get('it\\'s')", { "it's": 1 }, true],
    ["response.get('__proto__')", {}, false],
    ["response['constructor']", JSON.parse('{"constructor":true}') as Value, true],
  ])('%s of %j', (text, body, met) => {
    expect(parseStopCondition(text)?.isMet(body, 'items')).toBe(met);
  });

  test.each([
    [''],
    ['not'],
    ['not not done'],
    ['done or error'],
    ['len(response)'],
    ["response.get('a', response)"],
    ["response.get('a', {}).get('b')"],
    ["response['a']['b']"],
    ["__import__('os').system('x')"],
    ["response.get('a'"],
    ["response.get('a'); done"],
    ['a == 1'],
    ['$['],
  ])('S11: %s is no condition', (text) => {
    expect(parseStopCondition(text)).toBeUndefined();
  });

  test('a key that must be there', () => {
    expect(() => parseStopCondition("response['done']")?.isMet({}, 'items')).toThrow(
      'Cannot go on with "items": done in the answer must be there, but there is nothing',
    );
  });
});
