/** A server that speaks S3, and before it a door that can do what networks and stores do. */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { loadRows, rowsOf, targetOf, type World } from '../duckdb/loaded-rows.test.ts';
import { filesystem, type FilesystemOptions } from './index.ts';

/** What the door does with a request: `pass` hands it on, `lose` hands it on and cuts the line instead of an answer. */
export type Deed = 'pass' | 'busy' | 'cut' | 'lose' | 'refuse' | 'full';
export type Rule = (method: string, path: string, count: number) => Deed;

export class Door {
  /** Whether `If-None-Match: *` is honoured. */
  conditional = true;
  rule: Rule = () => 'pass';
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #behind: number;
  #creating: Promise<unknown> = Promise.resolve();

  constructor(behind: number) {
    this.#behind = behind;
    this.#server = createServer((incoming, response) => void this.#serve(incoming, response));
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = incoming;
    const body = await bodyOf(incoming);
    this.requests.push(`${method} ${url}`);
    const deed = this.rule(method, url, this.requests.length);
    if (deed === 'cut') return void incoming.socket.destroy();
    const [status, code] =
      { busy: [503, 'SlowDown'], refuse: [403, 'AccessDenied'], full: [507, 'QuotaExceeded'] }[deed as string] ?? [];
    if (status !== undefined) return fail(response, Number(status), String(code));
    const isConditional = this.conditional && incoming.headers['if-none-match'] === '*';
    const answered = isConditional ? this.#create(incoming, body) : this.#pass(incoming, body);
    const answer = await answered;
    if (deed === 'lose') return void incoming.socket.destroy();
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  }

  /** One after the other, as a store does it. */
  #create(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    const before = this.#creating;
    const mine = before.then(async () => {
      const head = await this.#pass(
        { method: 'HEAD', url: incoming.url, headers: { host: incoming.headers.host } },
        Buffer.alloc(0),
      );
      if (head.status === 200) return failure(412, 'PreconditionFailed');
      return this.#pass(incoming, body);
    });
    this.#creating = mine.catch(() => undefined);
    return mine;
  }

  #pass({ method, url, headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.#behind, method, path: url, headers };
      const outgoing = request(options, (answer) => {
        void bodyOf(answer).then((bytes) =>
          resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: bytes }),
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function bodyOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function failure(status: number, code: string): Answer {
  const body = Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

function fail(response: ServerResponse, status: number, code: string): void {
  const answer = failure(status, code);
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

let server: FauxqsServer;
beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false });
});
afterAll(() => server.stop());

export interface BucketWorld extends World {
  readonly door: Door;
  readonly bucket: string;
  readonly endpoint: string;
}

let bucketCount = 0;

/** An empty bucket behind a door of its own. */
export async function newBucketWorld(options: Partial<FilesystemOptions> = {}, dataset = 'ds'): Promise<BucketWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bucket-'));
  const bucket = `bucket-${process.pid}-${(bucketCount += 1)}`;
  server.createBucket(bucket);
  const door = new Door(server.port);
  const endpoint = await door.open();
  onTestFinished(async () => {
    await door.close();
    await rm(folder, { recursive: true, force: true });
  });
  const destination = filesystem({
    url: `s3://${bucket}/lake?endpoint=${endpoint}`,
    accessKeyId: 'test',
    secretAccessKey: 'test',
    partBytes: 5 * 1024 * 1024,
    ...options,
  });
  return { folder, path: folder, destination, target: targetOf(folder, dataset), door, bucket, endpoint };
}

test('s3: what is loaded can be read', async () => {
  const world = await newBucketWorld();
  await loadRows(world, { rows: [{ id: 1, l: [1, 2] }] }, { rows: [{ id: 2 }] });
  expect(await rowsOf(world, 'select id from t')).toEqual(['1', '2']);
  expect(await rowsOf(world, 'select value from t__l')).toEqual(['1', '2']);
  expect(world.door.requests.filter((one) => one.startsWith('POST'))).toEqual([]);
});
