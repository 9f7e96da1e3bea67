import type { ResourceReport, RunReport } from '../../pipeline/report.ts';
import { printable } from '../../core/printable.ts';
import type { PlaceOptions } from '../options.ts';
import type { TextOutput } from '../terminal.ts';
import { countOf, countText, durationText } from './figures.ts';
import type { Guide } from '../../guides/guide.ts';
import { guideJson } from './guide-text.ts';
import { jsonText } from './json.ts';
import { tableText } from './table.ts';
import { verdictHints } from './verdict-hints.ts';

/** One line: the JSON object that `run --json` promises. */
export function reportJson(report: RunReport, guide?: Guide): string {
  const read = guide === undefined ? {} : { guide: guideJson(guide) };
  return `${jsonText({ ...reportSummary(report), ...read })}\n`;
}

/** What of a report is for machines, with the keys of the dataset format. */
export function reportSummary(report: RunReport): Readonly<Record<string, unknown>> {
  return {
    pipeline: report.pipeline,
    dataset: report.dataset,
    destination: report.destination,
    outcome: report.outcome,
    resumed: report.resumed,
    load_ids: report.loadIds,
    resources: report.resources.map(({ name, rows, pages, requests, end }) => ({
      name,
      rows,
      pages,
      requests,
      verdict: end?.verdict ?? null,
      reason: end?.reason ?? null,
      ignored_walks: end?.ignoredWalks ?? 0,
    })),
    notices: report.notices ?? [],
    started_at: report.startedAt,
    elapsed_ms: Math.round(report.elapsedMs),
  };
}

/** For people: what arrived, how sure it is that this is all, where it is and how to look at it. */
export function summaryText(report: RunReport, options: PlaceOptions, to: TextOutput): string {
  return [
    `${headline(report, to)}\n\n`,
    resourceTable(report.resources, to),
    verdictHints(report.resources, to),
    `\nThe data is in ${shown(report.destination)}, dataset ${shown(report.dataset)}. Look at it:\n`,
    `  ${to.style('cyan', queryCommand(report.pipeline, options, 'show tables'))}\n`,
  ].join('');
}

/** Rows, pages, requests and verdict of each resource. */
export function resourceTable(resources: readonly ResourceReport[], to: TextOutput): string {
  return tableText(
    [
      { title: 'resource' },
      { title: 'rows', align: 'right' },
      { title: 'pages', align: 'right' },
      { title: 'requests', align: 'right' },
      { title: 'verdict' },
      { title: 'because' },
    ],
    resources.map(({ name, rows, pages, requests, end }) => [
      name,
      ...[rows, pages, requests].map(countText),
      end?.verdict ?? 'unfinished',
      because(end),
    ]),
    to,
  );
}

function because(end: ResourceReport['end']): string {
  const ignored = end?.ignoredWalks ?? 0;
  return `${end?.reason ?? ''}${ignored > 1 ? `; ${ignored} walks ended like this` : ''}`;
}

/** The command line that asks this pipeline, from the same folder. */
export function queryCommand(pipeline: string, { pipelinesDir }: PlaceOptions, sql: string): string {
  const folder = pipelinesDir === undefined ? '' : ` --pipelines-dir ${shellWord(pipelinesDir)}`;
  return `sluice query ${shellWord(pipeline)} "${sql}"${folder}`;
}

function headline({ outcome, resumed, resources, loadIds, elapsedMs, pipeline }: RunReport, to: TextOutput): string {
  const rows = countOf(
    resources.reduce((sum, resource) => sum + resource.rows, 0),
    'row',
  );
  const figures = `${rows} in ${countOf(loadIds.length, 'load')}, ${durationText(elapsedMs)}`;
  if (outcome === 'interrupted') {
    const next = 'Run the same command again: it goes on where this run stopped.';
    return `${to.style('yellow', `Interrupted ${shown(pipeline)}`)}: ${figures} so far, all committed.\n${next}`;
  }
  const ending = resumed ? ', together with the run that was interrupted' : '';
  return `${to.style('green', `Loaded ${shown(pipeline)}`)}: ${figures}${ending}`;
}

function shellWord(text: string): string {
  const word = shown(text);
  return /^[\w./:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function shown(text: string): string {
  return printable(text, 500);
}
