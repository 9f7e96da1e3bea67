import type { RefreshMode } from '../../src/core/state.ts';
import type { Spec, SpecResource, SpecRun } from './both-engines.ts';

const modes: readonly RefreshMode[] = ['drop_sources', 'drop_resources', 'drop_data'];
const byId = { write_disposition: 'merge', primary_key: 'id' };
const replaced = { write_disposition: 'replace' };

/** Two resources with nested rows. */
function both(
  a: string,
  b: string,
  hints: readonly [object, object] = [{}, {}],
): { readonly resources: readonly SpecResource[] } {
  return {
    resources: [
      { name: 'a', rows: a, ...hints[0] },
      { name: 'b', rows: b, ...hints[1] },
    ],
  };
}

/** Runs after which dlt has nested rows without their parents, where only rows are to go. */
const leftNested = ['all resources', 'twice', 'a table of another name and with hints'];

type Refreshed = (refresh: RefreshMode) => readonly SpecRun[];

const first = [`[{"id":1,"l":[1,{"x":[1]}]}]`, `[{"id":1,"l":[1]},{"id":2,"l":[2,3]}]`] as const;

const kinds: readonly (readonly [title: string, runs: Refreshed])[] = [
  [
    'all resources',
    (refresh) => [both(...first), { ...both(`[{"id":9,"l":[9]}]`, `[{"id":8,"n":1,"l":[8]}]`), refresh }],
  ],
  ['one of two', (refresh) => [both(...first), { ...both('[]', `[{"id":8,"n":1,"l":[8]}]`), refresh, select: ['b'] }]],
  [
    'one of two, and then both again',
    (refresh) => [
      both(...first),
      { ...both('[]', `[{"id":8,"l":[8]}]`), refresh, select: ['b'] },
      both(`[{"id":5,"y":true}]`, `[{"id":6,"l":[{"z":1}]}]`),
    ],
  ],
  [
    'a merge',
    (refresh) => [
      both(...first, [byId, byId]),
      { ...both('[]', `[{"id":2,"l":[4]},{"id":3,"l":[]}]`, [byId, byId]), refresh, select: ['b'] },
      both(`[{"id":1,"l":[7]}]`, `[{"id":3,"l":[5]}]`, [byId, byId]),
    ],
  ],
  [
    'a replace',
    (refresh) => [
      both(...first, [replaced, replaced]),
      { ...both('[]', `[{"id":8,"l":[8]}]`, [replaced, replaced]), refresh, select: ['b'] },
      both(`[{"id":1}]`, `[{"id":2}]`, [replaced, replaced]),
    ],
  ],
  [
    'an append that becomes a merge, under another type',
    (refresh) => [
      both(...first),
      {
        ...both('[]', refresh === 'drop_data' ? `[{"id":8}]` : `[{"id":"x","l":["y"]}]`, [{}, byId]),
        refresh,
        select: ['b'],
      },
    ],
  ],
  [
    'twice',
    (refresh) => [
      both(...first),
      ...[1, 2].map((id) => ({ ...both(`[{"id":${id}}]`, `[{"id":${id},"l":[1]}]`), refresh })),
    ],
  ],
  ['a source that never ran', (refresh) => [{ ...both(...first), refresh }]],
  [
    'a table of another name and with hints',
    (refresh) => [
      both(...first, [
        { table_name: 'First Table' },
        { columns: { w: { data_type: 'decimal', precision: 10, scale: 2 } } },
      ]),
      { ...both(`[{"id":3}]`, `[{"id":4,"w":"1.5"}]`, [{ table_name: 'First Table' }, {}]), refresh, select: ['a'] },
    ],
  ],
];

/** What `dlt pipeline … drop a` leaves is what a refresh leaves for which nothing comes. */
const dropped: readonly SpecRun[] = [both(...first), { ...both('[]', '[]'), refresh: 'drop_resources', select: ['a'] }];

export interface RefreshSpec extends Spec {
  /** True where dlt leaves nested rows of emptied tables, because no others come (see docs/compatibility.md). */
  readonly leavesNested?: boolean;
  /** True: dlt notes in the state that a table is replaced, and says nothing of it. */
  readonly hasReplaced?: boolean;
}

export const refreshCases: readonly (readonly [title: string, spec: RefreshSpec])[] = [
  ['case 146: a resource is dropped', { name: 'dropped', runs: dropped }],
  ...modes.flatMap((mode) =>
    kinds.map(([kind, runs], index) => {
      const leavesNested = mode === 'drop_data' && leftNested.includes(kind);
      const spec = { name: `${mode}_${index}`, runs: runs(mode), leavesNested, hasReplaced: kind === 'a replace' };
      return [`case 144: ${mode} of ${kind}`, spec] as const;
    }),
  ),
];
