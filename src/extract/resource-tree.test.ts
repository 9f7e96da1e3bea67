import { describe, expect, test } from 'vitest';
import { isSluiceError } from '../core/error.ts';
import type { Resource, Source } from '../sources/source.ts';
import { resourceTree, type Selection } from './resource-tree.ts';

const none = async function* (): AsyncGenerator<never> {
  // Never walked here.
};

function resource(name: string, parent?: string, selected = true): Resource {
  const base = { name, table: name, hints: {}, selected };
  if (parent === undefined) return { ...base, kind: 'root', pages: none };
  return { ...base, kind: 'child', parent, walks: () => [{ pages: none }] };
}

/** The tables of a shop, a child before its parent. */
const shop: Source = {
  name: 'shop',
  resources: [
    resource('orders'),
    resource('refunds', 'lines'),
    resource('lines', 'orders'),
    resource('notes', 'orders', false),
    resource('customers'),
    resource('internal', undefined, false),
  ],
};

function outline(selection: Selection, source = shop): { readonly walked: string[]; readonly loaded: string[] } {
  const tree = resourceTree(source, selection);
  const loaded = tree.walked.filter((one) => tree.isLoaded(one));
  return { walked: tree.walked.map(({ name }) => name), loaded: loaded.map(({ name }) => name) };
}

describe('resourceTree()', () => {
  test('without a selection takes what the source selects, parents before children', () => {
    const all = ['orders', 'lines', 'refunds', 'customers'];
    expect(outline({})).toEqual({ walked: all, loaded: all });
  });

  test.each<[string, Selection, readonly string[], readonly string[]]>([
    ['a child is walked with its ancestors', { select: ['refunds'] }, ['orders', 'lines', 'refunds'], ['refunds']],
    ['a parent alone', { select: ['orders'] }, ['orders'], ['orders']],
    [
      'in the order of the source',
      { select: ['customers', 'orders'] },
      ['orders', 'customers'],
      ['orders', 'customers'],
    ],
    [
      'also what the source does not select',
      { select: ['internal', 'notes'] },
      ['orders', 'notes', 'internal'],
      ['notes', 'internal'],
    ],
    ['an excluded leaf', { exclude: ['refunds', 'customers'] }, ['orders', 'lines'], ['orders', 'lines']],
    [
      'an excluded parent is walked for its children',
      { exclude: ['orders', 'lines', 'customers'] },
      ['orders', 'lines', 'refunds'],
      ['refunds'],
    ],
    ['exclude wins', { select: ['lines', 'orders'], exclude: ['orders'] }, ['orders', 'lines'], ['lines']],
    ['nothing', { select: [] }, [], []],
  ])('selects: %s', (_, selection, walked, loaded) => {
    expect(outline(selection)).toEqual({ walked, loaded });
  });

  test('childrenOf() knows only what is walked', () => {
    const [orders] = shop.resources;
    if (orders === undefined) throw new TypeError('no orders');
    const names = (selection: Selection): string[] =>
      resourceTree(shop, selection)
        .childrenOf(orders)
        .map(({ name }) => name);
    expect(names({ select: ['orders'] })).toEqual([]);
    expect(names({ select: ['refunds'] })).toEqual(['lines']);
    expect(names({ select: ['orders', 'lines', 'notes'] })).toEqual(['lines', 'notes']);
  });

  test.each<[Selection, string]>([
    [{ select: ['order'] }, 'Use "orders", or one of orders, refunds,'],
    [{ exclude: ['costumers'] }, 'Use "customers", or one of'],
    [{ select: ['constructor'] }, 'Use one of orders, refunds,'],
    [{ select: ['__proto__'] }, 'Use one of orders, refunds,'],
  ])('an unknown name is refused with the nearest: %j', (selection, hint) => {
    expect(refusal(() => outline(selection))).toMatchObject({
      code: 'resource_unknown',
      hint: expect.stringContaining(hint) as string,
    });
  });

  test('a parent that does not exist is refused, and so are parents in a circle', () => {
    const orphan = { name: 's', resources: [resource('a', 'nobody')] };
    expect(refusal(() => outline({}, orphan))).toMatchObject({
      code: 'resource_unknown',
      message: 'Cannot run resource "a": its parent "nobody" is not in the source',
    });
    const circle = { name: 's', resources: [resource('a', 'b'), resource('b', 'c'), resource('c', 'b')] };
    expect(refusal(() => outline({}, circle))).toMatchObject({
      code: 'resource_unknown',
      message: 'Cannot run resource "a": its parents go in a circle, a → b → c and back',
    });
    const own = { name: 's', resources: [resource('a', 'a')] };
    expect(refusal(() => outline({}, own))).toMatchObject({ code: 'resource_unknown' });
  });
});

function refusal(doing: () => unknown): unknown {
  try {
    return doing();
  } catch (error) {
    if (isSluiceError(error)) return error;
    throw error;
  }
}
