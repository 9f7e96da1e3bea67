/**
 * Serves a workload in a process of its own, so that neither its time nor its memory is taken for that of a loader; it runs
 * on the same cores, though. Rows are rendered once and then only copied. Each page has the link to the next:
 *
 *     /orders?page=3                  {"next":"http://…/orders?page=4","data":[…]}
 *     /parents/1000000007/children    {"next":null,"data":[…]}
 *
 * A list has `path`, `rows`, `pageRows` and `makeRow(number, case)`. Behind `different` rows (20,000 unless said otherwise)
 * the same come again, with ids of their own, `idOf(number)`. A list with `perParent` has a page for each parent.
 */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstId } from '../workloads/chance.mjs';
import { workloads } from '../workloads/index.mjs';
import { RowPool } from './row-pool.mjs';

const asked = JSON.parse(process.argv[2]);
const workload = workloads.find(({ name }) => name === asked.workload);
const lists = workload.lists(asked.case).map(withPool);

const server = createServer((request, response) => {
  answer(new URL(request.url ?? '/', address()), response).catch((error) => response.destroy(error));
});

async function answer({ pathname, searchParams }, response) {
  const found = pageAt(pathname.slice(1), Number(searchParams.get('page') ?? 1));
  if (asked.case.delayMs !== undefined) await sleep(asked.case.delayMs);
  if (found === undefined) return void response.writeHead(404).end('{}');
  const { list, start, end, next } = found;
  const body = Buffer.concat([Buffer.from(`{"next":${JSON.stringify(next)},"data":`), rowsOf(list, start, end), close]);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.byteLength });
  response.end(body);
}

function pageAt(path, page) {
  for (const list of lists) {
    const parent = list.pattern.exec(path);
    if (parent === null) continue;
    if (list.perParent !== undefined) {
      const start = (Number(parent[1]) - firstId) * list.perParent;
      return { list, start, end: start + list.perParent, next: null };
    }
    const end = Math.min(list.rows, page * list.pageRows);
    const next = end < list.rows ? `${address()}/${path}?page=${page + 1}` : null;
    return { list, start: (page - 1) * list.pageRows, end, next };
  }
  return undefined;
}

function rowsOf({ pool, idOf = (number) => firstId + number }, start, end) {
  return pool.list(start, end, (row, number) => row.write(String(idOf(number)), '{"id":'.length, 'latin1'));
}

function withPool(list) {
  const different = Math.min(list.rows, list.different ?? 20_000);
  const rows = Array.from({ length: different }, (_, number) => JSON.stringify(list.makeRow(number, asked.case)));
  const pattern = new RegExp(`^${list.path.replace('*', '([0-9]+)')}$`);
  return { ...list, pattern, pool: new RowPool(rows) };
}

function address() {
  return `http://127.0.0.1:${server.address().port}`;
}

const close = Buffer.from('}');
process.once('disconnect', () => process.exit());
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.send({ address: address(), bytesPerRow: Math.round(lists.at(-1).pool.bytesPerRow) });
});
