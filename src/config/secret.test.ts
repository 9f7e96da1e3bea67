import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret.ts';

const canary = 'canary-5f0e1d';

test('S1: a Secret shows itself nowhere but in reveal()', () => {
  const secret = new Secret(canary);
  const shown = [
    String(secret),
    // oxlint-disable-next-line typescript/restrict-template-expressions
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: [secret] }, { showHidden: true, depth: 9 }),
    Object.keys(secret).join(),
    String(new Error('failed', { cause: secret }).cause),
  ];
  expect(shown.filter((text) => text.includes(canary))).toEqual([]);
  expect(shown.slice(0, 4)).toEqual(['•••', '•••', '{"secret":"•••"}', '•••']);
  expect(secret.reveal()).toBe(canary);
});
