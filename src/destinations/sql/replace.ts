import type { TableName } from '../../core/names.ts';
import type { TableSchema } from '../../schema/table.ts';
import type { Area } from '../destination.ts';
import { typedColumns } from './typed-columns.ts';
import type { SqlDataset, Statement } from './dialect.ts';

/** Empties tables; those that are not there must be left out by the caller. */
export function truncation(dataset: SqlDataset, area: Area, tables: readonly TableName[]): readonly Statement[] {
  return tables.map((name) => ({ text: emptying(dataset, area, dataset.table(area, name)) }));
}

/** Whoever reads a final table sees its old rows until the commit, which only DELETE promises everywhere. */
function emptying({ dialect }: SqlDataset, area: Area, table: string): string {
  return area === 'staging' ? dialect.emptyStaging(table) : `DELETE FROM ${table}`;
}

/** The final tables hold what staging holds, and staging is empty (section 5.2, insert-from-staging; invariant I11). */
export function swap(dataset: SqlDataset, tables: readonly TableSchema[]): readonly Statement[] {
  return tables.flatMap((table) => {
    const columns = columnList(dataset, table);
    const [final, staging] = [dataset.table('final', table.name), dataset.table('staging', table.name)];
    return [
      { text: emptying(dataset, 'final', final) },
      { text: `INSERT INTO ${final} (${columns}) SELECT ${columns} FROM ${staging}` },
      { text: emptying(dataset, 'staging', staging) },
    ];
  });
}

/** The columns of a table for a statement: explicit and in the order of the schema. */
export function columnList(dataset: SqlDataset, table: TableSchema): string {
  const columns = typedColumns(table).map(({ name }) => dataset.dialect.quote(name));
  return columns.length === 0 ? '…' : columns.join(', ');
}
