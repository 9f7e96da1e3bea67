import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Guide } from '../../src/guides/guide.ts';
import { readGuide } from '../../src/guides/read-guide.ts';
import { restApi } from '../../src/sources/rest-api/index.ts';
import type { RestApiConfig } from '../../src/sources/rest-api/vocabulary.ts';
import { resolveGuide } from '../../src/guides/resolve-guide.ts';
import { valueResolver } from '../../src/config/resolve.ts';
import { Secret } from '../../src/config/secret.ts';

/**
 * Guides in all three forms, with what is understood of them. After a change that is meant, `vitest -u` writes the
 * expectations anew; read what changed.
 */
const folder = new URL('more/', import.meta.url);
const guides = readdirSync(folder).filter((name) => /\.(?:md|txt|py)$/.test(name));

const read = (name: string): Guide => readGuide({ text: readFileSync(new URL(name, folder), 'utf8'), file: name });

/** The configuration and the report as a person reads them; look-ups as `<store:key>`. */
function shown({ config, findings, standIn }: Guide): string {
  const json = JSON.stringify(config, (_key, value: unknown) => (isMarked(value) ? markedText(value) : value), 2);
  const report = findings.map(
    ({ kind, line, resource = '-', path, message }) => `${kind} ${line} ${resource} ${path}: ${message}`,
  );
  return `${json}\n\nstand-in: ${standIn?.written ?? 'none'}\n${report.join('\n')}\n`;
}

interface Marked {
  readonly kind: string;
  readonly store?: string;
  readonly key?: string;
  readonly fallback?: unknown;
  readonly parts?: readonly unknown[];
  readonly shown?: string;
}

const isMarked = (value: unknown): value is Marked =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  ['lookup', 'joined', 'code'].includes(String(value.kind));

function markedText(value: unknown): string {
  if (!isMarked(value)) return String(value);
  if (value.kind === 'joined') return (value.parts ?? []).map(markedText).join('');
  if (value.kind === 'code') return `<code: ${value.shown}>`;
  return `<${value.store}:${value.key}${value.fallback === undefined ? '' : ` or ${markedText(value.fallback)}`}>`;
}

describe('a guide of the same family', () => {
  test.each(guides)('%s is understood as its expectation says', async (name) => {
    await expect(shown(read(name))).toMatchFileSnapshot(`more/expected/${name}.expected`);
  });

  test.each(guides)('%s is a configuration without mistakes', async (name) => {
    const runtime = {
      environment: {},
      workingFolder: '/',
      files: { read: () => Promise.resolve(undefined) },
    };
    // Only these three are used by the look-up of values, and of the files only read().
    const found = await valueResolver({ runtime: runtime as never, set: new Map() });
    const values = { ...found, secret: () => new Secret('stand-in') };
    const config = resolveGuide(read(name).config, { values, section: 'guide' }) as RestApiConfig;
    const source = restApi(config, { name: 'guide', secret: () => new Secret('stand-in') });
    expect(source.resources.length).toBeGreaterThan(1);
  });
});
