import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import {
  databaseOf,
  importFolder,
  isDltThere,
  loadWithDlt,
  loadWithSluice,
  runOf,
  type Spec,
  type SpecRun,
} from './both-engines.ts';
import { readDataset, type Dataset } from './dataset.ts';

const rows = `[{"id":1,"w":"1.5","d":"2024-01-02","l":[1]}]`;
const more = `[{"id":2,"w":"2.25","z":1}]`;
const absent: Spec = { name: 'absent', imports: true, runs: [runOf(rows), runOf(more)] };

interface Exported {
  readonly tables: Record<string, { columns: object }>;
}

/** The file that dlt wrote, with columns of `t` as a person would write them. */
function edited(text: string, columns: object): string {
  // Written by dlt, or by us in its form.
  const schema = parse(text) as Exported;
  const { tables } = schema;
  return stringify({ ...schema, tables: { ...tables, t: { ...tables['t'], columns } } });
}

const byHand = {
  w: { data_type: 'decimal', precision: 10, scale: 2, nullable: true },
  id: { data_type: 'bigint', nullable: false, primary_key: true },
  d: { data_type: 'date', nullable: true },
};

const imported = (run: SpecRun, text: string): SpecRun => ({ ...run, import_schema: text });

function casesOf(text: string): readonly Spec[] {
  const z = { ...byHand, z: { data_type: 'text', nullable: true } };
  return [
    { name: 'present', imports: true, runs: [imported(runOf(rows), edited(text, byHand)), runOf(more)] },
    {
      name: 'changed',
      imports: true,
      runs: [imported(runOf(rows), edited(text, byHand)), imported(runOf(more), edited(text, z)), runOf(more)],
    },
    { name: 'later', imports: true, runs: [runOf(rows), imported(runOf(more), edited(text, { z: z.z })), runOf(rows)] },
    {
      name: 'merged',
      imports: true,
      runs: [
        imported(runOf(rows, { write_disposition: 'merge' }), edited(text, byHand)),
        runOf(`[{"id":1,"w":"9"}]`, { write_disposition: 'merge' }),
      ],
    },
  ];
}

describe.skipIf(!isDltThere)('a schema that is imported gives the tables of dlt 1.26.0', () => {
  const [theirs, ours] = ['dlt', 'sluice'].map((name) => mkdtempSync(join(tmpdir(), `sluice-import-${name}-`))) as [
    string,
    string,
  ];
  const fileOf = (folder: string): string =>
    readFileSync(join(importFolder(folder, absent), 'judge.schema.yaml'), 'utf8');
  let specs: readonly Spec[] = [];

  beforeAll(async () => {
    await loadWithDlt(theirs, [absent]);
    specs = casesOf(fileOf(theirs));
    await loadWithDlt(theirs, specs);
    await loadWithSluice(ours, [absent, ...specs]);
  }, 600_000);

  afterAll(() => {
    for (const folder of [theirs, ours]) rmSync(folder, { recursive: true, force: true });
  });

  test('a file that is absent is written, and says what hints say', () => {
    expect(parse(fileOf(ours))).toEqual(parse(fileOf(theirs)));
  });

  test.each(['absent', 'present', 'changed', 'later', 'merged'])('%s', async (name) => {
    const spec = [absent, ...specs].find((one) => one.name === name) ?? absent;
    const [their, our] = [
      await readDataset(databaseOf(theirs, spec), 'ds'),
      await readDataset(databaseOf(ours, spec), 'ds'),
    ];
    const isReplaced = name === 'changed' || name === 'later';
    expect(isReplaced ? userTables(our) : our).toEqual(isReplaced ? userTables(their) : their);
  });
});

/** dlt takes the state table out of a schema that is replaced, until it writes a state; so hashes differ there. */
function userTables({ tables, loads, versions }: Dataset): unknown {
  const shown = versions.map(({ version, schema }) => {
    // Written by dlt or in its form.
    const { tables: known, imported_version_hash: link } = schema as { tables: object; imported_version_hash: string };
    return [version, link, Object.entries(known).filter(([table]) => table !== '_dlt_pipeline_state')];
  });
  return { tables, loads, versions: shown };
}
