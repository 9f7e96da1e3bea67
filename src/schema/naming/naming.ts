/**
 * From the spelling of a source to the names of tables and columns. A convention is a pure function of the name and
 * of the longest name that the destination takes; it alone makes `TableName` and `ColumnName`. Every method gives the
 * same name for the same input, and distinct inputs may well meet in one name: who needs to know compares the results.
 */
import type { ColumnName, TableName } from '../../core/names.ts';

export interface NamingConvention {
  /** As it is stored in the schema, such as `snake_case`. */
  readonly name: string;
  /** Between the parts of a path, such as `__`. */
  readonly separator: string;
  /**
   * The column of a key of the data, or of a name in a hint, by the path rule (reference section 1.4): each part
   * between `__` is normalized by itself. A blank key is the column `_empty`.
   * @throws `name_empty` for a key of nothing but an even number of underscores
   */
  column(raw: string): ColumnName;
  /** The column of a key inside an object, by the same rule; empty where nothing is left of the key. */
  columnPart(raw: string): ColumnName;
  /** The table of a name, by the same path rule. @throws `name_empty`, also for a blank name */
  table(raw: string): TableName;
  /** One name that is no path, such as that of a dataset: `a__b` becomes `a_b`. @throws `name_empty` for a blank name */
  identifier(raw: string): string;
  /** The column of a value inside nested objects. Parts are names of this convention; empty ones are skipped. */
  joinColumns(fragments: readonly ColumnName[]): ColumnName;
  /** The table of a nested list: name of the parent table, then the keys that lead to the list. */
  joinTables(fragments: readonly TableName[]): TableName;
}
