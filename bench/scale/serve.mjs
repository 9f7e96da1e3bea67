/**
 * Serves what a load of unusual size asks for, in a process of its own, so that its memory is not taken for the loader's.
 *
 *     /list/<name>    one row
 *     /parents?page=3   1,000 parents of `count`
 *     /parents/<id>/children   one child
 *     /page?bytes=100000000   one answer of about so many bytes
 */
import { createServer } from 'node:http';

const { count } = JSON.parse(process.argv[2]);
const parentsPerPage = 1000;

const answers = [
  [/^\/list\/\w+$/, () => ({ data: [{ id: 1, name: 'one' }] })],
  [/^\/parents$/, (_, asked) => parentsOn(Number(asked.get('page') ?? 1))],
  [/^\/parents\/(\d+)\/children$/, ([, id]) => ({ data: [{ id: Number(id), note: 'a child' }] })],
];

let page;

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname === '/page') return void response.setHeader('content-type', 'application/json').end(pageOf(count));
  const [found, answer] = answers.find(([pattern]) => pattern.test(pathname)) ?? [/^/, () => ({})];
  const body = JSON.stringify(answer(found.exec(pathname), searchParams));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
});

function parentsOn(number) {
  const start = (number - 1) * parentsPerPage;
  const length = Math.max(0, Math.min(count - start, parentsPerPage));
  return {
    pages: Math.ceil(count / parentsPerPage),
    data: Array.from({ length }, (_, index) => ({ id: start + index })),
  };
}

/** Rows of about 1 kB; the answer is made once. */
function pageOf(byteCount) {
  const row = (id) => JSON.stringify({ id, name: `row ${id}`, text: 'x'.repeat(950), amount: id / 4 });
  const length = Math.ceil(byteCount / Buffer.byteLength(row(1_000_000)));
  page ??= Buffer.from(`{"data":[${Array.from({ length }, (_, id) => row(1_000_000 + id)).join(',')}]}`);
  return page;
}

process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send({ address: `http://127.0.0.1:${server.address().port}` }));
