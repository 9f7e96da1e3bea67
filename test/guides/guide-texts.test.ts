import { describe, expect, test } from 'vitest';
import { guideText, guideWarnings } from '../../src/cli/render/guide-text.ts';
import { widthOf } from '../../src/core/text-width.ts';
import type { TextOutput } from '../../src/cli/terminal.ts';
import type { Guide } from '../../src/guides/guide.ts';

const long = 'words that go on and on '.repeat(8).trim();
const guide: Guide = {
  config: {},
  lines: new Map(),
  findings: [
    { kind: 'contradictory', line: 3, resource: 'users', path: 'endpoint.path', message: 'is old', hint: 'Look.' },
    { kind: 'taken', line: 4, path: 'client.auth', message: 'a token' },
    { kind: 'contradictory', line: 7, resource: 'orders', path: 'endpoint.path', message: 'is old', hint: 'Look.' },
    { kind: 'inferred', line: 9, resource: 'orders', path: 'primary_key', message: long },
  ],
};

const output = (interactive: boolean): TextOutput => ({
  write: () => undefined,
  interactive,
  size: () => ({ columns: 80, rows: 24 }),
  style: (_format, text) => text,
});

describe('guideText()', () => {
  test('says once what is said of several resources, with all lines and names', () => {
    expect(guideText(guide, output(false))).toContain(
      '  contradictory  lines 3, 7 endpoint.path: is old\n    of users, orders\n    → Look.\n',
    );
  });

  test('fits a screen of 80 columns, and is one line a finding elsewhere', () => {
    const lines = guideText(guide, output(true)).split('\n');
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
    expect(lines.filter((line) => line.includes('words'))).toHaveLength(3);
    expect(guideText(guide, output(false))).toContain(`  inferred  line 9 orders primary_key: ${long}\n`);
  });
});

test('guideWarnings() has each contradiction once, and the rest as numbers', () => {
  expect(guideWarnings(guide, 'shop.md', output(false))).toBe(
    'Guide shop.md: 2 contradictory, 1 inferred, 0 ignored, 1 taken; sluice check shows each of them.\n' +
      '  contradictory  lines 3, 7 endpoint.path: is old\n    of users, orders\n    → Look.\n',
  );
});
