import { events } from './events.mjs';
import { parents } from './parents.mjs';

const delayMs = 50;
const asksNothing = { 'DuckDB, Parquet': 'asks no API' };

/** (g) Nothing to do but wait: one page after the other, since each has the link to the next. */
export const slowPages = {
  ...events,
  name: 'slow-pages',
  title: `a slow API: ${delayMs} ms a page, one after the other`,
  cannot: asksNothing,
  cases: [{ name: '200 pages', rows: 20_000, pageRows: 100, delayMs, boundSeconds: (200 * delayMs) / 1000 }],
  quick: [{ name: '20 pages', rows: 2000, pageRows: 100, delayMs, boundSeconds: (20 * delayMs) / 1000 }],
};

/** (g) And eight at once, which is what sluice allows itself unless told otherwise. */
export const slowParents = {
  ...parents,
  name: 'slow-parents',
  title: `a slow API: ${delayMs} ms a page, a page for each parent, 8 at once`,
  cannot: { ...parents.cannot, ...asksNothing },
  cases: [slowParentsOf(1000)],
  quick: [slowParentsOf(200)],
};

/** The first page of parents comes before any child can be asked for. */
function slowParentsOf(rows) {
  const pages = rows + rows / 100;
  return {
    name: `${rows} parents`,
    rows,
    pageRows: 100,
    delayMs,
    boundSeconds: ((1 + (pages - 1) / 8) * delayMs) / 1000,
  };
}
