import { printable } from '../../core/printable.ts';
import type { TextOutput } from '../terminal.ts';
import { widthOf } from '../../core/text-width.ts';
import { fitted } from './width.ts';

export interface TableColumn {
  readonly title: string;
  /** @default 'left' */
  readonly align?: 'left' | 'right' | undefined;
}

/**
 * Lines of a table: titles, a rule, rows. On a screen the widest columns give way until it fits; elsewhere nothing is
 * cut. Control characters in cells are escaped (case S13).
 */
export function tableText(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  to: TextOutput,
): string {
  const cells = rows.map((row) => row.map((cell) => printable(cell, to.interactive ? longestCell : cell.length)));
  const titles = columns.map(({ title }) => printable(title, 100));
  const widths = fitWidths(
    titles.map((title, index) => Math.max(widthOf(title), ...widestOf(cells, index))),
    to.interactive ? to.size().columns : Number.POSITIVE_INFINITY,
  );
  const line = (texts: readonly string[]): string =>
    widths
      .map((width, index) => fitted(texts[index] ?? '', width, columns[index]?.align))
      .join(gap)
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join(gap);
  return [to.style('bold', line(titles)), to.style('dim', rule), ...cells.map(line), ''].join('\n');
}

const gap = '  ';
const longestCell = 500;
const narrowest = 8;

/** One number, in a list so that no table is too long to be spread. */
function widestOf(cells: readonly (readonly string[])[], index: number): readonly number[] {
  return [cells.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? '')), 0)];
}

function fitWidths(wanted: readonly number[], available: number): readonly number[] {
  const widths = [...wanted];
  const excess = (): number => widths.reduce((sum, width) => sum + width + gap.length, -gap.length) - available;
  while (excess() > 0) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) return widths;
    const index = widths.indexOf(widest);
    const next = Math.max(narrowest, ...widths.filter((width) => width < widest));
    widths[index] = Math.max(next === widest ? narrowest : next, widest - excess(), narrowest);
  }
  return widths;
}
