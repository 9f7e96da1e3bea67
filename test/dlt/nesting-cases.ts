import { runOf, type Spec, type SpecRun } from './both-engines.ts';
import type { JudgedCase } from './contract-cases.ts';

function one(name: string, ...rows: readonly string[]): Spec {
  return { name, runs: rows.map((text) => runOf(text)) };
}

function deep(name: string, levels: number, rows: string): Spec {
  return { name, runs: [runOf(rows, { max_table_nesting: levels })] };
}

function table(name: string, tableName: string, rows: string): Spec {
  const run: SpecRun = runOf(rows, { table_name: tableName });
  return { name, runs: [run] };
}

/** Sections 12.1 and 12.2: order, flattening, nesting, names. */
export const nestingCases: readonly JudgedCase[] = [
  ['case 6: lists in objects in lists', one('n6', `[{"id":1,"items":[{"a":{"b":1},"c":[{"d":2}]},{"a":{"b":5}}]}]`)],
  ['case 7: lists below objects', one('n7', `[{"id":1,"o":{"l":[{"x":1}],"p":{"q":[5]}}}]`)],
  ['case 8: five levels of objects', one('n8', `[{"a":{"b":{"c":{"d":{"e":1}}}}}]`)],
  ['case 10: lists of nulls', one('n10', `[{"id":1,"l":[null,null]},{"id":2,"l":null}]`)],
  ['case 11: rows that are numbers', one('n11', `[1,2,3]`)],
  ['case 12: rows that are texts', one('n12', `["a","b"]`)],
  ['case 13: pages of numbers', one('n13', `[[1,2],[3]]`)],
  ['case 14: pages of rows in a list', one('n14', `[[{"a":1},{"a":2}],[{"a":3}]]`)],
  ['case 15: rows that are null', one('n15', `[null,{"a":1},null]`)],
  ['case 16: an empty row', one('n16', `[{}]`)],
  ['case 17: a row of nulls', one('n17', `[{"a":null}]`)],
  ['case 18: a row with a list only', one('n18', `[{"l":[1]}]`)],
  ['case 19: no rows, twice', one('n19', `[]`, `[]`)],
  ['case 21: an object, then a scalar', one('n21', `[{"id":1,"v":{"x":1}},{"id":2,"v":5}]`)],
  ['case 22: a key called value', one('n22', `[{"id":1,"value":7,"l":[{"value":1},2]}]`)],
  ['case 23: max_table_nesting 0', deep('n23', 0, `[{"id":1,"d":{"a":1,"l":[1]},"l":[{"x":1}]}]`)],
  [
    'case 24: max_table_nesting 1',
    deep('n24', 1, `[{"id":1,"d":{"a":1,"dd":{"b":1},"l":[1]},"l":[{"x":1,"m":[1],"o":{"p":1}}]}]`),
  ],
  [
    'case 25: max_table_nesting 2',
    deep('n25', 2, `[{"id":1,"d":{"a":1,"dd":{"b":1,"e":{"f":1}},"l":[1]},"l":[{"x":1,"m":[{"q":[1]}],"o":{"p":1}}]}]`),
  ],
  ['case 26: a list in a list at nesting 2', deep('n26a', 2, `[{"m":[[1]]}]`)],
  ['case 26: a list in a list at nesting 3', deep('n26b', 3, `[{"m":[[1]]}]`)],
  [
    'max_table_nesting in two runs',
    { name: 'n_twice', runs: [1, 2].map((id) => runOf(`[{"id":${id},"d":{"a":{"b":1}}}]`, { max_table_nesting: 1 })) },
  ],
  [
    'max_table_nesting that changes',
    {
      name: 'n_change',
      runs: [0, 1].map((most) => runOf(`[{"id":1,"d":{"a":{"b":1}}}]`, { max_table_nesting: most })),
    },
  ],
  [
    'case 27: max_table_nesting of the source',
    { name: 'n27', source: { max_table_nesting: 1 }, runs: [runOf(`[{"id":1,"l":[{"m":[1]}],"d":{"e":{"f":1}}}]`)] },
  ],
  [
    'case 28: root_key of the source',
    { name: 'n28', source: { root_key: true }, runs: [runOf(`[{"id":1,"l":[{"m":[1]}]}]`)] },
  ],
  ['case 32: a table name with blanks', table('n32a', 'My Table-Name', `[{"a":1}]`)],
  ['case 32: a table name that begins with a digit', table('n32b', '2024Events', `[{"a":1}]`)],
  ['case 32: a table name that is a path', table('n32c', 'Parent__Child', `[{"a":[1]}]`)],
  ['case 33: an empty key', one('n33', `[{"":1,"a":2}]`)],
  ['case 34: a blank key', one('n34', `[{"  ":1,"a":2}]`)],
  ['case 36: keys of one and of three underscores', one('n36', `[{"_":1,"a":2},{"___":1,"a":2}]`)],
  ['case 36: a key of two underscores', one('n36b', `[{"__":1,"a":2}]`)],
  ['case 37: a key of two underscores in an object', one('n37', `[{"d":{"__":1},"a":2}]`)],
  ['case 38: keys that meet in one column', one('n38', `[{"A":1,"a":2},{"a":3,"A":4}]`)],
  ['case 38: a null keeps the place of a key that it meets', one('n38b', `[{"userId":null,"b":1,"user_id":2}]`)],
  ['case 39: an object that meets a key of its path', one('n39', `[{"a__b":1,"a":{"b":2}},{"a":{"b":3},"a__b":4}]`)],
  ['case 40: lists that meet in one table', one('n40', `[{"Items":[1],"items":[2]}]`)],
  ['case 42: keys that are numbers', one('n42', `[{"1":1,"2.5":2}]`)],
  [
    'case 43: long names',
    one(
      'n43',
      `[{"this_is_a_very_long_column_name_that_will_exceed_the_postgres_limit_of_63":1,"customer_shipping_address_lines":[{"delivery_instructions_extra_long_name":{"another_level_of_nesting_here":1}}]}]`,
    ),
  ],
  ['digits of other scripts', one('n_digits', `[{"٣abc":1,"x٣":"٣","Größe":1,"ÀB":2}]`)],
];
