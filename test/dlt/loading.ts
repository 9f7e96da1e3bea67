import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseJsonText } from '../../src/core/json.ts';
import { writeJson } from '../../src/core/json-write.ts';
import type { Value } from '../../src/core/value.ts';
import { duckdb } from '../../src/destinations/duckdb/index.ts';
import { pipeline } from '../../src/pipeline/pipeline.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { restApi } from '../../src/sources/rest-api/index.ts';
import type { ResourceConfig } from '../../src/sources/rest-api/vocabulary.ts';
import { readDataset, type Dataset } from './dataset.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const python = join(root, '.venv', 'bin', 'python');

/** Whether dlt is installed; says how to when it is not. */
export const isDltThere: boolean = existsSync(python);
if (!isDltThere) {
  process.stderr.write(
    "SKIPPED: the comparison with dlt. Install it with: python3 -m venv .venv && .venv/bin/pip install 'dlt[duckdb,postgres,sqlalchemy]==1.26.0' 'duckdb<2' 'orjson<3.11.7' pyarrow\n",
  );
}

/** One load into the table `t`. Rows are JSON text, so that both sides read the very same characters. */
export interface Run extends Pick<ResourceConfig, 'write_disposition' | 'primary_key' | 'merge_key' | 'columns'> {
  readonly rows: string;
}

export interface Loading {
  readonly folder: string;
  readonly runs: readonly Run[];
  /** Which columns differ from load to load. @default ids of rows and loads */
  readonly masked?: RegExp | undefined;
}

export function loadWithDlt({ folder, runs, masked }: Loading): Promise<Dataset> {
  const parts = runs.map(({ rows, ...hints }) =>
    `{"rows":${rows},${JSON.stringify(hints).slice(1)}`.replace(/,\}$/, '}'),
  );
  const input = `{"folder":${JSON.stringify(folder)},"runs":[${parts.join(',')}]}`;
  execFileSync(python, [join(root, 'test', 'dlt', 'load.py')], { input, cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  return readDataset(join(folder, 'dlt.duckdb'), 'ds', masked);
}

/** @param packageBytes what a package may have at least before it is sealed. @default one package a run */
export async function loadWithSluice({ folder, runs, masked }: Loading, packageBytes?: number): Promise<Dataset> {
  let pages: readonly string[] = [];
  const server = createServer((request, response) => {
    const page = Number(new URL(request.url ?? '/', 'http://h').searchParams.get('page') ?? 0);
    response.end(`{"rows":${pages[page] ?? '[]'},"next":${page + 1 < pages.length ? page + 1 : 'null'}}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on a port, so the address is not a pipe's name.
  const { port } = server.address() as AddressInfo;
  const path = join(folder, 'sluice.duckdb');
  const paginator = { type: 'cursor', cursor_path: 'next', cursor_param: 'page' } as const;
  try {
    for (const { rows, ...hints } of runs) {
      pages = packageBytes === undefined ? [rows] : pagesOf(rows);
      const endpoint = { path: 't', data_selector: 'rows', paginator };
      const source = restApi(
        { client: { base_url: `http://127.0.0.1:${port}/` }, resources: [{ name: 't', ...hints, endpoint }] },
        { name: 'judge' },
      );
      const runtime = { ...nodeRuntime(), workingFolder: folder };
      const limits = packageBytes === undefined ? {} : { packageBytes };
      await pipeline({ name: 'judge', destination: duckdb(path), dataset: 'ds', runtime, limits }).run(source);
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return readDataset(path, 'ds', masked);
}

/** A page for every row. */
function pagesOf(rows: string): readonly string[] {
  const list = parseJsonText(rows);
  return Array.isArray(list) ? list.map((row: Value) => writeJson([row])) : [rows];
}
