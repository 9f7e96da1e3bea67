import { describe, expect, test } from 'vitest';
import { configParsers } from './parse-config.ts';

async function parse(file: string, text: string): Promise<unknown> {
  const parser = configParsers.get(file.slice(file.lastIndexOf('.')));
  if (parser === undefined) throw new RangeError(file);
  return parser(file, text);
}

describe('a configuration file', () => {
  test.each([
    ['a.yaml', 'client:\n  base_url: http://x\nresources: [a, {name: b, n: 5, f: 1.5, on: true, d: 2020-01-01}]\n'],
    ['a.yml', 'client: {base_url: "http://x"}\nresources: [a, {name: b, n: 5, f: 1.5, on: true, d: "2020-01-01"}]\n'],
    [
      'a.json',
      '{\n\t"client": {"base_url": "http://x"},\n\t"resources": ["a", {"name": "b", "n": 5, "f": 1.5, "on": true, "d": "2020-01-01"}]}',
    ],
    [
      'a.toml',
      'resources = ["a", { name = "b", n = 5, f = 1.5, on = true, d = "2020-01-01" }]\n[client]\nbase_url = "http://x"',
    ],
  ])('%s gives the same values', async (file, text) => {
    expect(await parse(file, text)).toEqual({
      client: { base_url: 'http://x' },
      resources: ['a', { name: 'b', n: 5, f: 1.5, on: true, d: '2020-01-01' }],
    });
  });

  test.each([
    ['a.yaml', 'a: 1\nb: {\n', /line [23]/],
    ['a.yaml', 'a: 1\na: 2\n', /Map keys must be unique at line 2, column 1/],
    ['a.json', '{"a": 1,\n "a": 2}', /Map keys must be unique at line 2, column 2/],
    ['a.toml', 'a = 1\na = 2', /line 2, column 1: .*already defined/],
    ['a.yaml', 'a: !!js/function "x"', /tag/],
    ['a.yaml', 'a: 1\n---\nb: 2', /more than one|multiple documents at line 2/],
    ['a.json', '{"a": 1,}', /JSON/],
    ['a.json', '', /JSON/],
    ['a.toml', 'a = ', /line 1/],
  ])('S12: %s with %j is refused with its place', async (file, text, why) => {
    await expect(parse(file, text)).rejects.toMatchObject({
      code: 'config_unreadable',
      message: expect.stringMatching(why),
    });
    await expect(parse(file, text)).rejects.toThrow(`Cannot read source file "${file}": `);
  });

  test('S12: all mistakes that the parser finds are told', async () => {
    await expect(parse('a.yaml', 'a: 1\na: 2\na: 3')).rejects.toThrow(/line 2.*\n.*line 3/);
  });

  test('S12: aliases that explode are refused', async () => {
    const layer = (name: string, of: string): string => `${name}: &${name} [${Array(10).fill(`*${of}`).join(', ')}]`;
    const text = ['a: &a [x]', layer('b', 'a'), layer('c', 'b'), layer('d', 'c'), layer('e', 'd')].join('\n');
    await expect(parse('a.yaml', text)).rejects.toMatchObject({ code: 'config_unreadable' });
  });

  test.each([
    ['a.yaml', '['.repeat(50_000)],
    ['a.yaml', '- '.repeat(50_000)],
    ['a.yaml', '? '.repeat(50_000)],
    ['a.yaml', Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['a.json', '{"a":'.repeat(50_000)],
    ['a.toml', `a = ${'['.repeat(50_000)}`],
  ])('S12: %s as deep as a well ends in an error of ours', async (file, text) => {
    await expect(parse(file, text)).rejects.toMatchObject({ code: 'config_unreadable' });
  });

  test('nesting that is just allowed is read', async () => {
    const depth = 400;
    const block = Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
    await expect(parse('a.yaml', block)).resolves.toHaveProperty('a.a.a');
    await expect(parse('a.json', '['.repeat(100) + ']'.repeat(100))).resolves.toHaveLength(1);
  });

  test.each([
    ['a.yaml', '__proto__: {polluted: 1}\n<<: {x: 1}'],
    ['a.json', '{"__proto__": {"polluted": 1}, "<<": {"x": 1}}'],
    ['a.toml', '__proto__ = { polluted = 1 }\n"<<" = { x = 1 }'],
  ])('S6: __proto__ and merge keys are ordinary keys in %s', async (file, text) => {
    const value = await parse(file, text);
    expect(Object.entries(value as object)).toEqual([
      ['__proto__', { polluted: 1 }],
      ['<<', { x: 1 }],
    ]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each([
    ['a.yaml', 'token: "canary-7f3\n'],
    ['a.yaml', 'token: canary-7f3: x\n'],
    ['a.json', '{"token": "canary-7f3" canary-7f3}'],
    ['a.json', 'canary-7f3'],
    ['a.toml', 'token = "canary-7f3'],
    ['a.toml', 'token = canary-7f3'],
  ])('V15: the error of %s with %j does not show the line, not even as its cause', async (file, text) => {
    const error = await parse(file, text).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'config_unreadable', cause: undefined });
    expect(String(error)).not.toContain('canary-7f3');
  });

  test('integers beyond 2^53 stay exact', async () => {
    expect(await parse('a.yaml', 'id: 9007199254740993')).toEqual({ id: 9007199254740993n });
    expect(await parse('a.toml', 'id = 9007199254740993')).toEqual({ id: 9007199254740993n });
  });
});
