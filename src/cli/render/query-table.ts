import type { QueryResult } from '../../destinations/destination.ts';
import type { TextOutput } from '../terminal.ts';
import { countOf } from './figures.ts';
import { tableText } from './table.ts';

/** Rows as a table, numbers to the right, and how many they are. */
export function queryTable({ columns, rows }: QueryResult, to: TextOutput): string {
  const isNumeric = (index: number): boolean =>
    rows.some((row) => typeof row[index] === 'number') &&
    rows.every((row) => row[index] === null || typeof row[index] === 'number');
  const titles = columns.map((title, index) => ({ title, align: isNumeric(index) ? ('right' as const) : undefined }));
  const cells = rows.map((row) => row.map((value) => (value === null ? 'null' : String(value))));
  return `${tableText(titles, cells, to)}${to.style('dim', countOf(rows.length, 'row'))}\n`;
}
