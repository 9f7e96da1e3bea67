import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { isSluiceError } from '../../core/error.ts';
import type { Fetch, Files, Runtime, WireRequest, WireResponse } from '../../core/runtime.ts';
import { isSecretName } from '../../core/secret-names.ts';
import { bodyLimits, readBody } from '../read-body.ts';
import { indexName, indexText, readIndex, type IndexLine } from './cassette-index.ts';
import { writeExchange, type RecordedAnswer } from './exchange-file.ts';
import { secretLearner, withoutTokens, withoutValue } from './learn-secrets.ts';
import type { CassetteOptions, SecretBook } from './options.ts';
import { requestKey, shownRequest, starred } from './shown-request.ts';

/** Asks, and writes down each exchange when the last byte of its answer is there and before the caller gets to know. */
export function openRecorder(runtime: Pick<Runtime, 'fetch' | 'files'>, options: CassetteOptions): Fetch {
  const { folder, secrets } = options;
  const { files } = runtime;
  const learn = secretLearner(secrets);
  let opening: Promise<Tape> | undefined;
  return async (request, signal) => {
    learn(request);
    const tape = await (opening ??= openTape(files, folder));
    const number = tape.nextNumber();
    const response = await runtime.fetch(request, signal);
    const keep = async (parts: readonly Uint8Array[]): Promise<void> => {
      const answer = await recordedAnswer(request, response, parts, secrets);
      if (answer !== undefined) await writeDown({ files, folder, take: tape.take, number }, request, answer, secrets);
    };
    return { ...response, body: keptBody(response.body, keep) };
  };
}

interface Tape {
  readonly take: number;
  nextNumber(): number;
}

/** Goes on behind what is there, whole or not. */
async function openTape(files: Files, folder: string): Promise<Tape> {
  await files.makeFolder(folder);
  const names = await files.list(folder);
  const known = names.includes(indexName) ? await readIndex(files, folder) : [];
  const take = 1 + known.reduce((latest, line) => Math.max(latest, line.take), 0);
  let number = names.reduce((highest, name) => Math.max(highest, Number.parseInt(name, 10) || 0), 0);
  await endBrokenLine(files, folder);
  return { take, nextNumber: () => (number += 1) };
}

/** A line that a kill cut in the middle must not swallow the next one. */
async function endBrokenLine(files: Files, folder: string): Promise<void> {
  const path = join(folder, indexName);
  const size = (await files.size(path)) ?? 0;
  const [last] = size === 0 ? [] : ((await files.readRange(path, size - 1, 1)) ?? []);
  if (last === undefined || last === lineBreak) return;
  const whole = Buffer.from((await files.read(path)) ?? []);
  await files.remove(path);
  await append(files, path, whole.subarray(0, whole.lastIndexOf(lineBreak) + 1));
}

const lineBreak = 0x0a;

/** The caller's limits bound what is held: where it stops reading, nothing is kept. */
async function* keptBody(
  body: AsyncIterable<Uint8Array>,
  keep: (parts: readonly Uint8Array[]) => Promise<void>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const parts: Uint8Array[] = [];
  for await (const piece of body) {
    parts.push(piece);
    yield piece;
  }
  await keep(parts);
}

/** Undefined for an answer that was cut: the caller refuses it as well, and asks again. */
async function recordedAnswer(
  request: WireRequest,
  { status, headers, cookies: given }: WireResponse,
  parts: readonly Uint8Array[],
  secrets: SecretBook,
): Promise<RecordedAnswer | undefined> {
  const cookies = given.map((cookie) => withoutValue(cookie, secrets));
  try {
    const plain = await readBody({ asked: request.method, headers, pieces: piecesOf(parts) }, bodyLimits);
    const body = Buffer.from(withoutTokens(plain, request, secrets) ?? plain);
    return { status, headers: keptHeaders(headers, secrets, notKept), cookies, body: maskedBody(body, secrets) };
  } catch (error) {
    if (!isSluiceError(error) || error.code !== 'http_encoding') return undefined;
    // What nobody can unpack is kept as it came, so that it fails in the same way again.
    return { status, headers: keptHeaders(headers, secrets, ofTheWire), cookies, body: Buffer.concat(parts) };
  }
}

async function* piecesOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

/** Bytes that are no text keep every bit that is not of a secret. */
function maskedBody(body: Buffer, { mask }: SecretBook): Uint8Array {
  const encoding = isUtf8(body) ? 'utf8' : 'latin1';
  const text = body.toString(encoding);
  const masked = mask(text);
  return masked === text ? body : Buffer.from(encoding === 'utf8' ? masked : starred(masked), encoding);
}

/** Of one connection, and not of the answer. */
const ofTheWire: readonly string[] = [
  'set-cookie',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'alt-svc',
];
const notKept: readonly string[] = [...ofTheWire, 'content-encoding'];

function keptHeaders(
  headers: WireResponse['headers'],
  { mask }: SecretBook,
  left: readonly string[],
): RecordedAnswer['headers'] {
  const kept = Object.entries(headers)
    .filter(([name]) => !left.includes(name.toLowerCase()))
    .map(([name, value]) => [name.toLowerCase(), isSecretName(name) ? '***' : starred(mask(value))]);
  // Each member is a name and a text.
  return Object.fromEntries(kept) as RecordedAnswer['headers'];
}

type Slot = Pick<IndexLine, 'take' | 'number'> & { readonly files: Files; readonly folder: string };

/** The index names the file only when it is whole, so a kill in between leaves nothing that is half there. */
async function writeDown(slot: Slot, request: WireRequest, answer: RecordedAnswer, secrets: SecretBook): Promise<void> {
  const { files, folder, number, take } = slot;
  const shown = shownRequest(request, secrets.mask);
  const { method, url } = shown;
  const file = `${String(number).padStart(6, '0')}-${nameOf(method, url)}.json`;
  await append(files, join(folder, file), Buffer.from(writeExchange(shown, answer), 'utf8'));
  const line = indexText({ number, take, file, key: requestKey(shown), method, url, status: answer.status });
  await append(files, join(folder, indexName), Buffer.from(line, 'utf8'));
}

async function append(files: Files, path: string, bytes: Uint8Array): Promise<void> {
  const file = await files.open(path, 'append');
  try {
    await file.write([bytes]);
  } finally {
    await file.close();
  }
}

/** Enough of the path to find it with the eye; letters and digits only, so that every disk takes it (S4). */
function nameOf(method: string, url: string): string {
  const path = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  const words = `${method} ${path}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return words.slice(0, 60).replace(/-$/, '');
}
