/**
 * The pages of a workload. Rows are rendered once and then only copied; each page of a list has the link to the next:
 *
 *     /orders?page=3                  {"next":"http://…/orders?page=4","data":[…]}
 *     /parents/1000000007/children    {"next":null,"data":[…]}
 *
 * A list has `path`, `rows`, `pageRows` and `makeRow(number, case)`. Behind `different` rows (20,000 unless said otherwise)
 * the same come again, with ids of their own, `idOf(number)`. A list with `perParent` has a page for each parent.
 */
import { firstId } from '../workloads/chance.mjs';
import { RowPool } from './row-pool.mjs';

/** @returns a function of an address, which gives the bytes of a page, or undefined where there is none */
export function pagesOf(workload, one) {
  const lists = workload.lists(one).map((list) => withPool(list, one));
  return (url) => {
    for (const list of lists) {
      const found = list.pattern.exec(url.pathname);
      if (found !== null)
        return pageOf(list, list.perParent === undefined ? byLink(list, url) : ofParent(list, found[1]));
    }
    return undefined;
  };
}

function byLink({ rows, pageRows }, url) {
  const page = Number(url.searchParams.get('page') ?? 1);
  const end = Math.min(rows, page * pageRows);
  const next = end < rows ? `${url.origin}${url.pathname}?page=${page + 1}` : null;
  return { start: Math.min(rows, (page - 1) * pageRows), end, next };
}

function ofParent({ perParent }, id) {
  const start = (Number(id) - firstId) * perParent;
  return { start, end: start + perParent, next: null };
}

function pageOf({ pool, idOf = (number) => firstId + number }, { start, end, next }) {
  const rows = pool.list(start, end, (row, number) => row.write(String(idOf(number)), '{"id":'.length, 'latin1'));
  return Buffer.concat([Buffer.from(`{"next":${JSON.stringify(next)},"data":`), rows, close]);
}

function withPool(list, one) {
  const different = Math.min(list.rows, list.different ?? 20_000);
  const rows = Array.from({ length: different }, (_, number) => JSON.stringify(list.makeRow(number, one)));
  return { ...list, pattern: new RegExp(`^/${list.path.replace('*', '([0-9]+)')}$`), pool: new RowPool(rows) };
}

const close = Buffer.from('}');
