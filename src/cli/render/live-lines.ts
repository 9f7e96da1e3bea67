import { printable } from '../../core/printable.ts';
import type { TextFormat, TextOutput } from '../terminal.ts';
import { countOf, countText, durationText } from './figures.ts';
import type { ResourceFigures, RunFigures } from './run-figures.ts';
import { widthOf } from '../../core/text-width.ts';
import { fitted, shortened } from './width.ts';

/** The view of a run at one moment, each line no longer than the screen, with one line left for the cursor. */
export function liveLines(figures: RunFigures, nowMs: number, screen: TextOutput): readonly string[] {
  const { columns, rows } = screen.size();
  const nameWidth = Math.min(30, Math.max(8, ...[...figures.resources.keys()].map((name) => widthOf(shown(name)))));
  const entries = mostTelling([...figures.resources], Math.max(1, rows - 4));
  const hidden = figures.resources.size - entries.length;
  const line = (parts: readonly Part[]): string => styledLine(parts, columns - 1, screen);
  return [
    line([
      [printable(figures.title, 300), 'bold'],
      [figures.resumed ? '  (going on)' : '', 'yellow'],
    ]),
    ...entries.map(([name, resource]) => line(resourceParts(fitted(shown(name), nameWidth), resource, nowMs))),
    ...(hidden > 0 ? [line([[`  … and ${hidden} more`, 'dim']])] : []),
    line([[totals(figures), 'dim']]),
  ];
}

type Part = readonly [text: string, format?: TextFormat];

function resourceParts(name: string, resource: ResourceFigures, nowMs: number): readonly Part[] {
  const counts: Part = [
    `${fitted(countText(resource.pages), 8, 'right')} pages ${fitted(countText(resource.rows), 12, 'right')} rows  `,
  ];
  const { end, waiting } = resource;
  if (end !== undefined) {
    const color = end.verdict === 'short' ? 'red' : 'green';
    return [[end.verdict === 'short' ? '✖ ' : '✔ ', color], [name], counts, [printable(end.verdict, 20), 'dim']];
  }
  if (waiting !== undefined && waiting.untilMs > nowMs) {
    const left = `${Math.ceil((waiting.untilMs - nowMs) / 1000)} s`;
    const why = waiting.rateLimited
      ? `waiting ${left} for the rate limit`
      : `asking again in ${left}: ${printable(waiting.reason, 200)}`;
    return [['◌ ', 'yellow'], [name], counts, [why, 'yellow']];
  }
  return resource.pages === 0
    ? [
        ['· ', 'dim'],
        [name, 'dim'],
      ]
    : [['● ', 'cyan'], [name], counts];
}

function totals({ elapsedMs, requestsPerSecond, committedRows, committedLoads }: RunFigures): string {
  const committed =
    committedLoads === 0
      ? 'nothing committed yet'
      : `${countOf(committedRows, 'row')} committed in ${countOf(committedLoads, 'load')}`;
  return `  ${durationText(elapsedMs)} · ${requestsPerSecond.toFixed(1)} requests/s · ${committed}`;
}

/** Where not all fit: those at work first, then those that ended, then those that wait for their turn. */
function mostTelling(
  entries: readonly (readonly [string, ResourceFigures])[],
  most: number,
): readonly (readonly [string, ResourceFigures])[] {
  if (entries.length <= most) return entries;
  const rank = ([, { end, pages }]: readonly [string, ResourceFigures]): number =>
    end === undefined ? (pages > 0 ? 0 : 2) : end.verdict === 'short' ? 0 : 1;
  const chosen = new Set([...entries].sort((one, other) => rank(one) - rank(other)).slice(0, most));
  return entries.filter((entry) => chosen.has(entry));
}

function shown(name: string): string {
  return printable(name, 100);
}

/** Cuts by the width of the text, and colours only what is left: codes are never cut in two. */
function styledLine(parts: readonly Part[], columns: number, screen: TextOutput): string {
  let left = columns;
  let line = '';
  for (const [text, format] of parts) {
    const kept = shortened(text, left);
    left -= widthOf(kept);
    if (kept !== '') line += format === undefined ? kept : screen.style(format, kept);
  }
  return line;
}
