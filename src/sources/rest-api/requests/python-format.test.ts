import { describe, expect, test } from 'vitest';
import { ExactNumber, type Value } from '../../../core/value.ts';
import { formatted, readFormat, splitFormat } from './python-format.ts';

describe('formats of placeholders, as Python has them (2.3)', () => {
  test.each<readonly [Value, string, string | undefined | false]>([
    ['a', '!r', "'a'"],
    ["it's", '!r', `"it's"`],
    [42, ':>5', '   42'],
    [42, ':<5', '42   '],
    [42, ':*^6', '**42**'],
    [42, ':05', '00042'],
    [-42, ':05d', '-0042'],
    [42, ':+d', '+42'],
    [1234567, ':,', '1,234,567'],
    [255, ':x', 'ff'],
    [3.14159, ':.2f', '3.14'],
    [12345.678, ':.3e', '1.235e+04'],
    [0.25, ':.0%', '25%'],
    [new ExactNumber('1.0'), ':.1f', '1.0'],
    ['abcdef', ':.3', 'abc'],
    ['ab', ':>4', '  ab'],
    [12345678901234567890n, ':d', '12345678901234567890'],
    [3.14159, ':.3', '3.14'],
    [3, ':.3g', '3'],
    [new ExactNumber('3.0'), ':.3', '3.0'],
    [1234567.5, ':.3', '1.23e+06'],
    [0.00001234, ':.2g', '1.2e-05'],
    ['ü€😀', '!a', String.raw`'\xfc\u20ac\U0001f600'`],
    [1.5, ':d', false],
    [3, ':.3', false],
    ['a', ':d', false],
    [null, ':>5', undefined],
  ])('%s in {x%s}', (value, written, text) => {
    const format = readFormat(written);
    expect(format).toBeDefined();
    expect(formatted(value, format ?? {})).toBe(text);
  });

  test.each([
    ['resources.p.id', 'resources.p.id', ''],
    ['resources.p.id!r:>5', 'resources.p.id', '!r:>5'],
    ['resources.p.tags[1:2].id:>5', 'resources.p.tags[1:2].id', ':>5'],
    ["resources.p.'a:b'", "resources.p.'a:b'", ''],
    ['resources.p.l[?(@.x!=1)].y', 'resources.p.l[?(@.x!=1)].y', ''],
  ])('%s is taken apart', (written, name, format) => {
    expect(splitFormat(written)).toEqual({ name, format });
  });

  test.each(['!q', ':99999', ':>5>', '!r!r'])('"%s" is no format', (written) => {
    expect(readFormat(written)).toBeUndefined();
  });
});
