import { chanceOf, firstId, thousandths, timeOf } from './chance.mjs';
import { listWorkload } from './workload.mjs';

export const eventColumns = {
  id: 'BIGINT',
  uuid: 'VARCHAR',
  name: 'VARCHAR',
  user_id: 'BIGINT',
  session: 'VARCHAR',
  happened_at: 'TIMESTAMPTZ',
  received_at: 'TIMESTAMPTZ',
  amount: 'DOUBLE',
  score: 'DOUBLE',
  count: 'BIGINT',
  ok: 'BOOLEAN',
  mobile: 'BOOLEAN',
  city: 'VARCHAR',
  url: 'VARCHAR',
  note: 'VARCHAR',
};

/** (b) What a tracking API sends: many rows, nothing nested. */
export const events = listWorkload({
  name: 'events',
  title: 'flat events: 15 columns',
  makeRow: (number) => makeEvent(number),
  cases: [{ name: 'pages of 1,000', rows: 500_000, pageRows: 1000 }],
  quick: [{ name: 'pages of 1,000', rows: 5000, pageRows: 1000 }],
  tables: { events: eventColumns },
});

export function makeEvent(number, version = 0) {
  const chance = chanceOf(number * 7 + version);
  const thing = () => chance.of(['cotton', 'linen', 'steel', 'ceramic', 'oak', 'walnut', 'copper', 'glass', 'leather']);
  return {
    id: firstId + number,
    uuid: chance.uuid(),
    name: `${thing()}_${chance.of(['view', 'click', 'buy', 'scroll'])}`,
    user_id: chance.below(2_000_000),
    session: chance.hex(16),
    happened_at: timeOf(number, chance.below(250)),
    received_at: timeOf(number, 500),
    amount: thousandths(chance),
    score: chance.next() < 0.3 ? null : chance.next() * 100,
    count: chance.below(100),
    ok: chance.next() < 0.95,
    mobile: chance.next() < 0.4,
    city: chance.of(['Berlin', 'Malmö', 'Paris', 'Lagos', 'Oslo', '東京', 'Bogotá', 'Kyiv', 'Dublin']),
    url: `https://shop.example.com/${thing()}/${thing()}?ref=${chance.below(1_000_000)}`,
    note:
      chance.next() < 0.8
        ? null
        : chance.of(['Leave at the door', 'Ring "twice"', 'Ligne 1\nLigne 2 ☕', 'C:\\a, b; c']),
  };
}
