import { expect, test } from 'vitest';
import type { ChildResource, Source } from '../sources/source.ts';
import { growing, newShop, rowsOf } from './shop.test.ts';

const child: ChildResource = {
  kind: 'child',
  name: 'lines',
  table: 'lines',
  hints: {},
  selected: true,
  parent: 'orders',
  walks: ({ row }) => [
    {
      async *pages() {
        const { id } = row as { readonly id: number };
        yield { resource: 'lines', table: 'lines', rows: [{ line: id * 10 }] };
      },
    },
  ],
};

const family: Source = { name: 'shop', resources: [growing('orders', () => 3), child] };

test.each(['drop_resources', 'drop_data'] as const)(
  '%s of a child walks its parent from the start, and keeps the rows of the parent',
  async (refresh) => {
    const shop = await newShop();
    const a = shop.pipelineOn('a');
    await a.run(family);
    await a.run(family, { refresh, select: ['lines'] });
    expect(await rowsOf(a, 'select id from orders')).toEqual(['1', '2', '3']);
    expect(await rowsOf(a, 'select line from lines')).toEqual(['10', '20', '30']);
    await a.run(family);
    expect(await rowsOf(a, 'select line from lines')).toEqual(['10', '20', '30']);
  },
);
