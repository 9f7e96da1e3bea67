import { chanceOf, firstId, thousandths } from './chance.mjs';
import { listWorkload } from './workload.mjs';

const levels = ['regions', 'shops', 'shelves', 'boxes', 'parts'];
const pathOf = (level) => ['deep', ...levels.slice(0, level)].join('__');
const columns = { name: 'VARCHAR', size: 'BIGINT', at__place__x: 'DOUBLE', at__place__label: 'VARCHAR' };

/** (d) Lists within lists, and objects within them: six tables. */
export const deep = listWorkload({
  name: 'deep',
  title: 'deep documents: lists within lists, 6 levels, 63 table rows each',
  makeRow: (number) => ({ id: firstId + number, ...makeLevel(chanceOf(number), 0) }),
  different: 2000,
  cases: [{ name: 'pages of 100', rows: 20_000, pageRows: 100 }],
  quick: [{ name: 'pages of 100', rows: 200, pageRows: 100 }],
  tables: {
    deep: { id: 'BIGINT', ...columns },
    ...Object.fromEntries(levels.map((_, index) => [pathOf(index + 1), columns])),
  },
});

function makeLevel(chance, level) {
  const row = {
    name: `${levels[level] ?? 'piece'} ${chance.hex(6)}`,
    size: chance.below(10_000),
    at: { place: { x: thousandths(chance), label: chance.of(['a', 'b', 'ç', 'd']) } },
  };
  if (level < levels.length) row[levels[level]] = [makeLevel(chance, level + 1), makeLevel(chance, level + 1)];
  return row;
}
