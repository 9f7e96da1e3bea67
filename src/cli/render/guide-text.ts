import { printable } from '../../core/printable.ts';
import type { Finding, Guide } from '../../guides/guide.ts';
import type { TextFormat, TextOutput } from '../terminal.ts';

const kinds = ['contradictory', 'inferred', 'ignored', 'taken'] as const;
const formats: Readonly<Record<Finding['kind'], TextFormat>> = {
  contradictory: 'red',
  inferred: 'yellow',
  ignored: 'dim',
  taken: 'green',
};

/** What became of each statement of a guide, the doubtful ones first, each with its line. */
export function guideText({ findings }: Guide, to: TextOutput): string {
  const sorted = kinds.flatMap((kind) => findings.filter((finding) => finding.kind === kind));
  return `\n${to.style('bold', 'What became of the guide')}\n${sorted.map((one) => findingText(one, to)).join('')}${countsOf(findings)}.\n`;
}

/** One line for the log of a run. */
export function guideLine({ findings }: Guide, file: string): string {
  return `Guide ${printable(file, 200)}: ${countsOf(findings)}; sluice check shows each of them.\n`;
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

function findingText({ kind, line, resource, path, message, hint }: Finding, to: TextOutput): string {
  const where = [resource, path].filter((part) => part !== undefined && part !== '').map((part) => shown(part ?? ''));
  const what = where.length === 0 ? '' : ` ${where.join(' ')}:`;
  const first = `  ${to.style(formats[kind], kind)}  line ${line}${what} ${shown(message)}\n`;
  return hint === undefined ? first : `${first}    ${to.style('cyan', '→')} ${shown(hint)}\n`;
}

function countsOf(findings: readonly Finding[]): string {
  return kinds.map((kind) => `${findings.filter((finding) => finding.kind === kind).length} ${kind}`).join(', ');
}

function shown(text: string): string {
  return printable(text, 2000);
}
