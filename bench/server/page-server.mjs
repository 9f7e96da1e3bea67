/**
 * Serves a case of a workload in a process of its own, so that neither its time nor its memory is taken for that of a loader;
 * it runs on the same cores, though. Ends when the process that started it does.
 */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { workloads } from '../workloads/index.mjs';
import { pagesOf } from './pages.mjs';

const asked = JSON.parse(process.argv[2]);
const pageAt = pagesOf(
  workloads.find(({ name }) => name === asked.workload),
  asked.case,
);
const server = createServer((request, response) => {
  answer(new URL(request.url ?? '/', address()), response).catch((error) => response.destroy(error));
});

async function answer(url, response) {
  if (asked.case.delayMs !== undefined) await sleep(asked.case.delayMs);
  const body = pageAt(url);
  if (body === undefined) return void response.writeHead(404).end('{}');
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.byteLength });
  response.end(body);
}

function address() {
  return `http://127.0.0.1:${server.address().port}`;
}

process.once('disconnect', () => process.exit());
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send({ address: address() }));
