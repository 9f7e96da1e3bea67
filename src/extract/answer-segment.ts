import { crc32 } from 'node:zlib';
import type { KeptAnswer } from '../core/answer-log.ts';
import type { Files } from '../core/runtime.ts';

/**
 * One file of the answer log: frames of `length, checksum, head length, head, body`. The first frame says what the
 * answers are on top of. A frame that is torn or damaged ends the file: what was written before it is good.
 */
export interface Segment {
  readonly base: string;
  readonly places: readonly AnswerPlace[];
}

/** Where an answer lies; its body is read when it is wanted. */
export interface AnswerPlace {
  readonly key: string;
  /** True for the word that the newest answer to the key is of no use. */
  readonly isRefused: boolean;
  read(): Promise<KeptAnswer | undefined>;
}

type AnswerHead = Pick<KeptAnswer, 'status' | 'headers' | 'ignored'> & { readonly key: string };

/** Length of the frame behind it, checksum over the frame, length of the head: 4 bytes each. */
const prefixBytes = 12;

export function segmentHead(base: string): Uint8Array {
  return Buffer.concat(frame({ base }, Buffer.alloc(0)));
}

export function writeAnswer(key: string, { status, headers, body, ignored }: KeptAnswer): readonly Uint8Array[] {
  return frame({ key, status, headers, ignored }, body);
}

/** Instead of a status. */
const refused = 0;

export function writeRefusal(key: string): readonly Uint8Array[] {
  return frame({ key, status: refused, headers: {} }, Buffer.alloc(0));
}

/** Undefined for a file without a readable first frame. */
export async function readSegment(files: Files, path: string): Promise<Segment | undefined> {
  const size = (await files.size(path)) ?? 0;
  const first = await readFrame(files, path, 0, size);
  if (first === undefined || !hasBase(first.head)) return undefined;
  const places: AnswerPlace[] = [];
  let end = first.end;
  for (;;) {
    const offset = end;
    const next = await readFrame(files, path, offset, size);
    if (next === undefined || !isAnswerHead(next.head)) return { base: first.head.base, places };
    const place = answerPlace(files, { path, offset, end: next.end }, next.head.key);
    places.push({ ...place, isRefused: next.head.status === refused });
    end = next.end;
  }
}

/** Where in which file a frame begins and ends. */
export interface FramePlace {
  readonly path: string;
  readonly offset: number;
  readonly end: number;
}

/** An answer that was written there. */
export function answerPlace(files: Files, { path, offset, end }: FramePlace, key: string): AnswerPlace {
  return {
    key,
    isRefused: false,
    async read() {
      const found = await readFrame(files, path, offset, end);
      if (found === undefined || !isAnswerHead(found.head)) return undefined;
      const { status, headers, ignored } = found.head;
      return { status, headers, body: found.body, ignored };
    },
  };
}

function frame(head: unknown, body: Uint8Array): readonly Uint8Array[] {
  const headBytes = Buffer.from(JSON.stringify(head), 'utf8');
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeUInt32LE(headBytes.byteLength + body.byteLength, 0);
  const checksum = crc32(headBytes);
  // zlib forgets what it has summed up when nothing is added.
  prefix.writeUInt32LE(body.byteLength === 0 ? checksum : crc32(body, checksum), 4);
  prefix.writeUInt32LE(headBytes.byteLength, 8);
  return [prefix, headBytes, body];
}

interface Frame {
  readonly head: unknown;
  readonly body: Uint8Array;
  readonly end: number;
}

/** Undefined where no whole and undamaged frame begins. */
async function readFrame(files: Files, path: string, offset: number, size: number): Promise<Frame | undefined> {
  const prefix = Buffer.from((await files.readRange(path, offset, prefixBytes)) ?? []);
  if (prefix.byteLength < prefixBytes) return undefined;
  const length = prefix.readUInt32LE(0);
  const headLength = prefix.readUInt32LE(8);
  const end = offset + prefixBytes + length;
  if (end > size || headLength > length) return undefined;
  const rest = Buffer.from((await files.readRange(path, offset + prefixBytes, length)) ?? []);
  // This is about torn writes, not about forgery.
  if (rest.byteLength < length || crc32(rest) !== prefix.readUInt32LE(4)) return undefined;
  try {
    const head: unknown = JSON.parse(rest.toString('utf8', 0, headLength));
    return { head, body: rest.subarray(headLength), end };
  } catch {
    return undefined;
  }
}

function hasBase(head: unknown): head is { readonly base: string } {
  return typeof head === 'object' && head !== null && 'base' in head && typeof head.base === 'string';
}

function isAnswerHead(head: unknown): head is AnswerHead {
  return typeof head === 'object' && head !== null && 'key' in head && 'status' in head && 'headers' in head;
}
