/** What the tests of this folder run: sources written by hand, into a DuckDB file in a folder of its own. */
import { existsSync, mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { PipelineEvent } from '../core/event.ts';
import type { Page } from '../core/page.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Row } from '../core/value.ts';
import { duckdb } from '../destinations/duckdb/index.ts';
import { nodeRuntime } from '../runtime/node-runtime.ts';
import type { TableHints } from '../schema/table.ts';
import type { ExtractContext, RootResource, Source } from '../sources/source.ts';
import { pipeline, type Pipeline, type PipelineLimits } from './pipeline.ts';

export const never: AbortSignal = new AbortController().signal;
export const everyPage: PipelineLimits = { packageBytes: 1, packageMs: 60_000 };

export interface Shop {
  readonly folder: string;
  readonly path: string;
  /** A pipeline `shop` into the file; each machine has working folders of its own. */
  pipelineOn(machine: string, more?: PipelineParts): Pipeline;
  /** From here on the database cannot be opened, until `reopen()`. */
  block(): void;
  reopen(): void;
}

interface PipelineParts {
  readonly exportSchemaPath?: string;
  readonly importSchemaPath?: string;
  readonly limits?: Partial<PipelineLimits>;
  readonly runtime?: Runtime;
  readonly dataset?: string;
}

/** An empty folder, gone after the test. */
export async function newShop(): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-pipeline-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'data.duckdb');
  const away = join(folder, 'away');
  return {
    folder,
    path,
    block() {
      if (existsSync(away)) return;
      renameSync(path, away);
      mkdirSync(path);
    },
    reopen() {
      rmdirSync(path);
      renameSync(away, path);
    },
    pipelineOn: (machine, { runtime = nodeRuntime(), ...more } = {}) =>
      pipeline({ name: 'shop', destination: duckdb(path), pipelinesFolder: join(folder, machine), runtime, ...more }),
  };
}

export type Pages = (context: ExtractContext) => AsyncIterable<Page>;

export function rootOf(name: string, hints: TableHints, pages: Pages): RootResource {
  return { kind: 'root', name, table: name, hints, selected: true, pages };
}

export function sourceOf(...resources: readonly RootResource[]): Source {
  return { name: 'shop', resources };
}

/** The lists, one a page; a position is the number of a list. `before` is awaited before each page. */
export function listsOf(
  name: string,
  hints: TableHints,
  lists: readonly (readonly Row[])[],
  before: (number: number) => unknown = () => undefined,
): RootResource {
  return rootOf(name, hints, async function* ({ resumeFrom, run: { emit } }) {
    for (let number = Number(resumeFrom ?? 0); number < lists.length; number += 1) {
      await before(number);
      const rows = lists[number] ?? [];
      emit({ kind: 'page-received', resource: name, rowCount: rows.length, byteCount: 1, replayed: false });
      yield { resource: name, table: name, rows, ...(number + 1 < lists.length && { resumeFrom: number + 1 }) };
    }
  });
}

/** Rows after the newest that the resource remembers, one a page, up to `most()`. */
export function growing(name: string, most: () => number, before: () => unknown = () => undefined): RootResource {
  return rootOf(name, { writeDisposition: 'append' }, async function* ({ kept }) {
    for (let id = Number(kept['newest'] ?? 0) + 1; id <= most(); id += 1) {
      await before();
      yield { resource: name, table: name, rows: [{ id }], resumeFrom: id + 1, news: { newest: id } };
    }
  });
}

/** Collects what a run says. */
export function listening(): { readonly events: PipelineEvent[]; readonly emit: (event: PipelineEvent) => void } {
  const events: PipelineEvent[] = [];
  return { events, emit: (event) => void events.push(event) };
}

/** Rows as text, sorted: `1|a`. */
export async function rowsOf(from: Pipeline, sql: string): Promise<readonly string[]> {
  const { rows } = await from.query(sql);
  return rows.map((row) => row.map((value) => value ?? '-').join('|')).toSorted();
}

/** Load ids in the records and in the rows; they are the same where rows and records went together (case V2). */
export async function expectRecords(from: Pipeline, table: string, count: number): Promise<void> {
  const records = await rowsOf(from, 'select load_id from _dlt_loads');
  expect(records).toHaveLength(count);
  expect(records).toEqual(
    expect.arrayContaining([...(await rowsOf(from, `select distinct _dlt_load_id from ${table}`))]),
  );
}

test('a shop is loaded', async () => {
  const shop = await newShop();
  await shop.pipelineOn('a').run(sourceOf(listsOf('orders', {}, [[{ id: 1 }]])));
  expect(await rowsOf(shop.pipelineOn('a'), 'select id from orders')).toEqual(['1']);
});
