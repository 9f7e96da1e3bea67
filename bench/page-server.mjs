/**
 * Serves pages of 1,000 rows in a process of its own, so that neither its time nor its memory is taken for that of the
 * loader. Started by `inChild`; says its address and what a row weighs.
 *
 *     /flights?page=3   {"page":3,"total_pages":232,"data":[…]}
 *     /orders?page=3    {"next":"http://…/orders?page=4","data":[…]}
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { firstId, makeOrder } from './make-order.mjs';
import { RowPool } from './row-pool.mjs';

const rowsPerPage = 1000;
/** Orders beyond these are the same ones again, with ids of their own. */
const differentOrders = 20_000;

const workloads = {
  /** The real ones: `times` times over. */
  flights({ times }) {
    const file = createRequire(import.meta.url).resolve('vega-datasets/data/flights-200k.json');
    // Rows of this file are flat and without text, so that its own spelling can be cut at the braces.
    const pool = new RowPool(readFileSync(file, 'utf8').match(/\{[^}]*\}/g));
    const rowCount = pool.rowCount * times;
    const pageCount = Math.ceil(rowCount / rowsPerPage);
    const head = (page) => `{"page":${page},"total_pages":${pageCount},"data":`;
    return { pool, rowCount, head };
  },

  orders({ count }) {
    const different = Math.min(count, differentOrders);
    const pool = new RowPool(Array.from({ length: different }, (_, number) => JSON.stringify(makeOrder(number))));
    const next = (page) => (page * rowsPerPage < count ? `${address()}/orders?page=${page + 1}` : null);
    const head = (page) => `{"next":${JSON.stringify(next(page))},"data":`;
    const patch = (row, number) => row.write(String(firstId + number), '{"id":'.length, 'latin1');
    return { pool, rowCount: count, head, patch };
  },
};

const asked = JSON.parse(process.argv[2]);
const { pool, rowCount, head, patch } = workloads[asked.workload](asked);

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', address());
  if (pathname !== `/${asked.workload}`) return void response.writeHead(404).end('{}');
  const page = Number(searchParams.get('page') ?? 1);
  const start = Math.min(rowCount, (page - 1) * rowsPerPage);
  const rows = pool.list(start, Math.min(rowCount, start + rowsPerPage), patch);
  const body = Buffer.concat([Buffer.from(head(page)), rows, Buffer.from('}')]);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.byteLength });
  response.end(body);
});

function address() {
  return `http://127.0.0.1:${server.address().port}`;
}

process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  const pageCount = Math.ceil(rowCount / rowsPerPage);
  process.send({ address: address(), rowCount, pageCount, bytesPerRow: pool.bytesPerRow });
});
