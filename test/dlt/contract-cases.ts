import { runOf, type Spec, type SpecRun } from './both-engines.ts';

/** A case that both engines load, by its title. */
export type JudgedCase = readonly [title: string, spec: Spec];

const first = `[{"id":1,"v":1}]`;
const second = `[{"id":2,"v":2},{"id":3,"v":"txt"},{"id":4,"v":4,"new":"x"},{"id":5,"v":5,"l":[1]}]`;

function contracted(name: string, contract: unknown, rows: readonly string[] = [first, second]): Spec {
  return { name, runs: rows.map((text) => runOf(text, { schema_contract: contract })) };
}

function onSecond(name: string, contract: SpecRun['schema_contract'], rows: readonly string[]): Spec {
  const runs = rows.map((text, index) =>
    index === 0 || !contract ? runOf(text) : { ...runOf(text), schema_contract: contract },
  );
  return { name, runs };
}

/** Section 12.6, and what its rules say beside it. */
export const contractCases: readonly JudgedCase[] = [
  ['case 132: tables discard_row', onSecond('c132a', { tables: 'discard_row' }, [first, second])],
  ['case 132: tables discard_value', onSecond('c132b', { tables: 'discard_value' }, [first, second])],
  ['case 132: tables freeze', onSecond('c132c', { tables: 'freeze' }, [first, second])],
  ['case 133: columns discard_row', contracted('c133a', { columns: 'discard_row' })],
  ['case 133: columns discard_value', contracted('c133b', { columns: 'discard_value' })],
  ['case 133: columns freeze', contracted('c133c', { columns: 'freeze' })],
  ['case 134: data_type discard_row', contracted('c134a', { data_type: 'discard_row' })],
  ['case 134: data_type discard_value', contracted('c134b', { data_type: 'discard_value' })],
  ['case 134: data_type freeze', contracted('c134c', { data_type: 'freeze' })],
  ['case 135: columns freeze in the creating run', contracted('c135a', { columns: 'freeze' }, [second])],
  ['case 135: everything frozen from the beginning', contracted('c135b', 'freeze', [first])],
  ['case 136: one word for all', onSecond('c136a', 'discard_row', [`[{"id":1}]`, `[{"id":2,"x":1},{"id":3}]`])],
  [
    'case 136: values of new columns',
    onSecond('c136b', { columns: 'discard_value' }, [`[{"id":1}]`, `[{"id":2,"x":1},{"id":3}]`]),
  ],
  [
    'case 137: columns discard_row with children',
    contracted('c137', { columns: 'discard_row' }, [
      `[{"id":1,"l":[{"a":1}]}]`,
      `[{"id":2,"x":9,"l":[{"a":2}]},{"id":3,"l":[{"a":3,"b":1}]}]`,
    ]),
  ],
  [
    'case 138: a value that fits is no event',
    contracted('c138a', { data_type: 'freeze' }, [first, `[{"id":2,"v":"2"}]`]),
  ],
  ['case 138: one that does not is', contracted('c138b', { data_type: 'freeze' }, [first, `[{"id":2,"v":"x"}]`])],
  [
    'contracts: a child table of the creating run is open for its first row only',
    contracted('c_child', { columns: 'discard_value' }, [`[{"id":1,"l":[{"a":1},{"a":2,"b":3}]},{"id":2,"z":1}]`]),
  ],
  [
    'contracts: the run wins over the resource, the resource over the source',
    {
      name: 'c_precedence',
      source: { schema_contract: 'discard_row' },
      runs: [
        runOf(first, { schema_contract: { columns: 'discard_value' } }),
        runOf(second, { schema_contract: { columns: 'discard_value' } }),
        { ...runOf(`[{"id":6,"later":1}]`, { schema_contract: 'freeze' }), schema_contract: 'evolve' },
      ],
    },
  ],
  [
    'contracts: that of the source holds where the resource says nothing',
    {
      name: 'c_source',
      source: { schema_contract: { columns: 'discard_value', data_type: 'discard_row' } },
      runs: [first, second].map((rows) => runOf(rows)),
    },
  ],
  [
    'contracts: a run without one takes in what the run before left out',
    { name: 'c_gone', runs: [runOf(first), { ...runOf(second), schema_contract: 'discard_value' }, runOf(second)] },
  ],
  [
    'contracts: hints of a new column under discard',
    {
      name: 'c_hints',
      runs: [
        runOf(first, { schema_contract: { columns: 'discard_value' } }),
        runOf(`[{"id":2,"h":1}]`, {
          schema_contract: { columns: 'discard_value' },
          columns: { h: { data_type: 'text' } },
        }),
      ],
    },
  ],
  [
    'contracts: hints that change a column under a frozen type',
    {
      name: 'c_key',
      runs: [runOf(first), runOf(first, { schema_contract: { data_type: 'freeze' }, primary_key: 'id' })],
    },
  ],
  [
    'contracts: what else a row brings that is left out',
    contracted('c_rest', { columns: 'discard_row' }, [
      first,
      `[{"id":2,"v":"variant","x":1},{"id":3,"v":"other","x":2},{"id":4}]`,
    ]),
  ],
  [
    'contracts: objects of a new column, and variants in nested rows',
    contracted('c_nested', { columns: 'discard_value', data_type: 'discard_value' }, [
      `[{"id":1,"l":[{"a":1}]}]`,
      `[{"id":2,"o":{"x":1,"y":{"z":2}},"l":[{"a":"t","b":{"c":1}},{"a":2}],"m":[1]}]`,
    ]),
  ],
];
