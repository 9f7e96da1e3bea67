import { expect, test } from 'vitest';
import type { ColumnName, TableName } from '../../core/names.ts';
import { onlyNull, retyped } from '../../schema/retyped.ts';
import { occurrenceColumn } from '../../schema/system-tables.ts';
import type { ColumnSchema, TableSchema } from '../../schema/table.ts';
import { duckdbDialect } from '../duckdb/dialect.ts';
import type { Target } from '../destination.ts';
import { sqlDataset } from './dialect.ts';
import { migration } from './ddl.ts';
import { describeStep } from './steps.ts';

const column = (dataType: ColumnSchema['dataType']): ColumnSchema => ({
  name: 'v' as ColumnName,
  dataType,
  nullable: true,
});
const tableOf = (one: ColumnSchema): TableSchema => ({
  name: 't' as TableName,
  columns: new Map([[one.name, one]]),
  seenData: true,
});
const dataset = sqlDataset(duckdbDialect, 'd');
// A description shows nothing of the run.
const target = { dataset: 'd' } as Target;
const migrated = (one: ColumnSchema, found: string): readonly string[] =>
  migration(dataset, 'final', [tableOf(one)], new Map([['t', new Map([['v', found]])]])).map(({ text }) => text);

test('migration() changes a type that the schema says the column had', () => {
  const decimal = retyped(column('bigint'), 'decimal');
  const alter = 'ALTER TABLE "d"."t" ALTER COLUMN "v" SET DATA TYPE';
  expect(migrated(decimal, 'BIGINT')).toEqual([`${alter} DECIMAL(38,18) USING CAST("v" AS DECIMAL(38,18))`]);
  const text = retyped(decimal, 'text');
  expect(migrated(text, 'BIGINT')).toEqual([`${alter} VARCHAR USING CAST("v" AS VARCHAR)`]);
  expect(migrated(text, 'DECIMAL(38,18)')).toEqual([
    `${alter} VARCHAR USING rtrim(rtrim(CAST("v" AS VARCHAR), '0'), '.')`,
  ]);
  expect(migrated(text, 'VARCHAR')).toEqual([]);
});

test('migration() changes a type that was there for nulls only, and the statement fails for values', () => {
  expect(migrated(retyped(onlyNull(column(undefined)), 'bool'), 'VARCHAR')).toEqual([
    `ALTER TABLE "d"."t" ALTER COLUMN "v" SET DATA TYPE BOOLEAN USING CASE WHEN "v" IS NULL THEN NULL ELSE CAST(error('the column has values') AS BOOLEAN) END`,
  ]);
});

test.each<[string, ColumnSchema, string]>([
  ['another type', column('text'), 'BIGINT'],
  ['a type that it never had', retyped(column('bigint'), 'text'), 'DOUBLE'],
  ['a narrower type than it has', retyped(column('bigint'), 'decimal'), 'VARCHAR'],
])('migration() leaves alone what somebody gave %s', (_name, one, found) => {
  expect(() => migrated(one, found)).toThrow(expect.objectContaining({ code: 'schema_conflict' }));
});

test('a copy brings files of former types through a table of their own, in order', () => {
  const file = (path: string, former?: ColumnSchema) =>
    ({
      table: 't' as TableName,
      path,
      rowCount: 1,
      byteCount: 1,
      hash: '',
      ...(former && { formerColumns: [former] }),
    }) as const;
  const { columns, ...rest } = tableOf(retyped(column('bigint'), 'text'));
  const table = { ...rest, columns: new Map([...columns, [occurrenceColumn.name, occurrenceColumn]]) };
  const files = [file('/a', column('bigint')), file('/b'), file('/c')];
  const shown = describeStep(dataset, { kind: 'copy', table, files, into: 'staging' }, target, 'duckdb').map(
    (text) => text.split(', union_by_name')[0],
  );
  expect(shown).toEqual([
    'CREATE TEMPORARY TABLE "sluice copy" ("v" BIGINT, "sluice occurrence" VARCHAR)',
    `INSERT INTO "sluice copy" BY NAME SELECT * FROM read_parquet(['/a']`,
    'INSERT INTO "d_staging"."t" ("v", "sluice occurrence") SELECT CAST("v" AS VARCHAR), "sluice occurrence" FROM "sluice copy"',
    'DROP TABLE "sluice copy"',
    `INSERT INTO "d_staging"."t" BY NAME SELECT * FROM read_parquet(['/b', '/c']`,
  ]);
});
