/** Tables of hundreds of columns: DuckDB has blocks of each of them in memory, and none of that is for users to know. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { duckdb } from '../src/destinations/duckdb/index.ts';
import { pipeline, type Pipeline } from '../src/pipeline/pipeline.ts';
import { restApi } from '../src/sources/rest-api/index.ts';
import type { Source } from '../src/sources/source.ts';
import { inFolder } from './cli/sluice.ts';

const pageRows = 200;
let server: Server;
let address: string;

/** `/<columns>?page=`: rows of so many columns, whose first two are a key. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
    const page = Number(searchParams.get('page'));
    const numbers = Array.from({ length: pageRows }, (_, index) => page * pageRows + index);
    const data = numbers.map((number) => rowOf(number, Number(pathname.slice(1))));
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ data }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  address = `http://127.0.0.1:${bound.port}`;
});

afterAll(() => {
  server.close();
});

function rowOf(number: number, columns: number): Readonly<Record<string, string | number>> {
  const fields = Array.from({ length: columns }, (_, column): readonly [string, string | number] => [
    `c${column}`,
    column % 2 === 0 ? `text ${number * column} ${'x'.repeat(24)}` : number * column,
  ]);
  return Object.fromEntries(fields);
}

function source(columns: number, pages: number, hints: object = {}): Source {
  const paginator = { type: 'page_number', base_page: 0, total_path: null, maximum_page: pages } as const;
  const endpoint = { path: String(columns), data_selector: 'data', paginator };
  return restApi(
    { client: { base_url: address }, resources: [{ name: 'wide', endpoint, ...hints }] },
    { name: 'wide' },
  );
}

function lineIn(folder: string, memoryLimit?: string): Pipeline {
  const path = join(folder, 'wide.duckdb');
  return pipeline({
    name: 'wide',
    destination: duckdb(memoryLimit === undefined ? path : { path, memoryLimit }),
    dataset: 'raw',
    pipelinesFolder: join(folder, 'pipelines'),
  });
}

test('rows of 400 columns load within what such a table needs, and within a limit of yours if they can', async () => {
  await inFolder(async (folder) => {
    const small = lineIn(join(folder, 'small'), '96MB').run(source(400, 20));
    await expect(small).rejects.toMatchObject({ code: 'destination_refused', hint: /memoryLimit/ });
    const report = await lineIn(join(folder, 'own')).run(source(400, 20));
    expect(report.resources).toMatchObject([{ rows: 4000 }]);
  });
}, 60_000);

test('a merge that does not fit begins anew with more memory', async () => {
  const keyed = { primary_key: ['c1', 'c0'], write_disposition: 'merge' };
  await inFolder(async (folder) => {
    const line = lineIn(folder);
    await line.run(source(200, 110, keyed));
    const { rows } = await line.query('SELECT count(*), count(DISTINCT c1), sum(c3) FROM wide');
    expect(rows.map((cells) => cells.map(Number))).toEqual([[22_000, 22_000, 3 * ((21_999 * 22_000) / 2)]]);
  });
}, 120_000);
