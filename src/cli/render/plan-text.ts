import { printable } from '../../core/printable.ts';
import type { PipelinePlan, PlannedResource } from '../../pipeline/report.ts';
import type { PlannedRequest } from '../../sources/source.ts';
import type { UnsetSecret } from '../sources/stand-ins.ts';
import type { TextOutput } from '../terminal.ts';
import { countOf } from './figures.ts';
import { legendText, withUnset } from './plan-legend.ts';
import { tableText } from './table.ts';

/** A plan for people: requests, resources, tables and keys, then the steps of one package with their SQL. */
export function planText(plan: PipelinePlan, unset: readonly UnsetSecret[], to: TextOutput): string {
  const title = (text: string): string => `\n${to.style('bold', text)}\n`;
  return [
    `${to.style('bold', 'Plan')} for ${shown(plan.pipeline)} → ${shown(plan.dataset)} in ${shown(plan.destination)}; nothing is sent\n`,
    resumeLine(plan),
    title('Requests, in order'),
    ...plan.requests.map((request, index) => requestText(withUnset(request, unset), index + 1, to)),
    plan.requests.length === 0 ? '  The source does not say which requests it makes.\n' : '',
    legendText(plan.requests, unset, to),
    title('Resources'),
    ...treeLines(plan.resources),
    title('Tables and keys'),
    keyTable(plan.resources, to),
    title('What each package does'),
    ...stepLines(plan, to),
  ].join('');
}

function resumeLine({ resumes }: PipelinePlan): string {
  if (resumes === undefined) return '';
  const begun = Object.keys(resumes.progress).length;
  return `Goes on with the run that began at ${shown(resumes.startedAt)}; ${countOf(begun, 'resource')} begun.\n`;
}

function requestText(request: PlannedRequest, position: number, to: TextOutput): string {
  const after = request.parent === undefined ? '' : `, for each row of ${shown(request.parent)}`;
  return [
    `  ${position}. ${to.style('cyan', `${shown(request.method)} ${shown(request.url)}`)}\n`,
    `     ${shown(request.resource)}${after}; ${shown(request.paging)}\n`,
    request.end === undefined ? '' : `     ends ${shown(request.end)}\n`,
    ...Object.entries(request.headers).map(
      ([name, value]) => to.style('dim', `     ${shown(name)}: ${shown(value)}`) + '\n',
    ),
    request.body === undefined ? '' : to.style('dim', `     ${shown(request.body)}`) + '\n',
  ].join('');
}

/** Children below their parents, whatever the order they come in. */
function treeLines(resources: readonly PlannedResource[], parent?: string, depth = 1): readonly string[] {
  return resources
    .filter((resource) => resource.parent === parent)
    .flatMap((resource) => [
      `${'  '.repeat(depth)}${shown(resource.name)}${resource.selected ? '' : ' (for its children only)'}\n`,
      ...treeLines(resources, resource.name, depth + 1),
    ]);
}

function keyTable(resources: readonly PlannedResource[], to: TextOutput): string {
  return tableText(
    [{ title: 'table' }, { title: 'resource' }, { title: 'write disposition' }, { title: 'primary key' }],
    resources
      .filter(({ selected }) => selected)
      .map(({ table, name, writeDisposition, primaryKey }) => [table, name, writeDisposition, primaryKey.join(', ')]),
    to,
  );
}

function stepLines({ steps }: PipelinePlan, to: TextOutput): readonly string[] {
  return steps.map(({ phase, kind, tables, statements }) =>
    [
      `  ${phase} ${kind.replaceAll('_', ' ')} ${tables.map(shown).join(', ')}`.trimEnd(),
      ...statements.flatMap((sql) => sql.split('\n')).map((line) => to.style('dim', `    ${shown(line)}`)),
      '',
    ].join('\n'),
  );
}

function shown(text: string): string {
  return printable(text, 2000);
}
