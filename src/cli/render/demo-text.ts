import { printable } from '../../core/printable.ts';
import type { DemoOutcome } from '../commands/demo-shows.ts';
import type { TextOutput } from '../terminal.ts';
import { countOf, countText, durationText } from './figures.ts';
import { queryTable } from './query-table.ts';
import { queryCommand, resourceTable } from './run-report.ts';
import { tableText } from './table.ts';

/** What the demo is about to do, and where. */
export function introText({ file }: { readonly file: string }, to: TextOutput): string {
  return `Local APIs on 127.0.0.1 are loaded into ${to.style('cyan', printable(file, 500))}\n`;
}

/** The head of one show. */
export function showText({ name, about }: { readonly name: string; readonly about: string }, to: TextOutput): string {
  return `\n${to.style('bold', `━━ ${name}`)}: ${about}\n\n`;
}

/** Verdicts, tables, rows, and a question with its answer. */
export function answerText({ report, status, sql, answer }: DemoOutcome, to: TextOutput): string {
  const tables = tableText(
    [{ title: 'table' }, { title: 'rows', align: 'right' }, { title: 'columns', align: 'right' }],
    status.tables.map(({ name, rowCount, columns }) => [name, countText(rowCount), countText(columns.length)]),
    to,
  );
  const rows = report.resources.reduce((sum, resource) => sum + resource.rows, 0);
  const loaded = `Loaded ${countOf(rows, 'row')} in ${durationText(report.elapsedMs)}`;
  return [
    resourceTable(report.resources, to),
    `\n${to.style('green', loaded)}; tables of dataset ${printable(report.dataset, 100)}:\n\n`,
    tables,
    `\n${to.style('cyan', sql)}\n\n`,
    queryTable(answer, to),
  ].join('');
}

/** Where to go from here. */
export function endText({ pipelinesDir }: { readonly pipelinesDir: string }, to: TextOutput): string {
  const command = queryCommand('svix', { pipelinesDir }, 'select * from applications limit 3');
  return `\nAsk more:\n  ${to.style('cyan', command)}\n`;
}
