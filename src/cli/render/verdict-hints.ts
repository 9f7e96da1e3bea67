import { printable } from '../../core/printable.ts';
import type { ResourceReport } from '../../pipeline/report.ts';
import type { TextOutput } from '../terminal.ts';

/** For each resource whose end nobody could prove, a line with what to configure so that the next run can. */
export function verdictHints(resources: readonly ResourceReport[], to: TextOutput): string {
  return resources
    .flatMap(({ name, end }) => (end?.verdict === 'unknown' ? [{ name, reason: end.reason }] : []))
    .map(({ name, reason }) => `${to.style('yellow', 'unknown')} ${printable(name, 200)}: ${hintFor(reason)}\n`)
    .join('');
}

function hintFor(reason: string): string {
  return hints.find(([pattern]) => pattern.test(reason))?.[1] ?? otherwise;
}

/** By what the end of the walk says; the texts are those of the paginators. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/maximum_\w+/, 'leave out the maximum of its paginator to load everything'],
  [/--limit|page limit/, 'run without --limit to load everything'],
  [
    /no paginator|one page was asked/,
    'name the paginator of its endpoint: page_number, offset, cursor, json_link or header_link',
  ],
  [/response_actions/, 'leave the status out of response_actions if it can also come in the middle of a list'],
  [/ has no /, 'correct has_more_path of its paginator, or set total_path instead'],
  [/is empty, but the API counts/, 'check base_page and total_path of its paginator: the count does not fit the pages'],
];

const otherwise = 'set total_path or has_more_path of its paginator, so that the API says where the list ends';
