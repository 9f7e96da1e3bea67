import { printable } from '../../core/printable.ts';
import type { Finding, Guide } from '../../guides/guide.ts';
import type { TextFormat, TextOutput } from '../terminal.ts';
import { wrapped } from './width.ts';

const kinds = ['contradictory', 'inferred', 'ignored', 'taken'] as const;
const formats: Readonly<Record<Finding['kind'], TextFormat>> = {
  contradictory: 'red',
  inferred: 'yellow',
  ignored: 'dim',
  taken: 'green',
};

/** What became of each statement of a guide, the doubtful ones first, with its lines; what is said of several is said once. */
export function guideText({ findings }: Guide, to: TextOutput): string {
  const sorted = kinds.flatMap((kind) => findings.filter((finding) => finding.kind === kind));
  return `\n${to.style('bold', 'What became of the guide')}\n${groupsText(sorted, to)}${countsOf(findings)}.\n`;
}

/** For the log of a run: each contradiction once, and how much there is beside them. */
export function guideWarnings({ findings }: Guide, file: string, to: TextOutput): string {
  const contradictions = findings.filter(({ kind }) => kind === 'contradictory');
  const all = `Guide ${printable(file, 200)}: ${countsOf(findings)}; sluice check shows each of them.\n`;
  return `${all}${groupsText(contradictions, to)}`;
}

/** The same for machines. */
export function guideJson({ findings, standIn }: Guide): unknown {
  return {
    stand_in: standIn ?? null,
    findings: findings.map(({ kind, line, resource = null, path, message, hint = null }) => ({
      kind,
      line,
      resource,
      path,
      message,
      hint,
    })),
  };
}

function groupsText(findings: readonly Finding[], to: TextOutput): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { kind, path, message, hint } = finding;
    const key = JSON.stringify([kind, path, message, hint]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map((group) => groupText(group, to)).join('');
}

/** One finding on a line; several that say the same have their resources on a line of their own. */
function groupText(group: readonly Finding[], to: TextOutput): string {
  const [first] = group;
  if (first === undefined) return '';
  const { kind, path, message, hint } = first;
  const lines = [...new Set(group.map(({ line }) => line))];
  const names = [...new Set(group.flatMap(({ resource }) => (resource === undefined ? [] : [resource])))];
  const [only = ''] = names;
  const at = `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`;
  const where = [names.length === 1 ? only : '', path].filter((part) => part !== '').map(shown);
  const what = `  ${kind}  ${at}${where.length === 0 ? '' : ` ${where.join(' ')}:`} ${shown(message)}`;
  const of = names.length > 1 ? `${wrapped(`    of ${names.map(shown).join(', ')}`, to, 7)}\n` : '';
  const advice = hint === undefined ? '' : `${wrapped(`    → ${shown(hint)}`, to, 6)}\n`;
  const head = wrapped(what, to, 4).replace(kind, () => to.style(formats[kind], kind));
  return `${head}\n${of}${advice.replace('→', () => to.style('cyan', '→'))}`;
}

function countsOf(findings: readonly Finding[]): string {
  return kinds.map((kind) => `${findings.filter((finding) => finding.kind === kind).length} ${kind}`).join(', ');
}

function shown(text: string): string {
  return printable(text, 2000);
}
