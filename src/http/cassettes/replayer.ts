import { join } from 'node:path';
import type { Fetch, Files, WireRequest, WireResponse } from '../../core/runtime.ts';
import { readIndex, type IndexLine } from './cassette-index.ts';
import { cassetteMissed, cassetteUnreadable } from './errors.ts';
import { readExchange } from './exchange-file.ts';
import { secretLearner } from './learn-secrets.ts';
import type { CassetteOptions } from './options.ts';
import { commandLine, requestKey, shownRequest, type ShownRequest } from './shown-request.ts';

/** Answers from a cassette: the same request gets the answers that were recorded for it, in their order. */
export function openReplayer(files: Files, { folder, secrets }: CassetteOptions): Fetch {
  const learn = secretLearner(secrets);
  let opening: Promise<Shelf> | undefined;
  return async (request: WireRequest, signal): Promise<WireResponse> => {
    signal.throwIfAborted();
    learn(request);
    const shelf = await (opening ??= readIndex(files, folder).then(shelved));
    const shown = shownRequest(request, secrets.mask);
    const key = requestKey(shown);
    const file = shelf.take(key);
    if (file === undefined) throw missed(shown, shelf, folder, key);
    const path = join(folder, file);
    const bytes = await files.read(path);
    if (bytes === undefined) throw cassetteUnreadable(path, 'the index names it, but it is not there');
    const { status, headers, cookies, body } = readExchange(bytes, path);
    return { status, headers: plainHeaders(headers), cookies, body: onePiece(body) };
  };
}

/** The exchanges by request. Memory is one short line for each. */
interface Shelf {
  readonly lines: readonly IndexLine[];
  /** File of the next answer to a request. */
  take(key: string): string | undefined;
  timesRecorded(key: string): number;
}

/**
 * Of a request that several recordings have, the last one's answers come first: what was asked again after a kill had
 * not been used before.
 */
function shelved(lines: readonly IndexLine[]): Shelf {
  const byKey = new Map<string, { readonly files: readonly string[]; next: number }>();
  for (const [key, answers] of grouped(lines)) {
    const newestFirst = answers.toSorted((one, other) => other.take - one.take || one.number - other.number);
    byKey.set(key, { files: newestFirst.map(({ file }) => file), next: 0 });
  }
  return {
    lines,
    take(key) {
      const found = byKey.get(key);
      if (found === undefined) return undefined;
      found.next += 1;
      return found.files[found.next - 1];
    },
    timesRecorded: (key) => byKey.get(key)?.files.length ?? 0,
  };
}

function grouped(lines: readonly IndexLine[]): ReadonlyMap<string, readonly IndexLine[]> {
  const groups = new Map<string, IndexLine[]>();
  for (const line of lines) {
    const group = groups.get(line.key);
    if (group === undefined) groups.set(line.key, [line]);
    else group.push(line);
  }
  return groups;
}

function missed(shown: ShownRequest, shelf: Shelf, folder: string, key: string): Error {
  const asked = `${shown.method} ${shown.url}`;
  return cassetteMissed({
    asked,
    commandLine: commandLine(shown),
    folder,
    nearest: nearestOf(asked, shelf.lines),
    timesRecorded: shelf.timesRecorded(key),
  });
}

/** The one that begins and ends most alike: requests differ in a parameter or in a part of the path. */
function nearestOf(asked: string, lines: readonly IndexLine[]): string | undefined {
  let [best, bestLikeness] = [undefined as string | undefined, 0];
  for (const { method, url } of lines) {
    const candidate = `${method} ${url}`;
    const likeness = likenessOf(asked, candidate);
    if (likeness > bestLikeness) [best, bestLikeness] = [candidate, likeness];
  }
  return best;
}

function likenessOf(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  let head = 0;
  while (head < shorter && one[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  return head + tail;
}

/** An answer that was edited has another length. */
function plainHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).filter(([name]) => name !== 'content-length' && name !== 'transfer-encoding');
  return Object.fromEntries(kept);
}

async function* onePiece(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}
