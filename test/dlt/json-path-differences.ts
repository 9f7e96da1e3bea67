import { ExactNumber, type Value } from '../../src/core/value.ts';
import type { Document } from './json-path-cases.ts';

/** A path that finds something else than with jsonpath-ng, on purpose. */
export interface Difference {
  readonly document: Document;
  readonly path: string;
  /** What sluice finds. */
  readonly found: readonly Value[];
  readonly reason: string;
}

const raises = 'jsonpath-ng raises: the run ends where one row has another shape';
const refuses = 'jsonpath-ng cannot read it, and it can mean one thing only';
const exact = 'numbers keep all their digits';
const noOrder = 'jsonpath-ng raises for values without an order; they stay as they came';

export const differences: readonly Difference[] = [
  { document: 'nulls', path: 'r[?v==10].id', found: [1], reason: raises },
  { document: 'nulls', path: 'r[?v!=1].id', found: [1], reason: raises },
  { document: 'nulls', path: 'r[?v==true].id', found: [], reason: raises },
  { document: 'nulls', path: 'r[?v<1.5].id', found: [], reason: raises },
  { document: 'nulls', path: 'r[?v>a].id', found: [], reason: raises },
  { document: 'nulls', path: 'r[?id.`parent`.`parent`==1]', found: [], reason: raises },
  { document: 'mixed', path: 'm[0]', found: [], reason: raises },
  { document: 'mixed', path: 'f[0]', found: [], reason: raises },
  { document: 'mixed', path: 't[0]', found: [], reason: raises },
  { document: 'mixed', path: 'a[0]', found: [], reason: raises },
  { document: 'mixed', path: 'z[-9]', found: [], reason: raises },
  { document: 'mixed', path: 'p[-2]', found: [], reason: raises },
  { document: 'mixed', path: '$..b[0]', found: [1], reason: raises },
  { document: 'mixed', path: 'm.`sorted`', found: [], reason: raises },
  { document: 'mixed', path: 'a[/b]', found: [], reason: raises },
  { document: 'mixed', path: 'm.`sub(/a/, b)`', found: [], reason: raises },
  { document: 'numbers', path: '`sorted`.[0]', found: ['big'], reason: raises },
  { document: 'rows', path: 'x[?id==2][0]', found: [], reason: raises },
  { document: 'nulls', path: 'mixed.`sorted`', found: [[2, 'a', 1]], reason: noOrder },
  { document: 'nulls', path: 'r[/v].[0].id', found: [1], reason: noOrder },
  { document: 'rows', path: 'x[?(@.t) & (@.n)].id', found: [1, 2], reason: refuses },
  { document: 'list', path: '[?id==1]', found: [{ id: 1 }], reason: refuses },
  { document: 'rows', path: 'x.[?v==abc].id', found: [2], reason: refuses },
  { document: 'mixed', path: '..c', found: ['text', 3], reason: refuses },
  { document: 'nulls', path: 'true', found: [1], reason: refuses },
  { document: 'nulls', path: 'trueish', found: [2], reason: refuses },
  { document: 'nulls', path: 'where', found: [3], reason: refuses },
  { document: 'numbers', path: '$.i / 2', found: [3.5], reason: refuses },
  { document: 'numbers', path: '$.h / 0', found: [], reason: refuses },
  { document: 'numbers', path: '$.i -1', found: [6], reason: refuses },
  { document: 'nulls', path: 'exact[?(@.n==0.1)].id', found: [1], reason: exact },
  { document: 'nulls', path: 'exact[/n]', found: [sorted()], reason: exact },
  { document: 'nulls', path: 'exact[0].n.`str()`', found: ['0.10000000000000000000001'], reason: exact },
  {
    document: 'nulls',
    path: 'r[0].`str()`',
    found: ['{"id":1,"v":"10"}'],
    reason: 'JSON is the text of what is nested',
  },
  { document: 'numbers', path: 'w.`sorted`.`path`', found: ['$'], reason: 'what was calculated is a body of its own' },
  {
    document: 'rows',
    path: 'o where (@[?id])',
    found: [{ a: { id: 1 }, b: { id: 2 } }],
    reason: 'a filter changes nothing',
  },
];

function sorted(): readonly Value[] {
  return [
    { id: 3, n: 0.05 },
    { id: 1, n: 0.1 },
    { id: 2, n: new ExactNumber('0.10000000000000000000001') },
  ];
}

/** What neither side reads, or theirs reads and then cannot follow. */
export const refused: readonly string[] = [
  '',
  'a b',
  '$a',
  'a.',
  '.a',
  'a[0,1]',
  'a[1:2:0]',
  'a[',
  "a['b",
  'a[?]',
  'a[?(b==)]',
  'a[?b==1 && c==2]',
  'a[?b==1 || c==2]',
  'a[?b==1 | c==2]',
  'a[?!(b==1)]',
  'a[?!b]',
  'a[?b==1 and c==2]',
  'a[?not b]',
  'a[?b==c.d]',
  'a[?(b==1]',
  'a[?b==1)]',
  'a & b',
  'a wherenot',
  'a where',
  '$.a +',
  'a[/]',
  '`nope`',
  'a.`len',
  'a.`split(x)`',
  'a.`sub(x, y)`',
  "$[?@=~'(']",
  "$[?@=~'*']",
  "$[?@=~'[z-a]']",
  "$[?@=~'x{3,2}']",
];
