import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Redactor } from './redactor.ts';
import { Secret } from './secret.ts';

const canary = 'sk_live ü"/+&=\'<9f>\\end';

function redactorFor(...values: readonly string[]): Redactor {
  const redactor = new Redactor();
  for (const value of values) redactor.remember(new Secret(value));
  return redactor;
}

const bytes = Buffer.from(canary);
const asciiJson = JSON.stringify(canary).replace('ü', String.raw`\u00fc`);
test.each([
  ['plain', canary],
  ['URL', encodeURIComponent(canary)],
  ['URL in lower case', encodeURIComponent(canary).replaceAll(/%../g, (form) => form.toLowerCase())],
  ['form', new URLSearchParams({ k: canary }).toString().slice(2)],
  ['path', new URL(`http://h/${encodeURIComponent(canary)}`).pathname.slice(1)],
  ['JSON', JSON.stringify(canary).slice(1, -1)],
  ['ASCII JSON', asciiJson.slice(1, -1)],
  [
    'JSON of PHP',
    JSON.stringify(canary)
      .slice(1, -1)
      .replaceAll('/', String.raw`\/`),
  ],
  ['base64', bytes.toString('base64')],
  ['base64url', bytes.toString('base64url')],
  ['base64 in a URL', encodeURIComponent(bytes.toString('base64'))],
  ['hex', bytes.toString('hex')],
  ['HEX', bytes.toString('hex').toUpperCase()],
  ['HTML', canary.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')],
])('S1: mask() finds a secret as %s', (_, form) => {
  expect(redactorFor(canary).mask(`before:${form}:after`)).toBe('before:•••:after');
});

test('S1: mask() leaves of a secret inside a longer base64 text at most its first and last letter', () => {
  const secret = 'Zq7Xw2Kp9Rt4';
  for (const user of ['u', 'us', 'use']) {
    const shown = redactorFor(secret).mask(Buffer.from(`${user}:${secret}`).toString('base64'));
    expect(shown).toContain('•••');
    expect(Buffer.from(shown.split('•••')[0] ?? '', 'base64').toString()).not.toContain('Zq');
  }
});

test('S1: one secret inside another leaves nothing of either', () => {
  const { mask } = redactorFor('inner-secret', 'outer-inner-secret-outer');
  expect(mask('a outer-inner-secret-outer b inner-secret c')).toBe('a ••• b ••• c');
});

test('mask() does not look for values that are in every text, and does not mind an empty one', () => {
  expect(redactorFor('', 'abc').mask('abcdef')).toBe('abcdef');
});

test('S1: no text in which a secret was repeated shows it', () => {
  const secret = fc.string({ minLength: 4, maxLength: 40 });
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
      fc.pre(!'•••'.includes(value) && !before.includes('•') && !after.includes('•') && !value.includes('•'));
      expect(redactorFor(value).mask(before + value + after)).not.toContain(value);
    }),
  );
});
