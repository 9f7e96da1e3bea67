import { printable } from '../../core/printable.ts';
import type { AskedResource, CredentialProof, ResourceCheck } from '../../pipeline/check.ts';
import type { Guide } from '../../guides/guide.ts';
import type { Source, SourceRemark } from '../../sources/source.ts';
import type { TextFormat, TextOutput } from '../terminal.ts';
import { guideJson } from './guide-text.ts';
import { countOf } from './figures.ts';
import { wrapped } from './width.ts';

/** What `check` found. */
export interface CheckFindings {
  readonly name: string;
  readonly source: Source;
  readonly remarks: readonly SourceRemark[];
  /** Absent where the API was not to be asked. */
  readonly live?: readonly ResourceCheck[] | undefined;
  /** Of a guide only. */
  readonly guide?: Guide | undefined;
}

/** Remarks for people, the worst first, and how many there are. */
export function checkText({ name, source, remarks }: CheckFindings, to: TextOutput): string {
  const sorted = kinds.flatMap((kind) => remarks.filter((remark) => remark.kind === kind));
  return [
    `${to.style('bold', shown(name))}: ${countOf(source.resources.length, 'resource')}, no mistakes\n`,
    ...groupsOf(sorted).map((group) => groupText(group, to)),
    remarks.length === 0 ? 'Nothing to remark.\n' : `${countsOf(remarks)}.\n`,
  ].join('');
}

/** One resource that was asked, for people, as soon as it was. */
export function liveLine(check: ResourceCheck, to: TextOutput): string {
  const name = to.style('bold', shown(check.resource));
  if (check.kind === 'unasked') return `${to.style('yellow', '-')} ${name}: not asked, ${shown(check.reason)}\n`;
  const status = check.status === undefined ? 'no answer' : `status ${check.status}`;
  const facts = [status, ...foundFacts(check), ...credentialFacts(check)].join('; ');
  const { error } = check;
  const why =
    error === undefined ? '' : `  ${linesOf(error.message)}\n  ${to.style('cyan', '→')} ${linesOf(error.hint)}\n`;
  const mark = isBad(check) ? to.style('red', '✗') : to.style('green', '✓');
  return `${mark} ${name}: ${facts}\n${why}`;
}

/** What the cheapest request of a connector proved, for people. */
export function credentialsLine({ check, as }: CredentialProof, to: TextOutput): string {
  const error = check.kind === 'asked' ? check.error : undefined;
  if (error === undefined) {
    const whose = as === undefined ? '' : ` (as ${shown(as)})`;
    return `${to.style('green', '✓')} credentials: ok${whose}\n`;
  }
  const isRefused = check.kind === 'asked' && check.credentials === 'refused';
  return `${to.style('red', '✗')} credentials: ${isRefused ? 'refused' : 'not proven'}\n  ${linesOf(error.message)}\n  ${to.style('cyan', '→')} ${linesOf(error.hint)}\n`;
}

/** True for a resource that would not load as it is; a refusal that `response_actions` ignore is none. */
export function isBad(check: ResourceCheck): boolean {
  return check.kind === 'asked' && check.error !== undefined;
}

/** The same for machines. */
export function checkJson({ name, source, remarks, live, guide }: CheckFindings): unknown {
  return {
    source: name,
    resources: source.resources.map((resource) => resource.name),
    remarks: remarks.map(({ resource = null, path, kind, message, hint }) => ({ resource, path, kind, message, hint })),
    ...(live === undefined ? {} : { live: live.map(liveJson) }),
    ...(guide === undefined ? {} : { guide: guideJson(guide) }),
  };
}

const kinds = ['contradiction', 'risk', 'note'] as const;
const formats: Readonly<Record<SourceRemark['kind'], TextFormat>> = {
  contradiction: 'red',
  risk: 'yellow',
  note: 'dim',
};

/** Remarks that say the same of several resources. */
function groupsOf(remarks: readonly SourceRemark[]): readonly (readonly SourceRemark[])[] {
  const groups = new Map<string, SourceRemark[]>();
  for (const remark of remarks) {
    const { kind, path, message, hint } = remark;
    const key = JSON.stringify([kind, path.replace(indexForm, '[]'), message, hint]);
    groups.set(key, [...(groups.get(key) ?? []), remark]);
  }
  return [...groups.values()];
}

const indexForm = /(?<=^resources)\[\d+\]/;

function groupText(group: readonly SourceRemark[], to: TextOutput): string {
  const [first] = group;
  if (first === undefined) return '';
  const { kind, path, message, hint } = first;
  const names = group.flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
  const of = names.length === 0 ? '' : ` (${names.map(shown).join(', ')})`;
  const places = group.flatMap((remark) => indexForm.exec(remark.path)?.[0].slice(1, -1) ?? []);
  const place = group.length === 1 ? path : path.replace(indexForm, `[${places.join(', ')}]`);
  const what = wrapped(`  ${kind}  ${shown(place)}${of}: ${shown(message)}`, to, 4);
  const advice = wrapped(`    → ${shown(hint)}`, to, 6);
  return [
    `${what.replace(kind, () => to.style(formats[kind], kind))}\n`,
    `${advice.replace('→', () => to.style('cyan', '→'))}\n`,
  ].join('');
}

function countsOf(remarks: readonly SourceRemark[]): string {
  return kinds
    .map((kind) => [kind, remarks.filter((remark) => remark.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => countOf(count, kind))
    .join(', ');
}

function foundFacts({ found }: AskedResource): readonly string[] {
  if (found === undefined) return [];
  const at = found.rowsAt === undefined ? '' : ` at ${shown(found.rowsAt)}`;
  const next = found.end === undefined ? 'there is a next page' : `the walk ends: ${shown(found.end.reason)}`;
  return [`${countOf(found.rows, 'row')}${at}`, next];
}

function credentialFacts({ credentials }: AskedResource): readonly string[] {
  return credentials === 'none' || credentials === 'unknown' ? [] : [`credentials ${credentials}`];
}

function liveJson(check: ResourceCheck): unknown {
  const { resource, parent = null } = check;
  if (check.kind === 'unasked') return { resource, parent, asked: false, ok: true, reason: check.reason };
  const { status = null, credentials, found, error = null } = check;
  return {
    resource,
    parent,
    asked: true,
    ok: !isBad(check),
    status,
    credentials,
    rows: found?.rows ?? null,
    rows_at: found?.rowsAt ?? null,
    has_next: found === undefined ? null : found.end === undefined,
    verdict: found?.end?.verdict ?? null,
    reason: found?.end?.reason ?? null,
    error,
  };
}

function shown(text: string): string {
  return printable(text, 2000);
}

function linesOf(text: string): string {
  return text.split('\n').map(shown).join('\n  ');
}
