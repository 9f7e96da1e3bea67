import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { sluice, startSluice, type Ended, type Running } from '../cli/sluice.ts';
import { readDataset } from '../dlt/dataset.ts';

/** In the configuration of every run; it may be in no other byte that a run writes (V15). */
export const canary = 'canary+7Qz/Kw93=&"secret';

/** Answers a request itself and says so, or leaves it to the shop. */
export type Fault = (target: string, response: ServerResponse, earlier: number) => boolean;

/** A request that is not answered yet. */
export interface HeldAnswer {
  /** Resolves once it was asked. */
  readonly asked: Promise<void>;
  letGo(): void;
}

export const pageCount = 4;
const rowsPerPage = 3;

export interface ShopOptions {
  /** Characters that each order carries along. @default 0 */
  readonly ballast?: number;
}

/** An API with two resources, one below the other, and a folder in which its configuration is run. */
export class Shop {
  readonly folder: string;
  /** Path and query of each request, in order. */
  readonly asked: string[] = [];
  /** Undefined while all is well. */
  fault: Fault | undefined;
  readonly #server = createServer((request, response) => {
    const target = request.url ?? '/';
    const earlier = this.asked.filter((other) => other === target).length;
    this.asked.push(target);
    if (this.fault?.(target, response, earlier) === true) return;
    this.#answer(target, request, response);
  });
  readonly #ballast: string;
  #port = 0;

  private constructor(folder: string, { ballast = 0 }: ShopOptions) {
    this.folder = folder;
    this.#ballast = 'x'.repeat(ballast);
  }

  /** Opens a shop in a folder of its own. */
  static async open(options: ShopOptions = {}): Promise<Shop> {
    const shop = new Shop(await mkdtemp(join(tmpdir(), 'sluice-bad-')), options);
    await shop.start();
    await shop.configure();
    return shop;
  }

  /** Listens, where it listened before if it did. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    // A listening TCP server has an address with a port.
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** @param change of the text of the configuration */
  configure(change: (text: string) => string = (text) => text): Promise<void> {
    return writeFile(join(this.folder, 'shop.yaml'), change(configuration(this.#port)));
  }

  run(...words: readonly string[]): Promise<Ended> {
    return sluice(['run', 'shop.yaml', '--json', '--progress', 'plain', ...words], this.folder);
  }

  startRun(...words: readonly string[]): Running {
    return startSluice(['run', 'shop.yaml', '--json', '--progress', 'plain', ...words], this.folder);
  }

  /** Lets the first request of this kind wait for its answer, which is the usual one. */
  holdAnswer(target: string): HeldAnswer {
    let letGo = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      this.fault = (other, response) => {
        if (other !== target) return false;
        this.fault = undefined;
        letGo = () => this.#answer(target, response.req, response);
        resolve();
        return true;
      };
    });
    return { asked, letGo: () => letGo() };
  }

  /** What a run without any fault asks, in order. */
  everything(): readonly string[] {
    return range(pageCount).flatMap((page) => [
      pageTarget(page),
      ...ordersOf(page).map(({ id }) => `/orders/${id}/notes`),
    ]);
  }

  /** The run ended well, every row is there once, and no request was made beyond those of a run without a fault. */
  async expectWhole(ended: Ended, repeated: readonly string[] = [], database = 'shop.duckdb'): Promise<void> {
    expect(ended, ended.messages).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(ended.output)).toMatchObject({ outcome: 'done' });
    const { tables } = await readDataset(join(this.folder, database), 'shop_dataset');
    const orders = range(pageCount).flatMap(ordersOf);
    const rowsOf = (table: string): readonly unknown[] => (tables[table]?.rows ?? []).map((row) => JSON.parse(row));
    expect(rowsOf('orders')).toHaveLength(orders.length);
    expect(new Set(rowsOf('orders').map(firstOf))).toEqual(new Set(orders.map(({ id }) => String(id))));
    expect(rowsOf('orders__lines').map(firstOf).toSorted()).toEqual(orders.flatMap(({ lines }) => lines).toSorted());
    expect(rowsOf('notes').map(firstOf).toSorted()).toEqual(orders.map(({ id }) => `note ${id}`).toSorted());
    expect(this.asked.toSorted()).toEqual([...this.everything(), ...repeated].toSorted());
    await this.expectNoCanary(ended);
  }

  /** V15, in what was printed and in every file below the folder but the configuration itself. */
  async expectNoCanary(...ends: readonly Ended[]): Promise<void> {
    const written = ends.flatMap(({ output, messages }) => [Buffer.from(output), Buffer.from(messages)]);
    for (const entry of await readdir(this.folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name === 'shop.yaml') continue;
      written.push(await readFile(join(entry.parentPath, entry.name)));
    }
    const bare = canary.replaceAll(/["&]/g, '');
    const shapes = [canary, bare, 'canary+7Qz', JSON.stringify(canary).slice(1, -1), encodeURIComponent(canary)];
    for (const shape of [...shapes, Buffer.from(canary).toString('base64').slice(0, 24)]) {
      expect(written.filter((bytes) => bytes.includes(shape)).map(String)).toEqual([]);
    }
  }

  #answer(target: string, request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.authorization !== `Bearer ${canary}`) {
      // Servers do repeat what they refuse.
      response.writeHead(401).end(`{"refused": ${JSON.stringify(request.headers.authorization)}}`);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.#body(target)));
  }

  #body(target: string): unknown {
    const note = /^\/orders\/(\d+)\/notes$/.exec(target)?.[1];
    if (note !== undefined) return { data: [{ text: `note ${note}` }] };
    const page = Number(new URL(target, 'http://shop').searchParams.get('page')) - 1;
    return { pages: pageCount, data: ordersOf(page).map((order) => ({ ...order, ballast: this.#ballast })) };
  }
}

/** @param page from 0 */
export function pageTarget(page: number): string {
  return `/orders?page=${page + 1}`;
}

/** Path and query of the requests of a page and of the pages below it. */
export function unitTargets(page: number): readonly string[] {
  return [pageTarget(page), ...ordersOf(page).map(({ id }) => `/orders/${id}/notes`)];
}

/** One clear error: the exit code, its place and hint for people and machines, and no stack (without `--debug`). */
export function expectError(
  ended: Ended,
  expected: { readonly exitCode: number; readonly code: string; readonly says: readonly (string | RegExp)[] },
): void {
  expect(ended.exitCode, ended.messages).toBe(expected.exitCode);
  const { error }: { error: Readonly<Record<string, unknown>> } = JSON.parse(ended.output);
  expect(error).toMatchObject({ code: expected.code, message: expect.stringMatching(/^Cannot /) });
  expect(String(error['hint'])).toMatch(/^[A-Z].{10,}/);
  expect(ended.messages.match(/^Error {2}/gm), ended.messages).toHaveLength(1);
  expect(ended.messages).toMatch(/^ {7}→ \S/m);
  for (const part of expected.says) expect(ended.messages).toMatch(part);
  expect(ended.messages).not.toMatch(/^\s*at .*[(:]\d+|node:internal|UnhandledPromise/m);
}

export async function withShop(use: (shop: Shop) => Promise<void>, options: ShopOptions = {}): Promise<void> {
  const shop = await Shop.open(options);
  try {
    await use(shop);
  } finally {
    await shop.close();
  }
}

function configuration(port: number): string {
  return `client:
  base_url: http://127.0.0.1:${port}/
  # One thing after the other, so that what is asked can be counted.
  max_concurrency: 1
  auth: { type: bearer, token: ${JSON.stringify(canary)} }
resource_defaults: { write_disposition: append }
resources:
  - name: orders
    endpoint: { path: orders, data_selector: data, paginator: { type: page_number, base_page: 1, total_path: pages } }
  - name: notes
    endpoint: { path: 'orders/{resources.orders.id}/notes', data_selector: data, paginator: single_page }
`;
}

function ordersOf(page: number): readonly { readonly id: number; readonly lines: readonly string[] }[] {
  return range(rowsPerPage).map((row) => {
    const id = page * rowsPerPage + row;
    return { id, lines: range(id % 3).map((line) => `line ${id}.${line}`) };
  });
}

function range(count: number): readonly number[] {
  return [...Array(count).keys()];
}

/** Of a row as text or of a list of values. */
function firstOf(row: unknown): string {
  return Array.isArray(row) ? String(row[0]) : String(row);
}
