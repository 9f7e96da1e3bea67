import type { ColumnConfig } from '../../src/sources/rest-api/reading/hint-vocabulary.ts';
import type { Run } from './loading.ts';

/** Runs that load rows by one disposition, and then more rows. */
export interface DispositionCase {
  readonly name: string;
  /** Random ids differ from load to load; hashed ones are compared. */
  readonly ids: 'random' | 'hashed';
  readonly runs: readonly Run[];
}

type Hints = Omit<Run, 'rows'>;

/** @param runs rows, or rows with hints that count from this run on */
export function caseOf(
  name: string,
  ids: DispositionCase['ids'],
  hints: Hints,
  ...runs: readonly (string | Run)[]
): DispositionCase {
  return { name, ids, runs: runs.map((run) => ({ ...hints, ...(typeof run === 'string' ? { rows: run } : run) })) };
}

/** A column that marks deleted rows. */
export const goneFlag: { readonly gone: ColumnConfig } = { gone: { hard_delete: true, data_type: 'bool' } };
