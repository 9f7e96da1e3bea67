/** Guides that cannot be read as a whole, on the command line: an error with code and line, and no part of a source. */
import { readFileSync } from 'node:fs';
import { readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commandLine, type CommandLine } from './command-line.ts';

let line: CommandLine;
beforeEach(async () => {
  line = await commandLine();
});
afterEach(() => line.close());

const start = '# Shop\n\n- **Base URL**: `https://api.shop.test/v1/`\n\n## Endpoints\n\n';
const users = '### Users\n- **Path**: `/users`\n- **Primary Key**: `id`\n\n';
const python = (code: string): string => `${start}${users}\`\`\`python\n${code}\n\`\`\`\n`;
const html = '<!DOCTYPE html>\n<html><body><h1>Shop</h1><ul><li>Path: /users</li></ul></body></html>\n';

interface BadGuide {
  readonly what: string;
  readonly file?: string;
  readonly text: string;
  readonly line: number;
  readonly why: RegExp;
}

// prettier-ignore
const bad: readonly BadGuide[] = [
  { what: 'nothing at all', text: '', line: 1, why: /the file is empty/ },
  { what: 'blanks', text: ' \n\t\n', line: 1, why: /the file is empty/ },
  { what: 'no endpoints', text: '# Shop\n\n- **Base URL**: `https://x.test`\n', line: 1, why: /names no endpoint/ },
  { what: 'prose about no endpoint', text: 'Shops sell things.\n\nSome sell more.\n', line: 1, why: /names no endpoint/ },
  { what: 'endpoints that only change something', text: `${start}### Create a user\n- **Path**: \`/users\`\n- **Method**: \`POST\`\n`, line: 1, why: /names no endpoint/ },
  { what: 'a block of code without its end', text: python('BASE_CONFIG = {').replace(/\n```\n$/, '\n'), line: 11, why: /no end: the guide was cut off/ },
  { what: 'a last bullet without its value', text: `${start}${users}### Orders\n- **Path**:`, line: 12, why: /last bullet has no value/ },
  { what: 'a last bullet in the middle of its code', text: `${start}${users}### Orders\n- **Path**: \`/ord`, line: 12, why: /last bullet has no value/ },
  { what: 'a last endpoint without its path', text: `${start}${users}### Orders\n- **Method**: \`GET\`\n`, line: 11, why: /gives no path/ },
  { what: 'a last heading without a word', text: `${start}${users}### Orders\n`, line: 11, why: /nothing stands below "Orders"/ },
  { what: 'Python that was cut off', text: python('BASE_CONFIG = {"base_url": "https://x.test"'), line: 12, why: /not Python, or it was cut off/ },
  { what: 'HTML', text: html, line: 1, why: /HTML and not Markdown/ },
  { what: 'HTML below a blank line', text: `\n${html}`, line: 2, why: /HTML and not Markdown/ },
  { what: 'HTML without a head', text: '<div><p>Path: /users</p></div>\n', line: 1, why: /HTML and not Markdown/ },
  { what: 'no text', text: '# Shop\n\u0000\u0001\n', line: 2, why: /no text/ },
  { what: 'Python that calls functions', text: python('rest_api_source({\n  "client": client()\n})'), line: 13, why: /is code/ },
  { what: 'Python that asks the machine', text: python('BASE_CONFIG = {"base_url": __import__("os").popen("id").read()}\nENDPOINTS = []'), line: 12, why: /is code/ },
  { what: 'a .py file that calls functions', file: 'shop.py', text: 'BASE_CONFIG = {\n  "base_url": url(),\n}\nENDPOINTS = []\n', line: 2, why: /is code/ },
  { what: 'a .py file that is broken', file: 'shop.py', text: 'ENDPOINTS = [\n', line: 2, why: /not Python/ },
  { what: 'a placeholder that nothing binds', text: `${start}${users}### Orders\n- **Path**: \`/shops/{shop_id}/x\`\n`, line: 12, why: /\{shop_id\}.*neither a path nor a name fits/ },
  { what: 'two streams of one name', text: `${start}${users}### users\n- **Path**: \`/people\`\n`, line: 11, why: /at line 7, too/ },
  { what: 'two streams of one name in code', file: 'shop.py', text: 'BASE_CONFIG = {"base_url": "https://x.test"}\nENDPOINTS = [\n  {"name": "a", "path": "/a"},\n  {"name": "a", "path": "/b"},\n]\n', line: 4, why: /at line 3, too/ },
  { what: 'a table name with SQL in it', file: 'shop.py', text: 'BASE_CONFIG = {"base_url": "https://x.test"}\nENDPOINTS = [\n  {"name": "a", "table_name": "x\\"; drop table a; --", "path": "/a"},\n]\n', line: 3, why: /no name of a table/ },
  { what: 'a table name that is a path', text: `${start}### Users\n- **Path**: \`/users\`\n- **Table**: \`../../etc/passwd\`\n`, line: 7, why: /no name of a table/ },
  { what: 'a password in the address', text: start.replace('https://', 'https://me:hunter2@') + users, line: 3, why: /belong among the secrets/ },
  { what: 'a password in the address of code', file: 'shop.py', text: '\nBASE_CONFIG = {"base_url": "https://me:hunter2@x.test"}\nENDPOINTS = ["a"]\n', line: 2, why: /belong among the secrets/ },
  { what: 'a password in the address of an endpoint', text: `${start}### Users\n- **Path**: \`https://me:hunter2@x.test/users\`\n`, line: 8, why: /belong among the secrets/ },
];

describe('a guide that cannot be read as a whole is refused with its line, by every command:', () => {
  test.each(bad)('$what', async ({ file = 'shop.md', text, line: at, why }) => {
    await writeFile(join(line.folder, file), text);
    for (const command of ['run', 'plan', 'check']) {
      const { exitCode, output, messages } = await line.say([command, file, '--debug']);
      expect(exitCode).toBe(2);
      expect(output).toBe('');
      expect(messages).toMatch(new RegExp(`line ${at}: `));
      expect(messages).toMatch(why);
      expect(messages).toContain('config_unreadable');
      expect(messages).not.toContain('hunter2');
    }
    expect(await readdir(line.folder)).toEqual([file]);
  });
});

describe('S12: a file that is too large is refused before it is read', () => {
  test.each(['shop.md', 'shop.py', 'shop.txt'])('%s of 50 MB, in less than a second', async (file) => {
    await writeFile(join(line.folder, file), '# Shop\n');
    await truncate(join(line.folder, file), 50 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    const begin = performance.now();
    const { exitCode, messages } = await line.say(['run', file]);
    expect(performance.now() - begin).toBeLessThan(1000);
    expect(process.memoryUsage().rss - before).toBeLessThan(40 * 1024 * 1024);
    expect(exitCode).toBe(2);
    expect(messages).toMatch(/larger than 1048576 bytes/);
  });

  test('one with 5000 endpoints is refused in good time', async () => {
    const endpoint = (index: number): string => `### Thing ${index}\n- **Path**: \`/things${index}\`\n`;
    const text = start + Array.from({ length: 5000 }, (_none, index) => endpoint(index)).join('');
    await writeFile(join(line.folder, 'shop.md'), text);
    const begin = performance.now();
    const { messages } = await line.say(['check', 'shop.md', '--json']);
    expect(performance.now() - begin).toBeLessThan(10_000);
    expect(messages).toMatch(/line 2007: it names more than 1000 endpoints/);
  });
});

/** A guide that ends anywhere either is refused or is whole: no endpoint of it is half of one. */
test.each(['svix', 'lightdash', 'dbt-cloud', 'persistiq', 'ruddr'])(
  'the guide for %s, cut off in the middle of its code or of a bullet, is refused',
  async (name) => {
    const text = readFileSync(new URL(`${name}.md`, import.meta.url), 'utf8');
    const cuts = [text.indexOf('data_selector"'), text.search(/\*\*(?:Endpoint )?Path\*\*: `/) + 15].filter(
      (at) => at > 20,
    );
    for (const at of cuts) {
      await writeFile(join(line.folder, 'cut.md'), text.slice(0, at));
      const { exitCode, messages } = await line.say(['plan', 'cut.md', '--debug']);
      expect([exitCode, messages]).toEqual([2, expect.stringMatching(/config_unreadable/)]);
      expect(messages).toMatch(/line \d+: /);
    }
  },
);
