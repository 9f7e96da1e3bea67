/** How far one machine goes. Only ours, and only when asked for: `npm run bench -- --only large`, an hour. */
import { chanceOf, firstId } from './chance.mjs';
import { events } from './events.mjs';
import { orders } from './orders.mjs';
import { parents } from './parents.mjs';
import { resource } from './workload.mjs';

const large = { group: 'large', only: ['sluice'] };

const resourceNames = Array.from({ length: 1000 }, (_, index) => `list_of_${index + 1}_th`);

export const largeEvents = {
  ...events,
  ...large,
  name: 'large-events',
  title: '100 million flat events in one run',
  cases: [{ name: '100,000,000 events', rows: 100_000_000, pageRows: 5000 }],
  quick: [{ name: '20,000 events', rows: 20_000, pageRows: 5000 }],
};

export const largeOrders = {
  ...orders,
  ...large,
  name: 'large-orders',
  title: '10 million nested orders in one run, and pages of 100 MB',
  cases: [
    { name: '10,000,000 orders', rows: 10_000_000, pageRows: 1000 },
    { name: 'pages of 100 MB', rows: 240_000, pageRows: 80_000 },
  ],
  quick: [{ name: 'pages of 6 MB', rows: 10_000, pageRows: 5000 }],
};

export const largeParents = {
  ...parents,
  ...large,
  name: 'large-parents',
  title: '100,000 parents with a page of children each',
  cases: [{ name: '100,000 parents', rows: 100_000, pageRows: 1000 }],
  quick: [{ name: '500 parents', rows: 500, pageRows: 100 }],
};

export const manyResources = {
  ...large,
  name: 'many-resources',
  title: '1,000 resources in one source',
  cases: [{ name: '1,000 resources', rows: 1000, pageRows: 100 }],
  quick: [{ name: '1,000 resources', rows: 100, pageRows: 100 }],
  lists: ({ rows, pageRows }) =>
    resourceNames.map((path) => ({
      path,
      rows,
      pageRows,
      different: 100,
      makeRow: (number) => ({ id: firstId + number, name: `row ${chanceOf(number).hex(8)}` }),
    })),
  resources: () => resourceNames.map((name) => resource(name)),
  tables: Object.fromEntries(resourceNames.map((name) => [name, { id: 'BIGINT', name: 'VARCHAR' }])),
};
