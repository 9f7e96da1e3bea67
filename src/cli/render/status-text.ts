import { printable } from '../../core/printable.ts';
import type { PipelineStatus } from '../../pipeline/report.ts';
import type { PlaceOptions } from '../options.ts';
import type { TextOutput } from '../terminal.ts';
import { bytesText, countText } from './figures.ts';
import { queryCommand, resourceTable } from './run-report.ts';
import { tableText } from './table.ts';
import { verdictHints } from './verdict-hints.ts';

export interface ListedPipeline {
  readonly name: string;
  readonly outcome: string;
  readonly startedAt: string;
  readonly destination: string;
  readonly dataset: string;
}

/** The pipelines of a folder, one a line. */
export function pipelineList(pipelines: readonly ListedPipeline[], folder: string, to: TextOutput): string {
  if (pipelines.length === 0) return `No pipeline ran yet with ${shown(folder)}. Start with \`sluice run <source>\`.\n`;
  return tableText(
    ['pipeline', 'last run', 'began', 'dataset', 'destination'].map((title) => ({ title })),
    pipelines.map(({ name, outcome, startedAt, dataset, destination }) => [
      name,
      outcome,
      startedAt,
      dataset,
      destination,
    ]),
    to,
  );
}

/** One pipeline for people: the last run, what waits, tables and rows. */
export function statusText(status: PipelineStatus, options: PlaceOptions, to: TextOutput): string {
  const { pipeline, dataset, destination, newestLoad, tables, waitingPackages, state } = status;
  return [
    `${to.style('bold', shown(pipeline))} → ${shown(dataset)} in ${shown(destination)}\n`,
    newestLoad === undefined ? 'Nothing is committed yet.\n' : `Newest load ${newestLoad}.\n`,
    state?.run === undefined
      ? ''
      : `A run that began at ${shown(state.run.startedAt)} is unfinished; the next run goes on.\n`,
    ...waitingPackages.map(
      ({ loadId, byteCount }) => `Package ${loadId} waits to be loaded, ${bytesText(byteCount)}.\n`,
    ),
    lastRunText(status, to),
    tables.length === 0 ? '' : `\n${tableList(status, to)}`,
    tables.length === 0 ? '' : `\n  ${to.style('cyan', queryCommand(pipeline, options, 'show tables'))}\n`,
  ].join('');
}

function lastRunText({ lastRun }: PipelineStatus, to: TextOutput): string {
  if (lastRun === undefined) return 'No note of a run on this machine.\n';
  const { outcome, report, error } = lastRun;
  const began = report === undefined ? '' : `, began at ${shown(report.startedAt)}`;
  const why = error === undefined ? '' : `${shown(error.message)}\n  → ${shown(error.hint)}\n`;
  const table =
    report === undefined ? '' : `\n${resourceTable(report.resources, to)}${verdictHints(report.resources, to)}`;
  return `Last run: ${outcome}${began}\n${why}${table}`;
}

function tableList({ tables }: PipelineStatus, to: TextOutput): string {
  return tableText(
    [{ title: 'table' }, { title: 'rows', align: 'right' }, { title: 'columns', align: 'right' }],
    tables.map(({ name, rowCount, columns }) => [name, countText(rowCount), countText(columns.length)]),
    to,
  );
}

function shown(text: string): string {
  return printable(text, 2000);
}
