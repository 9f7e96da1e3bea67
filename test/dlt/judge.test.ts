import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { isDltThere, loadWithDlt, loadWithSluice, type Run } from './loading.ts';

const cases: readonly (readonly [name: string, runs: readonly Run[]])[] = [
  [
    'case 1: columns of objects come last',
    [{ rows: `[{"id":1,"a":{"x":1,"y":{"z":2}},"b":"s","c":{"w":true},"l":[1],"d":1.5}]` }],
  ],
  [
    'case 2: nested objects, lists of scalars and lists of objects',
    [
      {
        rows: `[{"id":1,"name":"a","d":{"x":1,"y":{"z":"q"}},"tags":["a","b"],"e":{"k":2.5},"kids":[{"a":1,"sub":[1,2]}],"ts":"2024-01-01T10:00:00Z"}]`,
      },
    ],
  ],
  ['case 3: lists in lists', [{ rows: `[{"id":1,"m":[[1,2],[3]],"n":[[[1]]]}]` }]],
  ['case 4: a list of everything', [{ rows: `[{"id":1,"l":[1,"a",{"x":1},null,[9],true,2.5]}]` }]],
  ['case 5: empty lists and objects', [{ rows: `[{"id":1,"l":[],"d":{},"dd":{"e":{}},"s":""}]` }]],
  ['case 9: a child called like its parent', [{ rows: `[{"id":1,"kids":[{"id":2,"kids":[{"id":3}]}]}]` }]],
  [
    'case 20: a key that is a list, then an object',
    [{ rows: `[{"id":1,"l":[1,"a"]},{"id":2,"l":[{"x":1}]},{"id":3,"l":{"y":1}}]` }],
  ],
  [
    'case 29: a column that comes with the second run',
    [{ rows: `[{"id":1}]` }, { rows: `[{"id":2,"b":"x","c":{"d":1}}]` }],
  ],
  ['case 30: a child table that comes with the second run', [{ rows: `[{"id":1}]` }, { rows: `[{"id":2,"l":[1]}]` }]],
  [
    'case 41: names that SQL knows, and names in every spelling',
    [
      {
        rows: `[{"select":1,"from":"x","order":true,"userIDNumber":1,"HTTPResponse":2,"a b":3,"price ($)":4,"__typename":"t","naïve":5,"100%":6}]`,
      },
    ],
  ],
  [
    'case 48: one value of each type',
    [
      {
        rows: `[{"i":1,"f":1.0,"f2":1e300,"s":"x","b":true,"n":null,"ts":"2024-01-02T03:04:05Z","d":"2024-01-02","t":"10:20:30","big":4611686018427387904}]`,
      },
    ],
  ],
  ['case 51: a null makes no column', [{ rows: `[{"id":1,"n":null,"m":1},{"id":2,"n":5,"m":2,"z":1}]` }]],
  [
    'case 52: what does not fit goes to a variant',
    [{ rows: `[{"id":1,"v":1},{"v":"abc"},{"v":"7"},{"v":1.5},{"v":2.0},{"v":true}]` }],
  ],
  ['case 54: anything fits text', [{ rows: `[{"v":"a"},{"v":1},{"v":1.5},{"v":true},{"v":{"x":1}},{"v":[1,2]}]` }]],
  [
    'case 55: what is a boolean',
    [{ rows: `[{"v":true},{"v":1},{"v":0},{"v":"yes"},{"v":"no"},{"v":"abc"},{"v":2},{"v":0.5}]` }],
  ],
  [
    'case 58: what is a timestamp',
    [
      {
        rows: `[{"v":"2024-01-01T00:00:00Z"},{"v":"2024-01-02"},{"v":"hello"},{"v":1700000000},{"v":1700000000.5},{"v":"1700000000"},{"v":true}]`,
      },
    ],
  ],
  [
    'case 82: numbers as text',
    [{ rows: `[{"v":"x"},{"v":1.0},{"v":1e20},{"v":1e-7},{"v":1.2345678901234568e17},{"v":12345678901234567}]` }],
  ],
  [
    'cases 87, 88: calendar limits and hard characters',
    [
      {
        rows: `[{"a":"0001-01-01T00:00:00Z","b":"9999-12-31T23:59:59Z","c":"a'b\\\\c\\n\\r\\t\\"é😀","d":"2024-01-01T00:00:00.123456+05:30"}]`,
      },
    ],
  ],
  ['case 101: append twice', [{ rows: `[{"id":1,"l":[1]}]` }, { rows: `[{"id":2,"l":[2]}]` }]],
  [
    'case 102: replace',
    [
      { rows: `[{"id":1,"l":[1,2]},{"id":2}]`, write_disposition: 'replace' },
      { rows: `[{"id":3,"l":[9]}]`, write_disposition: 'replace' },
    ],
  ],
  [
    'case 106: merge by key with nested rows',
    [
      { rows: `[{"id":1,"v":"a","l":[1,2]},{"id":2,"v":"b"}]`, write_disposition: 'merge', primary_key: 'id' },
      { rows: `[{"id":2,"v":"b2","l":[7]},{"id":3,"v":"c"}]`, write_disposition: 'merge', primary_key: 'id' },
    ],
  ],
  [
    'case 110: merge by two keys',
    [
      { rows: `[{"a":1,"b":1,"v":1},{"a":1,"b":2,"v":2}]`, write_disposition: 'merge', primary_key: ['a', 'b'] },
      { rows: `[{"a":1,"b":2,"v":22},{"a":2,"b":2,"v":3}]`, write_disposition: 'merge', primary_key: ['a', 'b'] },
    ],
  ],
  [
    'case 126: merge three levels deep',
    [
      { rows: `[{"id":1,"l":[{"m":[1,2]}]}]`, write_disposition: 'merge', primary_key: 'id' },
      { rows: `[{"id":1,"l":[{"m":[3]}]}]`, write_disposition: 'merge', primary_key: 'id' },
    ],
  ],
];

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!isDltThere)('the same rows give the same tables as dlt 1.26.0', () => {
  test.each(cases)('%s', { timeout: 120_000 }, async (_name, runs) => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-judge-'));
    folders.push(folder);
    const theirs = await loadWithDlt({ folder, runs });
    const ours = await loadWithSluice({ folder, runs });
    expect(ours.tables).toEqual(theirs.tables);
    expect(ours.loads).toBe(theirs.loads);
    expect(ours.versions.map(({ hash }) => hash)).toEqual(theirs.versions.map(({ hash }) => hash));
    expect(ours.versions).toEqual(theirs.versions);
  });
});
