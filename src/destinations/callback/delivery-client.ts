import { basename } from 'node:path';
import { shake128Base64 } from '../../core/hash.ts';
import { columnValues, readParquet, type ColumnBatch } from '../../formats/parquet-reader.ts';
import type { LoadIdentity, PackageFile } from '../../load-package/load-package.ts';
import { mergeStrategyOf } from '../../schema/dispositions.ts';
import { occurrenceColumn } from '../../schema/system-tables.ts';
import type { Schema, TableSchema } from '../../schema/table.ts';
import { packageCell } from '../batch-cells.ts';
import type { CommitOutcome, JobClient, LoadStep, Restored, Target } from '../destination.ts';
import { emptyRecord, readRecord, recorded, restoredFrom, writeRecord } from './delivery-record.ts';
import { deliveryFailed, interrupted } from './errors.ts';
import type { CallbackOptions, DeliveredBatch, DeliveredRow } from './delivery.ts';

export interface DeliverySettings extends CallbackOptions {
  readonly batchRows: number;
  /** Of the record. */
  readonly path: string;
  readonly dltType: string;
  readonly target: Target;
}

type Copy = Extract<LoadStep, { kind: 'copy' }>;

/** Delivers at the commit, then records the load; nothing is delivered of a load that is recorded or fenced. */
export class DeliveryClient implements JobClient {
  readonly #settings: DeliverySettings;
  #prepared: readonly LoadStep[] = [];

  constructor(settings: DeliverySettings) {
    this.#settings = settings;
  }

  async restore(): Promise<Restored> {
    const { target, path } = this.#settings;
    return restoredFrom((await readRecord(target.runtime, path)) ?? emptyRecord, target);
  }

  prepare(step: LoadStep): Promise<void> {
    this.#prepared = [...this.#prepared, step];
    return Promise.resolve();
  }

  async commit(load: LoadIdentity, steps: readonly LoadStep[]): Promise<CommitOutcome> {
    const all = [...this.#prepared, ...steps];
    this.#prepared = [];
    const { target, path, dltType } = this.#settings;
    const before = (await readRecord(target.runtime, path)) ?? emptyRecord;
    if (before.loads.includes(load.id)) return 'already_committed';
    if (before.loads.at(-1) !== load.base) return 'fenced';
    const schema = all.find((step) => step.kind === 'save_schema')?.schema;
    const rowCounts = new Map<string, number>();
    // What was prepared twice is delivered once.
    const delivered = new Set<string>();
    for (const step of all) {
      const emptied = emptiedBy(step, schema);
      if (emptied.length > 0) await this.#empty(load, emptied);
      if (step.kind !== 'copy') continue;
      const files = step.files.filter((file) => !delivered.has(file.path));
      const count = await this.#deliver(load, { ...step, files }, schema);
      rowCounts.set(step.table.name, (rowCounts.get(step.table.name) ?? 0) + count);
      for (const file of files) delivered.add(file.path);
    }
    const after = recorded(before, { id: load.id, dltType, rowCounts }, all, target);
    await writeRecord(target.runtime, path, after);
    return 'committed';
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #empty({ id }: LoadIdentity, tables: readonly string[]): Promise<void> {
    const { empty, target } = this.#settings;
    if (target.signal.aborted) throw interrupted();
    try {
      await empty?.(tables, { loadId: id, signal: target.signal });
    } catch (error) {
      throw target.signal.aborted ? interrupted(error) : deliveryFailed(tables.join(', '), undefined, error);
    }
  }

  /** Resolves to the number of rows. */
  async #deliver({ id }: LoadIdentity, { table, files }: Copy, schema: Schema | undefined): Promise<number> {
    const { batchRows, receive, target } = this.#settings;
    let count = 0;
    for (const file of files) {
      let position = 0;
      for await (const batch of readParquet(file, target.runtime.files)) {
        const all = rowsOf(batch, table);
        for (let from = 0; from < all.length; from += batchRows) {
          const rows = all.slice(from, from + batchRows);
          if (target.signal.aborted) throw interrupted();
          const about = { ...batchOf(id, file, position, rows.length), ...aboutTable(table, batch, schema) };
          try {
            await receive(rows, { ...about, signal: target.signal });
          } catch (error) {
            throw target.signal.aborted ? interrupted(error) : deliveryFailed(table.name, about.batchId, error);
          }
          position += rows.length;
        }
      }
      count += position;
    }
    return count;
  }
}

/** The id is made of what stays the same when the package is delivered again, from wherever. */
function batchOf(
  loadId: string,
  file: PackageFile,
  position: number,
  rowCount: number,
): Pick<DeliveredBatch, 'loadId' | 'batchId'> {
  const place = JSON.stringify([loadId, file.table, basename(file.path), file.hash, position, rowCount]);
  return { loadId, batchId: shake128Base64(place, 15) };
}

function aboutTable(
  table: TableSchema,
  batch: ColumnBatch,
  schema: Schema | undefined,
): Pick<DeliveredBatch, 'table' | 'parent' | 'columns' | 'writeDisposition' | 'mergeStrategy'> {
  const root = rootOf(table, schema);
  return {
    table: table.name,
    parent: table.parent,
    columns: shown(batch).map(({ schema: { name, dataType: written = 'text', nullable } }) => {
      const column = table.columns.get(name);
      return {
        name,
        dataType: column?.dataType ?? written,
        nullable: column?.nullable ?? nullable,
        primaryKey: column?.primaryKey === true,
        mergeKey: column?.mergeKey === true,
      };
    }),
    writeDisposition: root.writeDisposition ?? 'append',
    mergeStrategy: mergeStrategyOf(root),
  };
}

function rootOf(table: TableSchema, schema: Schema | undefined): TableSchema {
  const parent = table.parent === undefined ? undefined : schema?.tables.get(table.parent);
  return parent === undefined ? table : rootOf(parent, schema);
}

/** What only staging tables have is of no use to a function. */
function shown({ columns }: ColumnBatch): ColumnBatch['columns'] {
  return columns.filter(({ schema }) => schema.name !== occurrenceColumn.name);
}

function rowsOf(batch: ColumnBatch, table: TableSchema): readonly DeliveredRow[] {
  const columns = shown(batch).map((column) => {
    const cell = packageCell(column.schema, table.columns.get(column.schema.name)?.dataType);
    return [column.schema.name, columnValues(column, batch.rowCount).map(cell)] as const;
  });
  // `fromEntries` makes own properties of all names, `__proto__` included.
  return Array.from({ length: batch.rowCount }, (_, row) =>
    Object.fromEntries(columns.map(([name, cells]) => [name, cells[row] ?? null])),
  );
}

/** Staging is emptied for every merge; for a run that replaces, it is emptied where its rows begin. */
function emptiedBy(step: LoadStep, schema: Schema | undefined): readonly string[] {
  if (step.kind !== 'truncate' && step.kind !== 'drop') return [];
  if (step.into === 'final') return step.tables;
  if (step.kind === 'drop') return [];
  return step.tables.filter((name) => {
    const table = schema?.tables.get(name);
    return table !== undefined && rootOf(table, schema).writeDisposition === 'replace';
  });
}
