/** Selectors of the JSONPath dialect beyond names and brackets. */
import type { Value } from '../../../src/core/value.ts';
import { always, items, type RestCase } from './rest-case.ts';

const people = {
  data: [
    { id: 1, name: 'Ann', age: 30, ok: true, at: { city: 'Rome' }, n: '10' },
    { id: 2, name: 'Bob', age: 25, ok: false, at: { city: 'Oslo' }, n: '9' },
    { id: 3, name: 'Cy', age: 40, ok: true, at: { city: 'Rome' }, n: 'x' },
  ],
  kinds: { a: { id: 1 }, b: { id: 2 } },
};

const selectors: readonly (readonly [selector: string, body?: Value])[] = [
  ['data[?(@.id>1)]'],
  ['$.data[?(@.id >= 2)]'],
  ['data[?(@.id!=2)]'],
  ['data[?(@.id<=2)]'],
  ['data[?(@.id==2)]'],
  ['data[?(@.id=2)]'],
  ['data[?id==2]'],
  ["data[?(@.name=='Bob')]"],
  ['data[?(@.name=="Bob")]'],
  ['data[?(@.name==Bob)]'],
  ['data[?(@.name!="Bob")]'],
  ["data[?(@.at.city=='Rome')]"],
  ["data[?(@.at.city=='Rome' & @.id>1)]"],
  ['data[?(@.ok==true)]'],
  ['data[?(@.ok==false)]'],
  ['data[?(@.n==10)]'],
  ['data[?(@.n>9)]'],
  ['data[?(@.missing)]'],
  ['data[?(@.missing==1)]'],
  ['data[?(@.at)]'],
  ['data[?(@.name=~"^[AB]")]'],
  ['data[?(@.id>1)].at'],
  ['data[?(@.id>99)]'],
  ['kinds[?(@.id>1)]'],
  ['data[0:2]'],
  ['data[::2]'],
  ['data[-2:]'],
  ['$.*'],
  ['data[*].at.city'],
  ['kinds.(a,b)', { kinds: { a: [{ id: 1 }], b: [{ id: 2 }] } }],
  ['data[?(@.x==1)]', { data: [{ x: 1 }, { x: 1.5 }, { x: '1' }, { x: true }] }],
  ['data[?(@.x>1)]', { data: [{ x: 2.5 }, { x: 1.9 }, { x: 2 }] }],
  ["data[?(@.x>'b')]", { data: [{ x: 'a' }, { x: 'c' }] }],
];

export const filters: readonly RestCase[] = [
  ...selectors.map(([selector, body], index) => ({
    name: `section 3.3: filter ${index}, ${selector}`,
    config: items({ data_selector: selector, paginator: 'single_page' }),
    answer: always(body ?? people),
  })),
  {
    name: 'section 3.3: a filter that meets null',
    config: items({ data_selector: 'data[?(@.x==1)]', paginator: 'single_page' }),
    answer: always({ data: [{ x: null }, { x: 1 }] }),
    differs: {
      id: 'filter-null',
      dlt: { requests: ['GET /items'], fails: 'run' },
      sluice: { requests: ['GET /items'], rows: { items: [{ x: 1 }] } },
    },
  },
];
