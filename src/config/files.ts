import { parseEnv } from 'node:util';
import { printable } from '../core/printable.ts';
import type { Files } from '../core/runtime.ts';
import { fileUnreadable } from './errors.ts';

const mostBytes = 1024 * 1024;

/**
 * The values of a `.env` file by name, none when there is no file; empty ones count as not set.
 * @param shownAs the path as the user knows it
 * @throws `config_unreadable`, for a name that is there twice too
 */
export async function readEnvFile(files: Files, path: string, shownAs: string): Promise<ReadonlyMap<string, string>> {
  const text = await readText(files, path, shownAs);
  if (text === undefined) return new Map();
  refuseDoubles(text, shownAs);
  const set = Object.entries(parseEnv(text)).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value] as const],
  );
  return new Map(set);
}

/** The platform's reader takes the last of two lines and says nothing (S12). */
function refuseDoubles(text: string, shownAs: string): void {
  // What is in quotes may have several lines, which look like settings but are none.
  const unquoted = text.replaceAll(/=[ \t]*(?:"[^"]*"|'[^']*'|`[^`]*`)/g, (value) => value.replaceAll(/[^\n]/g, '='));
  const seen = new Set<string>();
  for (const [index, line] of unquoted.split('\n').entries()) {
    const name = /^\s*(?:export\s+)?([\w.-]+)\s*=/.exec(line)?.[1];
    if (name === undefined) continue;
    if (seen.has(name)) throw fileUnreadable(shownAs, `${name} is set twice`, index + 1);
    seen.add(name);
  }
}

/**
 * The single values of a TOML file by dotted name, with `-` as `_`: `sources.dbt_cloud.token`. None when there is no
 * file. The reader is loaded when there is something to read.
 * @throws `config_unreadable` with the line
 */
export async function readTomlFile(files: Files, path: string, shownAs: string): Promise<ReadonlyMap<string, string>> {
  const text = await readText(files, path, shownAs);
  if (text === undefined) return new Map();
  const { parse, TomlError } = await import('smol-toml');
  try {
    const values = new Map<string, string>();
    flatten(parse(text, { integersAsBigInt: 'asNeeded', maxDepth: 32 }), [], values);
    return values;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // Only the first line: the others show the file, in which there are secrets.
    const [why = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw fileUnreadable(shownAs, printable(why, 200), error.line);
  }
}

function flatten(table: object, parents: readonly string[], values: Map<string, string>): void {
  for (const [key, value] of Object.entries(table) as [string, unknown][]) {
    const path = [...parents, key.replaceAll('-', '_')];
    const isTable = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
    if (isTable && path.length < deepest) flatten(value, path, values);
    if (!isTable) values.set(path.join('.'), textOf(value));
  }
}

const deepest = 32;

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (!Array.isArray(value)) return String(value);
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
}

async function readText(files: Files, path: string, shownAs: string): Promise<string | undefined> {
  const bytes = await files.read(path).catch((error: unknown) => {
    throw fileUnreadable(shownAs, 'the disk refuses to read it', undefined, error);
  });
  if (bytes === undefined) return undefined;
  if (bytes.byteLength > mostBytes) throw fileUnreadable(shownAs, `it is larger than ${mostBytes} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fileUnreadable(shownAs, 'it is not UTF-8 text');
  }
}
