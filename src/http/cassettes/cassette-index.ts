import { join } from 'node:path';
import { parseJsonText } from '../../core/json.ts';
import type { Files } from '../../core/runtime.ts';
import { isRow, type Value } from '../../core/value.ts';
import { cassetteUnreadable } from './errors.ts';

/** One line of the index. */
export interface IndexLine {
  /** In the order in which requests were sent, from 1. */
  readonly number: number;
  /** Of the recording, from 1: what a later one has again takes the place of the earlier. */
  readonly take: number;
  readonly file: string;
  readonly key: string;
  readonly method: string;
  /** Redacted. */
  readonly url: string;
  readonly status: number;
}

export const indexName = 'index.jsonl';

/** The line of the index for one exchange; written when its file is whole. */
export function indexText(line: IndexLine): string {
  return `${JSON.stringify(line)}\n`;
}

/**
 * All lines of a cassette in the order of their numbers. A last line that was cut by a kill is passed over.
 * @throws `cassette_unreadable` where there is no index, or a line of it is broken
 */
export async function readIndex(files: Files, folder: string): Promise<readonly IndexLine[]> {
  const path = join(folder, indexName);
  const bytes = await files.read(path);
  if (bytes === undefined) throw cassetteUnreadable(folder, `it has no ${indexName}, so nothing was recorded there`);
  const texts = Buffer.from(bytes).toString('utf8').split('\n');
  const whole = texts.slice(0, -1).filter((text) => text.trim() !== '');
  return whole.map((text) => readLine(text, path)).sort((one, other) => one.number - other.number);
}

function readLine(text: string, path: string): IndexLine {
  const line = parsed(text);
  if (!isRow(line)) throw cassetteUnreadable(path, `a line is broken: ${text.slice(0, 100)}`);
  const own = new Map(Object.entries(line));
  const textOf = (name: string): string => {
    const value = own.get(name);
    return typeof value === 'string' ? value : '';
  };
  const numberOf = (name: string): number => {
    const value = own.get(name);
    return typeof value === 'number' ? value : 0;
  };
  const file = textOf('file');
  // A name from a file that anyone may have edited must stay in its folder (S4).
  if (!/^\d+-[a-z0-9-]*\.json$/.test(file)) throw cassetteUnreadable(path, `"${file}" is no name of an exchange`);
  return {
    number: numberOf('number'),
    take: numberOf('take'),
    file,
    key: textOf('key'),
    method: textOf('method'),
    url: textOf('url'),
    status: numberOf('status'),
  };
}

function parsed(text: string): Value | undefined {
  try {
    return parseJsonText(text);
  } catch {
    return undefined;
  }
}
