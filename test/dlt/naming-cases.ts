import type { NamingName } from '../../src/schema/naming/conventions.ts';
import { runOf, type Spec } from './both-engines.ts';
import type { JudgedCase } from './contract-cases.ts';

function named(name: string, naming: NamingName, rows: readonly string[]): Spec {
  return { name, naming, runs: rows.map((text) => runOf(text)) };
}

const conventions: readonly NamingName[] = ['direct', 'duck_case', 'sql_cs_v1', 'sql_ci_v1'];
const first = `[{"userId":1,"Some Col":{"Sub Key":1},"Kids":[{"A":1,"List":[[1]]}],"v":1}]`;
const second = `[{"userId":2,"Some Col":{"Sub Key":"x","New":[1]},"v":"x"}]`;
const odd = `[{"C++":1,"a__b":2,"日本語":3,"x y":{"z z":1},"_":4,"tail_":5,"1st":6,"q'q":7,"d\\"d":8,"n\\nn":9,"$ref":10,"m__":11,"é é":{"ü__ü":1}}]`;

/** Cases 45 to 47 in every convention. */
export const namingCases: readonly JudgedCase[] = conventions.flatMap((naming): readonly JudgedCase[] => [
  [`cases 45, 47: ${naming}`, named(`s_${naming}`, naming, [first, second])],
  [`section 1.6: odd names in ${naming}`, named(`s_odd_${naming}`, naming, [odd])],
  [
    `section 1.6: hints and a merge in ${naming}`,
    {
      name: `s_hints_${naming}`,
      naming,
      runs: [1, 2].map((version) =>
        runOf(`[{"User Id":1,"V":${version},"Kids":[{"Sub":[${version}]}]}]`, {
          write_disposition: 'merge',
          primary_key: 'User Id',
          columns: { V: { data_type: 'text' } },
        }),
      ),
    },
  ],
  ...(naming === 'sql_ci_v1'
    ? []
    : [
        [
          `case 46: names that only case tells apart in ${naming}`,
          named(`s46_${naming}`, naming, [`[{"A":1,"a":2}]`]),
        ] as const,
      ]),
]);
