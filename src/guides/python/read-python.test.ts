import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isDictionary, isJoined, isLookup, type PythonValue } from './python-value.ts';
import { readPython } from './read-python.ts';

/** JSON, with look-ups as `<store:key>`. */
function plain(value: PythonValue): unknown {
  if (isDictionary(value)) return Object.fromEntries([...value.entries].map(([key, one]) => [key, plain(one)]));
  if (isLookup(value)) {
    const otherwise = value.fallback === undefined ? '' : ` or ${JSON.stringify(plain(value.fallback))}`;
    return `<${value.store}:${value.key}${otherwise}>`;
  }
  if (isJoined(value)) return value.parts.map((part) => plain(part)).join('');
  return Array.isArray(value) ? value.map(plain) : value;
}

const read = (text: string): unknown => plain(readPython(text, 'source.py').config);
const given = (expression: string): unknown => (read(`rest_api_source({"x": ${expression}})`) as { x: unknown }).x;

describe('readPython() gives the value of', () => {
  test.each<[string, unknown]>([
    ['"a"', 'a'],
    [`'a\\n\\x41\\u00e9\\101\\q\\U0001F600'`, 'a\nAéA\\q😀'],
    ['"""two\nlines"""', 'two\nlines'],
    ['r"\\d+"', '\\d+'],
    ['"one " "and " \'two\'', 'one and two'],
    ['("in " "brackets")', 'in brackets'],
    ['1_000', 1000],
    ['0x1F', 31],
    ['-2.5e3', -2500],
    ['12345678901234567890', 12345678901234567890n],
    ['[True, False, None]', [true, false, null]],
    ['(1, 2)', [1, 2]],
    ['{"a": {"b": []},}', { a: { b: [] } }],
    ['{1: 2}', { '1': 2 }],
    ['{**{"a": 1, "b": 1}, "b": 2}', { a: 1, b: 2 }],
    ['{"a": 1} | {"b": 2}', { a: 1, b: 2 }],
    ['dict(a=1, b="x")', { a: 1, b: 'x' }],
    ['[1] + [2]', [1, 2]],
    ['60 * 60', 3600],
    ['"a" + "b"', 'ab'],
    ['dlt.secrets["api_key"]', '<secrets:api_key>'],
    ['dlt.secrets["sources.github.token"]', '<secrets:sources.github.token>'],
    ['dlt.secrets.get("t", str)', '<secrets:t>'],
    ['dlt.config["org"]', '<config:org>'],
    ['os.environ["KEY"]', '<environment:KEY>'],
    ['os.getenv("KEY", "none")', '<environment:KEY or "none">'],
    ['"Bearer " + dlt.secrets["t"]', 'Bearer <secrets:t>'],
    ['f"Token {dlt.secrets[\'t\']}!"', 'Token <secrets:t>!'],
    ['f"{{app_id}}/{1 + 1}"', '{app_id}/2'],
    ['{"__proto__": 1, "constructor": 2}', JSON.parse('{"__proto__": 1, "constructor": 2}')],
  ])('%s', (expression, value) => {
    expect(given(expression)).toEqual(value);
  });

  test('names that are defined in the same file, as they are where they are used', () => {
    const text = [
      'BASE = "https://x.test"',
      'VERSION = 1',
      'paging = {"type": "offset", "limit": 5}',
      'paths = ["a", "b"]',
      'VERSION = 2',
      'source = rest_api_source({"u": f"{BASE}/v{VERSION}", "p": {**paging, "limit": 10}, "q": paths[-1], "r": paging["type"]})',
      'VERSION = 3',
    ].join('\n');
    expect(read(text)).toEqual({ u: 'https://x.test/v2', p: { type: 'offset', limit: 10 }, q: 'b', r: 'offset' });
  });

  test('a function of dlt: its parameters are looked up, its names are its own', () => {
    const text = [
      'import dlt',
      'url = "outer"',
      '@dlt.source(name="github")',
      'def github_source(access_token: Optional[str] = dlt.secrets.value, org=dlt.config.value, size: int = 50, other=None):',
      '    """Docs."""',
      '    url = "inner"',
      '    config: RESTAPIConfig = {"t": access_token, "o": org, "s": size, "u": url, "n": other, "l": late}',
      '    yield from rest_api_resources(config)',
      'late = "later"',
    ].join('\n');
    expect(read(text)).toEqual({
      t: '<secrets:access_token>',
      o: '<config:org>',
      s: 50,
      u: 'inner',
      n: null,
      l: 'later',
    });
  });

  test('a parameter whose default has its own name', () => {
    expect(read('size = 5\ndef f(size=size):\n  return rest_api_source({"s": size})\n')).toEqual({ s: 5 });
  });

  test('a call below if __name__ == "__main__", with a name', () => {
    const text = 'if __name__ == "__main__":\n    c = {"client": {}}\n    s = rest_api_source(config=c, name="shop")\n';
    expect(readPython(text, 'source.py')).toMatchObject({ name: 'shop', line: 3 });
  });

  test('BASE_CONFIG and ENDPOINTS', () => {
    expect(read('BASE_CONFIG = {"base_url": "x"}\nENDPOINTS = [{"name": "users"}]\n')).toEqual({
      client: { base_url: 'x' },
      resources: [{ name: 'users' }],
    });
  });

  test('a dictionary that is only typed', () => {
    expect(read('config: RESTAPIConfig = {"client": {}}\n')).toEqual({ client: {} });
  });
});

describe('readPython() refuses, with the line,', () => {
  const wrapped = (expression: string): string =>
    `import os\n\nsource = rest_api_source({\n  "x": ${expression},\n})\n`;
  test.each<[string, string, RegExp]>([
    ['a call', wrapped('get_token()'), /line 4: get_token\(\) is code/],
    ['a method', wrapped('os.environ.copy()'), /line 4/],
    ['a lambda', wrapped('lambda row: row'), /line 4/],
    ['a comprehension', wrapped('[x for x in range(3)]'), /line 4/],
    ['a condition', wrapped('1 if True else 2'), /line 4/],
    ['an attribute', wrapped('settings.TOKEN'), /line 4/],
    ['a name of elsewhere', wrapped('TOKEN'), /line 4: "TOKEN" is not defined/],
    ['bytes', wrapped('b"x"'), /line 4/],
    ['an imaginary number', wrapped('1j'), /line 4/],
    ['a format', wrapped('f"{1:>5}"'), /line 4/],
    ['an import', 'from x import TOKEN\nrest_api_source({"t": TOKEN})', /line 1: "TOKEN" comes from another file/],
    ['a name set in a condition', 'if x:\n  T = 1\nrest_api_source({"t": T})', /line 2: "T" is set in a condition/],
    ['a name set in a loop', 'for T in y:\n  pass\nrest_api_source({"t": T})', /line 1/],
    ['a change in place', 'c = {"a": []}\nc["a"] = 1\nrest_api_source(c)', /line 2: "c" is changed in place/],
    ['an append', 'c = {"r": []}\nc["r"].append(1)\nrest_api_source(c)', /line 2: "c" is changed in place/],
    ['an update', 'c = {}\nc.update(a=1)\nrest_api_source(c)', /line 2/],
    ['a name before it is defined', 'a = {"a": b}\nb = a\nrest_api_source(a)', /line 1: "b" is not defined/],
    ['two sources', 'rest_api_source({})\nrest_api_source({})', /line 1, line 2/],
    ['no source', 'print("hello")', /describes no REST source/],
    ['a list instead of a dictionary', 'rest_api_source([1])', /must be a dictionary/],
    ['a cut file', 'source = rest_api_source({\n  "client": {\n    "base_url": "x"', /line 3: this is not Python/],
    ['something else', '<html><body>Not found</body></html>', /line 1: this is not Python/],
    ['deep nesting', `rest_api_source({"x": ${'['.repeat(300)}${']'.repeat(300)}})`, /nested too deeply/],
  ])('%s', (_name, text, message) => {
    expect(() => readPython(text, 'source.py')).toThrow(
      expect.objectContaining({ code: 'config_unreadable', message: expect.stringMatching(message) }),
    );
  });
});

test('readPython() counts lines from where the text begins in its file', () => {
  expect(() => readPython('x = 1\nrest_api_source({"a": f()})', 'guide.md', 40)).toThrow('line 41');
});

test('readPython() says so where what it reads does not end in time', () => {
  const many = Array.from({ length: 3000 }, (_, index) => `v${index + 1} = v${index}`).join('\n');
  expect(() => readPython(`v0 = {}\n${many}\nrest_api_source(v3000)`, 'source.py')).toThrow('nested too deeply');
});

test.each(['svix', 'ruddr', 'persistiq'])('readPython() reads the code of the guide for %s', (name) => {
  const guide = readFileSync(new URL(`../../../test/guides/${name}.md`, import.meta.url), 'utf8');
  const [, before = '', code = ''] = /^(.*?)```python\n(.*?)```/s.exec(guide) ?? [];
  const { config } = readPython(code, `${name}.md`, before.split('\n').length + 1);
  expect([...config.entries.keys()]).toEqual(expect.arrayContaining(['client', 'resources']));
});
