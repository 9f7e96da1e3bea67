/** Sources of unusual size, as far as a test has time for them; `bench/` has the others. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { duckdb } from '../src/destinations/duckdb/index.ts';
import { pipeline, type Pipeline } from '../src/pipeline/pipeline.ts';
import { nodeRuntime } from '../src/runtime/node-runtime.ts';
import { restApi } from '../src/sources/rest-api/index.ts';
import { inFolder } from './cli/sluice.ts';

test('a source of 1,000 resources is checked and planned, one request each', async () => {
  const resources = Array.from({ length: 1000 }, (_, number) => ({ name: `r${number}`, endpoint: `list/${number}` }));
  const source = restApi({ client: { base_url: 'http://127.0.0.1:9/' }, resources }, { name: 'many' });
  await inFolder(async (folder) => {
    const plan = await lineIn(folder).plan(source);
    expect(plan.requests).toHaveLength(1000);
    expect(new Set(plan.resources.map(({ table }) => table)).size).toBe(1000);
  });
});

test('2,000 parents: one request for each, few of them at once, and none twice', async () => {
  const counts = { requests: 0, open: 0, mostOpen: 0 };
  const asked = new Set<string>();
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    asked.add(url);
    counts.requests += 1;
    counts.open += 1;
    counts.mostOpen = Math.max(counts.mostOpen, counts.open);
    const rows = url.startsWith('/parents/') ? [{ note: url }] : Array.from({ length: 2000 }, (_, id) => ({ id }));
    // Long enough to see what else is asked meanwhile.
    setTimeout(() => {
      counts.open -= 1;
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ data: rows }));
    }, 2);
  });
  const base = await addressOf(server);
  const endpoint = { data_selector: 'data', paginator: 'single_page' } as const;
  const resources = [
    { name: 'parents', endpoint },
    { name: 'children', endpoint: { ...endpoint, path: 'parents/{resources.parents.id}' } },
  ];
  try {
    await inFolder(async (folder) => {
      const report = await lineIn(folder).run(restApi({ client: { base_url: base }, resources }, { name: 'family' }));
      expect(report.resources.map(({ rows }) => rows)).toEqual([2000, 2000]);
    });
  } finally {
    server.close();
  }
  expect(counts.requests).toBe(2001);
  expect(asked.size).toBe(2001);
  // As many as may be in flight unless told otherwise.
  expect(counts.mostOpen).toBe(8);
});

test('a page of 16 MB is one answer like any other', async () => {
  const row = { text: 'x'.repeat(1000), amount: 0.5 };
  const body = JSON.stringify({ data: Array.from({ length: 16_000 }, (_, id) => ({ id, ...row })) });
  const server = createServer((_, response) => response.setHeader('Content-Type', 'application/json').end(body));
  const resources = [
    { name: 'rows', endpoint: { path: 'rows', data_selector: 'data', paginator: 'single_page' as const } },
  ];
  const source = restApi({ client: { base_url: await addressOf(server) }, resources }, { name: 'page' });
  try {
    await inFolder(async (folder) => {
      const line = lineIn(folder);
      expect((await line.run(source)).resources[0]).toMatchObject({ rows: 16_000 });
      const { rows } = await line.query('SELECT count(*), sum(length(text)), sum(amount) FROM rows');
      expect(rows.map((cells) => cells.map(Number))).toEqual([[16_000, 16_000_000, 8000]]);
    });
  } finally {
    server.close();
  }
});

function lineIn(folder: string): Pipeline {
  return pipeline({
    name: 'scale',
    destination: duckdb(join(folder, 'scale.duckdb')),
    pipelinesFolder: folder,
    runtime: nodeRuntime({ workingFolder: folder }),
  });
}

async function addressOf(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
}
