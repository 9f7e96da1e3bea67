import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** One case of a golden file: what goes in, and all that comes out. */
export interface GoldenCase {
  readonly title: string;
  readonly input: string;
  /** Undefined where the file has none yet. */
  readonly expected: string | undefined;
}

/**
 * Runs every case of a Markdown file: a heading, a fenced block with the input, and a `text` block with what it brings.
 * With `UPDATE_GOLDEN=1` the second block is written instead of compared; read the difference before it is committed.
 */
export function testGolden(file: string, outcomeOf: (input: string) => string | Promise<string>): void {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const written = readFileSync(path, 'utf8');
  const cases = goldenCases(written);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    test(`${file} is written anew`, async () => {
      const outcomes = new Map<string, string>();
      for (const { title, input } of cases) outcomes.set(title, await outcomeOf(input));
      writeFileSync(path, withOutcomes(written, outcomes));
    });
    return;
  }
  describe(file, () => {
    test.each(cases)('$title', async ({ input, expected }) => expect(await outcomeOf(input)).toBe(expected));
  });
}

/** In the order of the file. Two cases of the same title are a mistake in the file. */
export function goldenCases(written: string): readonly GoldenCase[] {
  const cases = [...written.matchAll(caseOfFile)].map(([, title = '', , input = '', expected]) => {
    return { title, input, expected };
  });
  expect(new Set(cases.map(({ title }) => title)).size).toBe(written.match(/^### /gm)?.length ?? 0);
  return cases;
}

const caseOfFile = /^### (.+)\n\n```(\w+)\n([\s\S]*?)\n```\n(?:\n```text\n([\s\S]*?)\n```\n)?/gm;

function withOutcomes(written: string, outcomes: ReadonlyMap<string, string>): string {
  return written.replaceAll(caseOfFile, (_, title: string, language: string, input: string) => {
    return `### ${title}\n\n\`\`\`${language}\n${input}\n\`\`\`\n\n\`\`\`text\n${outcomes.get(title) ?? ''}\n\`\`\`\n`;
  });
}
