import { expect, test } from 'vitest';
import { shake128Base64 } from './hash.ts';
import { parseJsonText } from './json.ts';
import { sortedJson } from './sorted-json.ts';

test.each([
  ['{"id":1}', 'z5jIxXIbUnmbKw'],
  ['{"b":"x","a":1}', 'khlsLbyhkJKGeQ'],
  ['{"id":1,"l":[1]}', 'GezhSC4D4Kmqzg'],
  ['{"v":"a","l":[1],"id":1}', 'I+e1ooEMDlPuqw'],
  ['{"id":1,"name":"a"}', 'swX5JrcV4/PVUA'],
  ['{"id":"1"}', '34mTpKkIs8DCig'],
  ['{"id":1.0}', 'cvXT4XHjvZjFxg'],
  ['{"id":null}', 'ljdFSlj0Tv4BqQ'],
  ['{"é":"ü"}', 'eBsyoXohrWDPpA'],
])('section 3.3: the id that is made of %s', (text, id) => {
  expect(shake128Base64(sortedJson(parseJsonText(text)), 10)).toBe(id);
});

test('sortedJson() sorts keys by code point', () => {
  expect(sortedJson({ '😀': 1, '\uffff': 2, é: 3, a: { c: 1, b: 2 } })).toBe(
    '{"a":{"b":2,"c":1},"é":3,"\uffff":2,"😀":1}',
  );
});

test.each([
  ['1.0', '1.0'],
  ['1.50', '1.5'],
  ['1e3', '1000.0'],
  ['1e15', '1000000000000000.0'],
  ['1e16', '1e16'],
  ['1e22', '1e22'],
  ['1.2345678901234568e17', '1.2345678901234568e17'],
  ['1e-5', '0.00001'],
  ['1.5e-5', '0.000015'],
  ['1e-7', '1e-7'],
  ['-1.5', '-1.5'],
  ['12345678901234567890', '12345678901234567890'],
])('sortedJson() writes %s as %s', (text, written) => {
  expect(sortedJson(parseJsonText(text))).toBe(written);
});
