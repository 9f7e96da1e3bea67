import { chanceOf, firstId, thousandths, timeOf } from './chance.mjs';
import { resource } from './workload.mjs';

const perParent = 5;

/** (f) A request for each row of another list: what most of the time of a real source goes into. */
export const parents = {
  name: 'parents',
  title: 'parents and children: a page of 5 children for each parent',
  cases: [{ name: '10,000 parents', rows: 10_000, pageRows: 100 }],
  quick: [{ name: '200 parents', rows: 200, pageRows: 100 }],
  lists: ({ rows, pageRows }) => [
    { path: 'parents', rows, pageRows, makeRow: makeParent },
    { path: 'parents/*/children', rows: rows * perParent, perParent, makeRow: makeChild },
  ],
  resources: () => [
    resource('parents'),
    resource('children', { path: 'parents/{resources.parents.id}/children', parallelized: true }),
  ],
  tables: {
    parents: { id: 'BIGINT', name: 'VARCHAR', made_at: 'TIMESTAMPTZ' },
    children: { id: 'BIGINT', name: 'VARCHAR', size: 'BIGINT', price: 'DOUBLE' },
  },
  cannot: { Singer: 'the tap has no streams below another' },
};

function makeParent(number) {
  return { id: firstId + number, name: `parent ${chanceOf(number).hex(10)}`, made_at: timeOf(number) };
}

function makeChild(number) {
  const chance = chanceOf(number);
  return {
    id: firstId + number,
    name: `child ${chance.hex(10)}`,
    size: chance.below(1000),
    price: thousandths(chance),
  };
}
