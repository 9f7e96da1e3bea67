import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, GuideValue } from './guide.ts';
import { readGuide } from './read-guide.ts';

const start = '# Shop\n\n- **Base URL**: `https://api.shop.test/v1/`\n\n## Endpoints\n\n';
const users = '### Users\n- **Path**: `/users`\n- **Primary Key**: `id`\n\n';

const endpoints = (text: string): readonly GuideValue[] => {
  const { config } = readGuide({ text: start + text, file: 'shop.md' });
  const { resources } = config;
  return Array.isArray(resources) ? (resources as readonly GuideValue[]) : [];
};

const told = (text: string): readonly Finding[] => readGuide({ text: start + text, file: 'shop.md' }).findings;

describe('readGuide() understands an endpoint that is written as', () => {
  const expected = [expect.objectContaining({ name: 'users', endpoint: expect.objectContaining({ path: '/users' }) })];
  test.each([
    ['a heading with bullets', users],
    ['bullets with asterisks and a colon inside', '### Users\n* **Path:** `/users`\n'],
    ['a dash for a colon', '### 1.2 Users 🚀\n- __Endpoint__ – `/users`\n'],
    ['plain words', '### Users\n- Endpoint path: /users\n'],
    ['a method and a path in one', '### Users\n- **Endpoint**: `GET /users`\n'],
    ['the method as its heading', '### GET /users\n- **Primary Key**: `id`\n'],
    ['a bullet with bullets', '- **Users**\n  - Path: `/users`\n'],
    ['one bullet', '- **Users**: `/users`\n'],
    ['a row of a table', '| Resource | Path |\n|---|---|\n| Users | `/users` |\n'],
    ['a quoted block', '### Users\n> - **Path**: `/users`\n'],
    ['lines that nobody indented', '### Users\n- **Path**: `/users`\n**Method**: `GET`\n'],
    ['Windows line ends', users.replaceAll('\n', '\r\n')],
  ])('%s', (_name, text) => {
    expect(endpoints(text)).toEqual(expected);
  });
});

describe('readGuide() finds the parent of a placeholder', () => {
  const pathOf = (text: string, name: string): unknown =>
    endpoints(text).find((one) => JSON.stringify(one).includes(`"name":"${name}"`));
  test.each([
    ['by the path', '### Orders\n- **Path**: `/users/{x_id}/orders`\n', 'users/{resources.users.id}/orders'],
    ['by the name', '### Orders\n- **Path**: `/orders/{user_id}`\n', 'orders/{resources.users.id}'],
    [
      'by a word for it',
      '### Orders\n- **Path**: `/orders/{u}`\n- **Parent Stream**: `UsersStream`\n',
      '{resources.users.$..u}',
    ],
    ['of another spelling', '### Orders\n- **Path**: `/users/:userId/orders`\n', 'users/{resources.users.id}/orders'],
  ])('%s', (_name, text, path) => {
    expect(JSON.stringify(pathOf(users + text, 'orders'))).toContain(path);
  });

  test('and says where each comes from', () => {
    expect(told(`${users}### Orders\n- **Path**: \`/users/{user_id}/orders\`\n`)).toContainEqual({
      kind: 'inferred',
      line: 12,
      resource: 'orders',
      path: 'endpoint.path',
      message:
        '{user_id} ← users.id: its path begins with that of users; id is its end; rows without id ask for nothing',
    });
  });
});

describe('readGuide() refuses, with the line,', () => {
  test.each([
    ['a guide without endpoints', '# Shop\n\n- **Base URL**: `https://x.test`\n', 1, 'names no endpoint'],
    ['an empty file', '\n\n', 1, 'is empty'],
    ['HTML', '\n<!DOCTYPE html>\n<html></html>', 2, 'HTML'],
    ['code that is cut off', `${start}${users}\`\`\`python\nBASE_CONFIG = {`, 11, 'cut off'],
    ['a last bullet that is cut off', `${start}${users}### Orders\n- **Path**:`, 12, 'cut off'],
    [
      'an endpoint without its path',
      `${start}${users}### Orders\n- **Method**: \`GET\`\n- **Primary Key**: \`id\`\n`,
      11,
      'gives no path',
    ],
    [
      'a placeholder that nothing binds',
      `${start}${users}### Orders\n- **Path**: \`/shops/{shop_id}/x\`\n`,
      12,
      '{shop_id}',
    ],
    ['two streams of one name', `${start}${users}### users\n- **Path**: \`/people\`\n`, 11, 'line 7, too'],
    ['a name without letters', `${start}### ???\n- **Path**: \`/{x}\`\n`, 7, 'no name'],
    ['credentials in the address', start.replace('https://', 'https://me:hunter2@') + users, 3, 'secrets'],
    [
      'two sources',
      `${start}\`\`\`python\nrest_api_source({})\nrest_api_source({})\n\`\`\`\n`,
      8,
      'more than one source',
    ],
    [
      'Python that calls functions',
      `${start}\`\`\`python\nrest_api_source({\n"client": client()})\n\`\`\`\n`,
      9,
      'is code',
    ],
    ['Python that is broken', `${start}\`\`\`python\nrest_api_source({\n\`\`\`\n`, 8, 'not Python'],
  ])('%s', (_name, text, line, why) => {
    const error = caught(() => readGuide({ text, file: 'shop.md' }));
    expect(error).toMatchObject({ code: 'config_unreadable', message: expect.stringContaining(why) });
    expect(error.message).toContain(`line ${line}`);
    expect(error.message).not.toContain('hunter2');
  });

  test.each([`x"; drop table users; --`, '../../etc/passwd', 'a\u0000b', 'a\u202Eb', 'x'.repeat(300)])(
    'S6: the table name %j',
    (name) => {
      const text = `BASE_CONFIG = {"base_url": "https://x.test"}\n\nENDPOINTS = [\n  {"name": ${JSON.stringify(name)}, "path": "/x"},\n]\n`;
      const error = caught(() => readGuide({ text, file: 'shop.py' }));
      expect(error.message).toMatch(/line 4/);
    },
  );
});

function caught(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}

test('S6: __proto__ is a name like any other', () => {
  const text = `BASE_CONFIG = {"base_url": "https://x.test", "headers": {"__proto__": "x"}}\nENDPOINTS = {"__proto__": {"path": "/x"}}\n`;
  const { config } = readGuide({ text, file: 'shop.py' });
  expect(JSON.stringify(config)).toContain('"name":"__proto__"');
  expect(({} as { path?: unknown }).path).toBeUndefined();
});

test('any text is a guide or an error of ours, in good time', () => {
  const part = fc.constantFrom(
    '# ',
    '- **Path**: ',
    '`/users/{id}`',
    '**',
    '`',
    '\n',
    '|',
    '```python\n',
    'BASE_CONFIG = {',
    '}',
    'Pagination: cursor',
    ' depends on ',
    'https://x.test',
    '{',
    ': ',
    '\t',
    'é',
    '<html>',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
      try {
        readGuide({ text: parts.join(''), file: 'shop.md' });
      } catch (error) {
        expect(error).toMatchObject({ code: 'config_unreadable' });
      }
    }),
    { numRuns: 300 },
  );
});

test('S12: a long guide of hostile lines is read in good time', () => {
  const line = `- **${'a'.repeat(200)}**: ${'`'.repeat(50)}${'('.repeat(200)}${' '.repeat(200)}\n`;
  const begin = performance.now();
  expect(() => readGuide({ text: line.repeat(1500), file: 'shop.md' })).toThrow('names no endpoint');
  expect(performance.now() - begin).toBeLessThan(10_000);
});
