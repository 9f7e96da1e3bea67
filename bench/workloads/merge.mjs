import { firstId } from './chance.mjs';
import { eventColumns, makeEvent } from './events.mjs';
import { resource } from './workload.mjs';

/** (h) Every tenth row has changed, and comes again. */
export const merge = {
  name: 'merge',
  title: 'merge by key: every tenth row changed',
  cases: [{ name: '100,000 into 1,000,000', rows: 1_000_000, pageRows: 1000 }],
  quick: [{ name: '1,000 into 10,000', rows: 10_000, pageRows: 1000 }],
  lists: ({ rows, pageRows }) => [
    { path: 'events', rows, pageRows, makeRow: (number) => makeEvent(number) },
    {
      path: 'changes',
      rows: rows / 10,
      pageRows,
      makeRow: (number) => makeEvent(number * 10, 1),
      idOf: (number) => firstId + number * 10,
    },
  ],
  before: () => [resource('events', { primary_key: 'id' })],
  resources: () => [resource('changes', { table_name: 'events', primary_key: 'id', write_disposition: 'merge' })],
  tables: { events: eventColumns },
  cannot: {
    'dlt, default': 'a million rows before it take too long',
    PyAirbyte: 'two streams into one table are not possible',
    Singer: 'two streams into one table are not possible',
  },
};
