import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { isSluiceError } from '../core/error.ts';
import { bodyCut, bodyTooLarge, encodingRefused } from './errors.ts';
import { bodyFailure } from './network-failure.ts';

/** What one answer may hold (S7). */
export interface BodyLimits {
  /** As it is sent. @default 256 MiB */
  readonly wireBytes: number;
  /** Once its encoding is undone. @default 1 GiB */
  readonly unpackedBytes: number;
  /** Unpacked to wire bytes, after the first MiB. @default 200 */
  readonly unpackedRatio: number;
}

const mebibyte = 1024 * 1024;

export const bodyLimits: BodyLimits = {
  wireBytes: 256 * mebibyte,
  unpackedBytes: 1024 * mebibyte,
  unpackedRatio: 200,
};

export interface ArrivingBody {
  /** For errors: `GET https://…`, redacted. */
  readonly asked: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/**
 * The whole body with one layer of content encoding undone; counted while it arrives, so that nothing larger than the
 * limits is ever held.
 * @throws `http_unreachable` (retryable) for a body that is cut, `http_body_limit`, `http_encoding`
 */
export async function readBody(body: ArrivingBody, limits: BodyLimits): Promise<Uint8Array> {
  const encodings = (body.headers['content-encoding'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  const [encoding] = encodings;
  if (encodings.length > 1) throw encodingRefused(body.asked, 'the answer is encoded more than once');
  const wire = new WireCount(body, limits);
  if (encoding === undefined) return collected(wire.pieces());
  const unpack = unpackers.get(encoding);
  if (unpack === undefined) throw encodingRefused(body.asked, 'the answer has an encoding that was not asked for');
  return unpacked(wire, unpack, limits);
}

/** Counts what arrives, and holds it against the length that the head announced. */
class WireCount {
  readonly #body: ArrivingBody;
  readonly #limits: BodyLimits;
  byteCount = 0;

  constructor(body: ArrivingBody, limits: BodyLimits) {
    this.#body = body;
    this.#limits = limits;
  }

  get asked(): string {
    return this.#body.asked;
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    const { wireBytes } = this.#limits;
    const announced = announcedLength(this.#body.headers);
    if (announced !== undefined && announced > wireBytes) throw this.#tooLarge();
    try {
      for await (const piece of this.#body.pieces) {
        this.byteCount += piece.byteLength;
        if (this.byteCount > wireBytes) throw this.#tooLarge();
        yield piece;
      }
    } catch (error) {
      throw bodyFailure(error, this.asked);
    }
    if (announced === undefined || announced === this.byteCount) return;
    throw bodyCut(this.asked, `${this.byteCount} of ${announced} bytes of the answer came`);
  }

  #tooLarge(): Error {
    return bodyTooLarge(this.asked, `${this.#limits.wireBytes} bytes`);
  }
}

function announcedLength(headers: Readonly<Record<string, string>>): number | undefined {
  const length = headers['content-length'];
  const counts = headers['transfer-encoding'] === undefined && length !== undefined && /^\d+$/.test(length);
  return counts ? Number(length) : undefined;
}

type Unpack = (first: Uint8Array) => Transform;

/** Zstandard is there from Node 22.15 on; what is not there is not asked for. */
const createZstd = (zlib as { readonly createZstdDecompress?: () => Transform }).createZstdDecompress;

const unpackers: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ['gzip', () => zlib.createGunzip()],
  ['x-gzip', () => zlib.createGunzip()],
  ['br', () => zlib.createBrotliDecompress()],
  // Servers send both forms: with the header of RFC 1950, whose method is 8, and without.
  ['deflate', (first) => (((first[0] ?? 8) & 0x0f) === 8 ? zlib.createInflate() : zlib.createInflateRaw())],
  ...(createZstd === undefined ? [] : [['zstd', () => createZstd()] as const]),
]);

/** For `Accept-Encoding`: what can be undone here. dlt asks for `gzip, deflate`. */
export const readableEncodings: string = ['gzip', 'deflate', 'br', 'zstd']
  .filter((name) => unpackers.has(name))
  .join(', ');

async function unpacked(wire: WireCount, unpack: Unpack, limits: BodyLimits): Promise<Uint8Array> {
  const pieces = wire.pieces();
  const first = await firstPiece(pieces);
  // A body of no bytes at all is empty, whatever the head says of its encoding.
  if (first === undefined) return new Uint8Array(0);
  let body: Uint8Array = new Uint8Array(0);
  let tooLarge: unknown;
  try {
    await pipeline(Readable.from(joined(first, pieces), { objectMode: false }), unpack(first), async (source) => {
      // A decompressing stream gives buffers.
      const counted = withinLimits(source as AsyncIterable<Uint8Array>, wire, limits);
      body = await collected(counted).catch((error: unknown) => {
        tooLarge = error;
        throw error;
      });
    });
    return body;
  } catch (error) {
    // The pipeline reports the first of its parts that it stopped, which need not be the one that failed.
    throw unpackFailure(isSluiceError(tooLarge) ? tooLarge : error, wire.asked);
  }
}

async function firstPiece(pieces: AsyncGenerator<Uint8Array>): Promise<Uint8Array | undefined> {
  for (;;) {
    const piece = await pieces.next();
    if (piece.done === true) return undefined;
    if (piece.value.byteLength > 0) return piece.value;
  }
}

async function* joined(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

async function* withinLimits(
  pieces: AsyncIterable<Uint8Array>,
  wire: WireCount,
  limits: BodyLimits,
): AsyncGenerator<Uint8Array> {
  let byteCount = 0;
  for await (const piece of pieces) {
    byteCount += piece.byteLength;
    if (byteCount > limits.unpackedBytes) throw bodyTooLarge(wire.asked, `${limits.unpackedBytes} bytes unpacked`);
    if (byteCount > mebibyte && byteCount > wire.byteCount * limits.unpackedRatio) {
      throw bodyTooLarge(wire.asked, `${limits.unpackedRatio} times what was sent`);
    }
    yield piece;
  }
}

function unpackFailure(error: unknown, asked: string): Error {
  if (isSluiceError(error)) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') return bodyCut(asked, 'the compressed answer ends in the middle');
  if (typeof code === 'string' && /^(?:Z_|ERR_)/.test(code)) {
    return encodingRefused(asked, 'the answer is not encoded as its head says');
  }
  // Not of the decompression: what the caller aborted with, for one.
  return error instanceof Error ? error : bodyFailure(error, asked);
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}
