import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { isDltThere, loadWithDlt, loadWithSluice, runOf, type Spec } from './both-engines.ts';

const rows = `[{"id":1,"on":true,"null":"x","yes":"é","l":[{"a":1.5,"m":[1]}],"ts":"2024-01-01T00:00:00Z","v":1},{"v":"x"}]`;
const longText = `it's: a # comment, "quoted", é😀 ${'and goes on '.repeat(20)}`;

/** Schemas in which every key is in the order in which it is found, so that the very text is the same. */
const plain: readonly Spec[] = [
  { name: 'rows', runs: [runOf(rows)] },
  { name: 'evolved', runs: [runOf(`[{"id":1}]`), runOf(rows), runOf(`[{"id":"x","o":{"p":1}}]`)] },
  { name: 'empty', runs: [runOf(`[]`)] },
  { name: 'replaced', runs: [runOf(rows, { write_disposition: 'replace' })] },
];

/** Schemas with hints, whose keys dlt keeps in the order of the user's own. */
const hinted: readonly Spec[] = [
  { name: 'nested', runs: [runOf(rows, { max_table_nesting: 1 })] },
  {
    name: 'columns',
    runs: [
      runOf(`[{"userId":1,"when":"2024-01-01","l":[1]}]`, {
        primary_key: 'userId',
        columns: {
          when: { data_type: 'timestamp', precision: 3, description: longText },
          null: { data_type: 'text', description: 'null', sort: true },
          '1': { data_type: 'decimal', precision: 10, scale: 2, unique: true },
          waits: { description: 'line one\nline two' },
        },
        references: [{ columns: ['userId'], referenced_table: 'users', referenced_columns: ['id'] }],
        schema_contract: { columns: 'evolve', data_type: 'discard_value' },
      }),
    ],
  },
  {
    name: 'history',
    runs: [
      runOf(`[{"id":1,"l":[1]}]`, {
        write_disposition: { disposition: 'merge', strategy: 'scd2', boundary_timestamp: '2024-01-01' },
        merge_key: 'id',
      }),
    ],
  },
  {
    name: 'source',
    source: { max_table_nesting: 2, root_key: true, schema_contract: { tables: 'evolve' } },
    settings: { detections: ['iso_timestamp', 'iso_date'] },
    naming: 'direct',
    runs: [runOf(rows)],
  },
];

/** The text of each table, in the order of names: that of tables is no part of the schema (section 4.4). */
const tablesOf = (yaml: string): readonly string[] => yaml.split(/\n(?= {2}\w)/).toSorted();

const specs = [...plain, ...hinted].map((spec) => ({ ...spec, exports: true }));

describe.skipIf(!isDltThere)('the exported schema is the one that dlt 1.26.0 exports', () => {
  const [theirs = '', ours = ''] = ['dlt', 'sluice'].map((name) => mkdtempSync(join(tmpdir(), `sluice-yaml-${name}-`)));
  const exported = (folder: string, { name }: Spec): string =>
    readFileSync(join(folder, 'exports', name, 'judge.schema.yaml'), 'utf8');

  beforeAll(async () => {
    await Promise.all([loadWithDlt(theirs, specs), loadWithSluice(ours, specs)]);
  }, 120_000);

  afterAll(() => {
    for (const folder of [theirs, ours]) rmSync(folder, { recursive: true, force: true });
  });

  test.each(specs.map((spec) => [spec.name, spec] as const))('%s, as it reads', (_name, spec) => {
    expect(parse(exported(ours, spec))).toEqual(parse(exported(theirs, spec)));
  });

  test.each(plain.map((spec) => [spec.name, spec] as const))('%s, letter by letter', (_name, spec) => {
    expect(tablesOf(exported(ours, spec))).toEqual(tablesOf(exported(theirs, spec)));
  });
});
