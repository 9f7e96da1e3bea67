import assert from 'node:assert/strict';
import { isSluiceError } from '../core/error.ts';
import type { ErrorCode } from '../core/error-codes.ts';
import type { DatasetReader, Restored, Target } from '../destinations/destination.ts';
import type { ColumnName, TableName } from '../core/names.ts';
import { bookkeepingTables } from '../schema/system-tables.ts';
import type { DataType, Schema } from '../schema/table.ts';
import { cellText } from './cell-text.ts';
import type { Cell } from '../schema/cell.ts';
import type { ContractWorld } from './contract.ts';
import { targetOf, withClient } from './rows-in.ts';

/** Opens a reader of what must be there, uses and closes it. */
export async function withReader<Result>(
  world: ContractWorld,
  use: (reader: DatasetReader) => Promise<Result>,
  target: Target = targetOf(world),
): Promise<Result> {
  const reader = await world.destination.read(target);
  assert.ok(reader !== undefined, 'read() finds no dataset, though something was loaded');
  try {
    return await use(reader);
  } finally {
    await reader.close();
  }
}

/** The rows of a table as text, sorted: `1|a`. The columns are those of its schema. */
export async function rowsOf(
  world: ContractWorld,
  table: string,
  columns: readonly string[],
): Promise<readonly string[]> {
  return rowsAt(world, targetOf(world), table, columns);
}

/** The same of a dataset that need not be that of the world. */
export async function rowsAt(
  world: ContractWorld,
  target: Target,
  table: string,
  columns: readonly string[],
): Promise<readonly string[]> {
  return withReader(
    world,
    async (reader) => {
      const types = typesOf((await reader.restore()).schema, table, columns);
      const rows = await allRows(reader, table, columns);
      return rows.map((row) => row.map((cell, index) => cellText(cell, types[index])).join('|')).toSorted();
    },
    target,
  );
}

/** Parents and children, joined by the column of the child that has an id of the parent: `1|a`, of a child `10`. */
export async function joined(
  world: ContractWorld,
  parent: readonly [table: string, column: string],
  child: readonly [table: string, column: string],
  by: '_dlt_parent_id' | '_dlt_root_id' = '_dlt_parent_id',
): Promise<readonly string[]> {
  const parents = new Map(
    (await rowsOf(world, parent[0], ['_dlt_id', parent[1]])).map((row) => row.split('|') as [string, string]),
  );
  const children = await rowsOf(world, child[0], [by, child[1]]);
  return children
    .map((row) => {
      const [id = '', value = ''] = row.split('|');
      return `${parents.get(id) ?? 'nothing'}|${value}`;
    })
    .toSorted();
}

async function allRows(
  reader: DatasetReader,
  table: string,
  columns: readonly string[],
): Promise<readonly (readonly Cell[])[]> {
  const { signal } = new AbortController();
  const all: (readonly Cell[])[] = [];
  for await (const batch of reader.rows({ kind: 'table', table, columns }, { batchRows: 10_000, signal })) {
    assert.deepEqual(batch.columns, columns, 'rows() gives other columns than those that were asked for');
    assert.ok(batch.rows.length > 0 && batch.rows.length <= 10_000, 'a batch has no rows, or too many');
    all.push(...batch.rows);
  }
  return all;
}

function typesOf(
  schema: Schema | undefined,
  table: string,
  columns: readonly string[],
): readonly (DataType | undefined)[] {
  // Only looked up.
  const found = schema?.tables.get(table as TableName) ?? bookkeepingTables.find(({ name }) => name === table);
  return columns.map((column) => found?.columns.get(column as ColumnName)?.dataType);
}

/** What `restore()` says, which must be the same of a client and of a reader. */
export async function restoredOf(world: ContractWorld, target: Target = targetOf(world)): Promise<Restored> {
  return withClient(world, (client) => client.restore(), target);
}

/** Number of rows of a table; undefined when it is not there. */
export async function countOf(world: ContractWorld, table: string): Promise<number | undefined> {
  const tables = await withReader(world, (reader) => reader.tables());
  const found = tables.find(({ name }) => name.toLowerCase() === table.toLowerCase());
  return found === undefined ? undefined : Number(found.rowCount);
}

/** Everything that must not have changed: the rows of tables, as text. */
export async function snapshot(
  world: ContractWorld,
  tables: Readonly<Record<string, readonly string[]>>,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows: Record<string, readonly string[]> = {};
  for (const [table, columns] of Object.entries(tables)) rows[table] = await rowsOf(world, table, columns);
  return rows;
}

/**
 * The promise rejects with an error of one of the codes, which tells no secret. Resolves to its message.
 */
export async function refused(
  world: ContractWorld,
  promise: Promise<unknown>,
  ...codes: readonly ErrorCode[]
): Promise<string> {
  const error: unknown = await promise.then(
    () => assert.fail(`nothing was refused; expected ${codes.join(' or ')}`),
    (reason: unknown) => reason,
  );
  if (!isSluiceError(error)) throw error;
  assert.ok(codes.includes(error.code), `${error.code} instead of ${codes.join(' or ')}: ${error.message}`);
  assert.match(error.message, /^Cannot /);
  assert.ok(error.hint !== '', 'an error without a hint');
  const told = `${error.message} ${error.hint} ${JSON.stringify(error.details)}`;
  for (const secret of world.secrets ?? []) assert.ok(!told.includes(secret), 'an error tells a secret');
  return error.message;
}
