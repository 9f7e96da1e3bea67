import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { contractsOnly, layers } from './layers.ts';

const root = dirname(fileURLToPath(import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.includes('/'));
const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

const folderOf = (file: string): string => file.split('/')[0] ?? '';
const sourceOf = (file: string): string => sources.get(file) ?? '';

function importsOf(file: string): string[] {
  const found = sourceOf(file).matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g);
  return [...found].map((match) => relative(root, join(root, dirname(file), match[1] ?? '')).replaceAll('\\', '/'));
}

describe('the one-way rule', () => {
  test('every folder has its line in the table, and the table is in order of dependency', () => {
    expect([...new Set(files.map(folderOf))].sort()).toEqual(Object.keys(layers).sort());
    const order = Object.keys(layers);
    const backwards = Object.entries(layers).flatMap(([folder, reached]) =>
      reached.filter((other) => order.indexOf(other) >= order.indexOf(folder)).map((other) => `${folder} → ${other}`),
    );
    expect(backwards).toEqual([]);
  });

  test.each(files)('%s imports only what its layer allows', (file) => {
    const allowed = [folderOf(file), 'core', ...(layers[folderOf(file)] ?? [])];
    expect(importsOf(file).filter((other) => !allowed.includes(folderOf(other)))).toEqual([]);
  });

  test('a stage reaches plugins through their contract only', () => {
    const reaching = Object.entries(contractsOnly).flatMap(([stage, allowed]) => {
      const plugins = allowed.map(folderOf);
      return files
        .filter((file) => folderOf(file) === stage)
        .flatMap((file) => importsOf(file).map((other) => ({ file, other })))
        .filter(({ other }) => plugins.includes(folderOf(other)) && !allowed.includes(other));
    });
    expect(reaching).toEqual([]);
  });

  test('no plugin imports its sibling', () => {
    const plugin = (file: string): string => /^(?:destinations|connectors)\/([^/]+)\//.exec(file)?.[1] ?? '';
    const crossing = files.flatMap((file) =>
      importsOf(file)
        .filter((other) => plugin(file) !== '' && folderOf(other) === folderOf(file))
        // DuckDB is an engine as well as a destination: it makes and reads the files of others.
        .filter((other) => !['', 'sql', 'duckdb', plugin(file)].includes(plugin(other)))
        .map((other) => `${file} → ${other}`),
    );
    expect(crossing).toEqual([]);
  });

  test('no two files import each other, however long the way round', () => {
    const open = new Set<string>();
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (open.has(file)) cycles.push([...path, file].join(' → '));
      if (open.has(file) || done.has(file)) return;
      open.add(file);
      for (const other of importsOf(file)) if (sources.has(other)) visit(other, [...path, file]);
      open.delete(file);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

describe('the ways to the outside', () => {
  const outside: readonly (readonly [pattern: RegExp, allowed: RegExp])[] = [
    [
      /\bprocess\.env\b|\bDate\.now\(|\bMath\.random\(|\bperformance\.now\(|(?<!\.)\brandomBytes\(\d|\brandomFill/,
      /^runtime\//,
    ],
    [/from 'node:fs|import\('node:fs/, /^(?:runtime|mock)\//],
    [/from 'undici'|(?:import|require)\('undici|\bfetch\(['"`]/, /^runtime\//],
    [/from 'node:http'|import\('node:http'\)/, /^mock\//],
  ];

  test.each(outside)('%s appears only where %s', (pattern, allowed) => {
    expect(files.filter((file) => !allowed.test(file) && pattern.test(sourceOf(file)))).toEqual([]);
  });

  test('"any" is no type', () => {
    expect(
      files.filter((file) => /(?::|\bas|<)\s*any\b|@ts-(?:ignore|nocheck|expect-error)/.test(sourceOf(file))),
    ).toEqual([]);
  });
});

describe('sizes', () => {
  test.each(files)('%s has at most 300 lines', (file) => {
    expect(sourceOf(file).split('\n').length - 1).toBeLessThanOrEqual(300);
  });
});
