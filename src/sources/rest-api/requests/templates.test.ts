import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../config/problem.ts';
import type { Row } from '../../../core/value.ts';
import type { Place } from '../reading/reading.ts';
import { fillText, holesOf, parseTemplate, type Hole, type Template } from './templates.ts';
import { joinUrl } from './urls.ts';
import { textOf } from './value-text.ts';

function parsed(written: string): { readonly template: Template; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const secrets: Place['secrets'] = { find: () => undefined, remember: (secret) => secret, hint: () => '' };
  const area = { isPath: false, isIncremental: false };
  return { template: parseTemplate(written, { path: 'p', problems, secrets }, area), problems };
}

function filled(written: string, row: Row): string {
  const textIn = (hole: Hole): string => (hole.kind === 'field' ? textOf(hole.path.first(row)) : undefined) ?? 'none';
  return fillText(parsed(written).template, textIn) ?? '';
}

describe('parseTemplate()', () => {
  test.each([
    ['{resources.p.id}', '1'],
    ['{resources.p.author.id}!', '7!'],
    ['{resources.p.tags[0].id}', 't'],
    ["{resources.p.'a.b'}", 'dot'],
    ['{resources.p.my-key}-{resources.p.id}', 'hyphen-1'],
    ['{{resources.p.id}}', '{resources.p.id}'],
    ['{{{resources.p.id}}}', '{1}'],
    ['{resources.p.__proto__}{resources.p.constructor}', 'nonenone'],
  ])('%s', (written, text) => {
    const row = { id: 1, author: { id: 7 }, tags: [{ id: 't' }], 'a.b': 'dot', 'my-key': 'hyphen' };
    expect(filled(written, row)).toBe(text);
    expect(parsed(written).problems).toEqual([]);
  });

  test('S11: whatever is written becomes a template or problems, and never more holes than braces', () => {
    const sign = fc.constantFrom(
      '{',
      '}',
      '{{',
      '}}',
      'resources.',
      'a',
      '.',
      '[',
      ']',
      '*',
      "'",
      ' ',
      '!',
      ':',
      '$',
      '..',
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 30 }), (signs) => {
        const written = signs.join('');
        expect(holesOf(parsed(written).template).length).toBeLessThanOrEqual(written.split('{').length - 1);
      }),
    );
  });

  test('a text with its braces doubled is that text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(filled(text.replaceAll(/[{}]/g, '$&$&'), {})).toBe(text);
      }),
    );
  });
});

describe('joinUrl()', () => {
  test.each([
    ['http://e', '//a', 'http://e/a'],
    ['http://e///', '//a', 'http://e/a'],
    ['http://e', '/', 'http://e/'],
    ['http://e/', '', 'http://e/'],
    ['', 'http://e/a', 'http://e/a'],
    ['http://e/a', 'HTTPS://o/b', 'HTTPS://o/b'],
  ])('%s and %s', (base, path, url) => {
    expect(joinUrl(base, path)).toBe(url);
  });

  test('S2: no path but an absolute one makes another host', () => {
    const sign = fc.constantFrom('/', '\\', '@', ':', '.', '?', '#', 'evil', 'https', '%2F', '..', ' ', '\t');
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 8 }), (signs) => {
        const path = signs.join('');
        fc.pre(!/^https?:\/\//i.test(path));
        expect(new URL(joinUrl('http://api.example.com', path)).host).toBe('api.example.com');
      }),
    );
  });
});
