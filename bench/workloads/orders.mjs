import { listWorkload } from './workload.mjs';
import { makeOrder } from './make-order.mjs';

const columns = {
  id: 'BIGINT',
  uuid: 'VARCHAR',
  number: 'VARCHAR',
  status: 'VARCHAR',
  created_at: 'TIMESTAMPTZ',
  updated_at: 'TIMESTAMPTZ',
  currency: 'VARCHAR',
  total: 'DOUBLE',
  tax: 'DOUBLE',
  discount: 'DOUBLE',
  paid: 'BOOLEAN',
  test: 'BOOLEAN',
  reference: 'BIGINT',
  note: 'VARCHAR',
  customer__id: 'BIGINT',
  customer__first_name: 'VARCHAR',
  customer__last_name: 'VARCHAR',
  customer__email: 'VARCHAR',
  customer__phone: 'VARCHAR',
  customer__verified: 'BOOLEAN',
  customer__address__street: 'VARCHAR',
  customer__address__city: 'VARCHAR',
  customer__address__zip: 'VARCHAR',
  customer__address__country: 'VARCHAR',
  customer__address__geo__lat: 'DOUBLE',
  customer__address__geo__lng: 'DOUBLE',
  shipping__method: 'VARCHAR',
  shipping__cost: 'DOUBLE',
  shipping__eta: 'VARCHAR',
  client__ip: 'VARCHAR',
  client__user_agent: 'VARCHAR',
};

/** (a) The shape that REST APIs have most. */
export const orders = listWorkload({
  name: 'orders',
  title: 'nested orders: 1.3 kB, objects, 3 to 5 line items, tags; 7 table rows each',
  makeRow: makeOrder,
  cases: [
    { name: 'pages of 1,000', rows: 300_000, pageRows: 1000 },
    { name: 'pages of 100', rows: 50_000, pageRows: 100 },
    { name: 'start-up counts', rows: 20_000, pageRows: 1000 },
  ],
  quick: [
    { name: 'pages of 1,000', rows: 5000, pageRows: 1000 },
    { name: 'pages of 100', rows: 2000, pageRows: 100 },
  ],
  tables: {
    orders: columns,
    orders__line_items: {
      sku: 'VARCHAR',
      title: 'VARCHAR',
      quantity: 'BIGINT',
      unit_price: 'DOUBLE',
      taxable: 'BOOLEAN',
      attributes__color: 'VARCHAR',
      attributes__weight_g: 'BIGINT',
    },
    orders__tags: { value: 'VARCHAR' },
  },
});

/** (a) once more: the same ten times over, for memory and for time per row. Only ours. */
export const scale = {
  ...orders,
  name: 'scale',
  title: 'the same orders, ten times as many: memory is flat, and time per row constant',
  only: ['sluice'],
  cases: [
    { name: '300,000', rows: 300_000, pageRows: 1000 },
    { name: '3,000,000', rows: 3_000_000, pageRows: 1000 },
  ],
  quick: [
    { name: '3,000', rows: 3000, pageRows: 1000 },
    { name: '30,000', rows: 30_000, pageRows: 1000 },
  ],
};
