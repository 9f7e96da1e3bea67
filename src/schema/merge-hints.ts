import type { NamingConvention } from './naming/naming.ts';
import { rowIdColumn } from './system-tables.ts';
import type { ColumnSchema, TableHints, TableSchema } from './table.ts';

/** What a table remembers of how it is merged; what is not said stays as an earlier run left it (section 5.10). */
type MergeFacts = Pick<TableSchema, 'mergeStrategy' | 'deduplicated' | 'boundaryTimestamp' | 'onMissingKey'>;

/** The facts of a table after hints, of which other dispositions than `merge` have none to tell. */
export function mergeFacts(known: TableSchema | undefined, { writeDisposition, merge }: TableHints): MergeFacts {
  const said = writeDisposition === 'merge' ? merge : undefined;
  return {
    mergeStrategy: said?.strategy ?? known?.mergeStrategy,
    deduplicated: said?.deduplicated === true || known?.deduplicated,
    boundaryTimestamp: said?.history?.boundaryTimestamp ?? known?.boundaryTimestamp,
    // What allows doubles must be said in every run.
    onMissingKey: said?.onMissingKey,
  };
}

/**
 * The columns that a table with a history has beside its own (section 5.8): from when and until when a row is valid,
 * and what tells two versions apart, which comes again when a retired version does.
 */
export function historyColumns(
  { writeDisposition, merge }: TableHints,
  naming: NamingConvention,
): readonly ColumnSchema[] {
  if (writeDisposition !== 'merge' || merge?.strategy !== 'scd2') return [];
  const { validityColumns, activeRecordTimestamp, rowVersionColumn } = merge.history ?? {};
  const [from, to] = validityColumns ?? ['_dlt_valid_from', '_dlt_valid_to'];
  const validity = { dataType: 'timestamp', nullable: true } as const;
  return [
    { ...validity, name: naming.column(from), validFrom: true },
    { ...validity, name: naming.column(to), validTo: true, activeRecordTimestamp: activeRecordTimestamp ?? null },
    {
      name: naming.column(rowVersionColumn ?? rowIdColumn.name),
      nullable: false,
      rowVersion: true,
      unique: false,
      rowKey: false,
    },
  ];
}
