import fc from 'fast-check';
import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { Code, textLiteral } from './literals.ts';
import { printedValue, wrappedComment, type CodeValue } from './print-code.ts';

const asFile = (value: CodeValue): string => `const value = ${printedValue(value, { indent: 0, before: 14 })};\n`;

/** Runs the text as a program would be run. */
async function valueOf(text: string): Promise<unknown> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(`${text}export { value };`)}`)) as {
    value: unknown;
  };
  return module.value;
}

const hostile = [
  '*/',
  '// x',
  '`${process.exit(1)}`',
  '"',
  "'",
  `it's "both"`,
  '\\',
  '\n',
  '\r\n',
  '\u2028',
  '\u202E',
  '${',
  '</script>',
  '__proto__',
  'constructor',
  'a-b',
  '1',
  '',
  '\uD800',
  '💧',
];
const text = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: fc.constantFrom(' ', 'a', 'é', '中', 'が', '💧', '"', "'", '\\', '`', '$'), maxLength: 60 }),
  fc.string({ maxLength: 100 }),
);
const value = fc.letrec<{ value: CodeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    fc.constantFrom(null, true, false, 0, -1, 1e21, 1.5e-7, 12n),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.array(fc.integer(), { maxLength: 40 }),
    fc.dictionary(fc.oneof(text, fc.stringMatching(/^[a-z]{1,12}$/)), tie('value'), { maxKeys: 5 }),
  ),
})).value;

describe('printedValue', () => {
  test('is as prettier leaves it, and is the value when it is run, whatever its texts are', async () => {
    await fc.assert(
      fc.asyncProperty(value, async (written) => {
        const file = asFile(written);
        expect(await format(file, { parser: 'typescript' })).toBe(file);
        expect(await valueOf(file)).toEqual(written);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test('S6: __proto__ is an own key', async () => {
    const file = asFile(JSON.parse('{ "__proto__": { "a": 1 } }') as CodeValue);
    const made = await valueOf(file);
    expect(Object.keys(made as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
  });

  test('code stands as it is, and its name alone where the key is the same', () => {
    const token = new Code('token', '');
    expect(asFile({ token, password: token })).toBe('const value = { token, password: token };\n');
  });
});

describe('wrappedComment', () => {
  test('stays a comment, with lines that fit, whatever the text is', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 0, max: 60 }), async (said, indent) => {
        const comment = wrappedComment(`x ${said}`, indent);
        expect(
          comment
            .trimEnd()
            .split('\n')
            .every((line) => /^ *\/\/ \S/.test(line)),
        ).toBe(true);
        expect(await valueOf(`${comment}const value = 1;\n`)).toBe(1);
      }),
      { numRuns: 100 },
    );
  });

  test.each(['@ts-ignore', '@ts-nocheck', 'prettier-ignore', 'eslint-disable-next-line'])('%s is no order', (order) => {
    expect(wrappedComment(`${'x'.repeat(75)} ${order}`, 0)).not.toMatch(new RegExp(`// ${order}`));
  });
});

describe('textLiteral', () => {
  test.each([
    ['plain', '"plain"'],
    ['say "a"', `'say "a"'`],
    [`it's "a"`, `'it\\'s "a"'`.replaceAll('\\\\', '\\')],
    ['a\u2028b\u202Ec', '"a\\u2028b\\u202ec"'],
  ])('%j is %s', (said, literal) => expect(textLiteral(said)).toBe(literal));
});
