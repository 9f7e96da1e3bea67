/** What `sluice check` of the five guides says of every trap that is known of their vendors. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandLine, type CommandLine } from './command-line.ts';
import { seenTraps, tables, unseenTraps, type SeenTrap } from './traps.ts';

let line: CommandLine;
beforeAll(async () => {
  line = await commandLine();
});
afterAll(() => line.close());

interface Told {
  readonly kind: string;
  readonly resource: string | null;
  readonly path: string;
  readonly message: string;
  readonly hint: string | null;
}

interface Checked {
  readonly remarks: readonly Told[];
  readonly guide: { readonly findings: readonly (Told & { readonly line: number })[] };
}

async function check({ guide, written = [] }: SeenTrap): Promise<Checked> {
  const text = readFileSync(new URL(`${guide}.md`, import.meta.url), 'utf8');
  await writeFile(
    join(line.folder, `${guide}.md`),
    written.reduce((whole, [from, to]) => replaced(whole, from, to), text),
  );
  // `check --json` promises this shape; each member that is read is compared below.
  return JSON.parse((await line.say(['check', `${guide}.md`, '--json'])).output) as Checked;
}

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the guide has no ${from}`);
  return text.replaceAll(from, to);
}

describe('sluice check finds', () => {
  test.each(seenTraps)('$number $guide: $trap', async (trap) => {
    const { remarks, guide } = await check(trap);
    const { kind, resource = null, path, says } = trap;
    expect([...remarks, ...guide.findings]).toContainEqual(
      expect.objectContaining({ kind, resource, path, message: expect.stringMatching(says) }),
    );
  });
});

describe('what no text shows has a test of its own', () => {
  test.each(unseenTraps)('$number $guide: $trap, for $because', ({ file, test: title }) => {
    expect(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).toContain(title);
  });
});

test('every row of every table of the reference is there', () => {
  const numbers = new Set([...seenTraps, ...unseenTraps].map(({ number }) => number));
  const wanted = tables.flatMap(([section, count]) =>
    Array.from({ length: count }, (_none, index) => `${section}.${index + 1}`),
  );
  expect(wanted.filter((number) => !numbers.has(number))).toEqual([]);
});

test.each(['svix', 'lightdash', 'dbt-cloud', 'persistiq', 'ruddr'] as const)(
  'each contradiction of %s has a line of the guide, and says what to do',
  async (guide) => {
    const { guide: read } = await check({ guide, number: '', trap: '', kind: 'note', path: '', says: /x/ });
    const contradictions = read.findings.filter(({ kind }) => kind === 'contradictory');
    expect(contradictions.length).toBeGreaterThan(2);
    for (const { line: at, hint } of contradictions) {
      expect(at).toBeGreaterThan(1);
      expect(hint).toMatch(/^[A-Z][^\n]*\.$|…$/);
    }
  },
);
