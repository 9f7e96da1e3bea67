/**
 * Rows that come, change and go. A row is a number and how often it changed; what it looks like is made from both, so
 * that the same seed and the same moment always show the same rows.
 */

/** The rows of one list, oldest first. */
export interface LivingRows {
  readonly rows: readonly LivingRow[];
  /** Number of the next row that is born: numbers of rows that are gone are not given again. */
  readonly next: number;
}

export interface LivingRow {
  readonly index: number;
  /** 0 until it changes for the first time. */
  readonly revision: number;
}

/** As many rows as a list begins with. */
export function bornRows(count: number): LivingRows {
  return { rows: Array.from({ length: count }, (_, index) => ({ index, revision: 0 })), next: count };
}

/**
 * One moment later: of about seven rows one has changed, of thirteen one is gone, and for each thirty there is a new
 * one. A list without rows stays so.
 * @param moment from 1
 */
export function advancedRows({ rows, next }: LivingRows, moment: number): LivingRows {
  if (rows.length === 0) return { rows, next };
  const left = rows
    .filter(({ index }) => index % 13 !== (moment * 5) % 13)
    .map((row) => (row.index % 7 === moment % 7 ? { ...row, revision: row.revision + 1 } : row));
  const born = Array.from({ length: Math.ceil(rows.length / 30) }, (_, offset) => ({
    index: next + offset,
    revision: 0,
  }));
  return { rows: [...left, ...born], next: next + born.length };
}
