import { draftFromCode, type Refuse } from './draft/from-code.ts';
import { draftFromSections, type SectionsDraft } from './draft/from-sections.ts';
import type { Draft, Statements, Tell } from './draft/draft.ts';
import { indexOfSame, joinDrafts } from './draft/join.ts';
import { isSameName, resourceName } from './draft/names.ts';
import { notAGuide, notUnderstood } from './errors.ts';
import type { Finding, Guide, GuideConfig, GuideValue, StandInAddress, VariableLookup } from './guide.ts';
import { checkWhole } from './markdown/check-whole.ts';
import { pythonIn } from './markdown/python-blocks.ts';
import { readSections } from './markdown/sections.ts';
import { readPython } from './python/read-python.ts';
import { settleAddress } from './rules/address.ts';
import { attachAsides } from './rules/asides.ts';
import { tolerateMissingDetails } from './rules/details.ts';
import { settleIncremental } from './rules/incremental.ts';
import { checkNames, settlePaths, tellDoubledPaths } from './rules/names.ts';
import { settlePaginators } from './rules/paginators.ts';
import { bindPlaceholders } from './rules/parents.ts';
import { settleAuth } from './rules/secrets.ts';
import { leaveOutWrites } from './rules/writes.ts';
import { copyKeys, settleDispositions, shareEnvelope } from './rules/tables.ts';

export interface GuideText {
  readonly text: string;
  /** As the user wrote it; one that ends in `.py` is Python, all others are Markdown. */
  readonly file: string;
  /** Variables for placeholders. @default none is set */
  readonly variable?: VariableLookup | undefined;
}

/**
 * What a guide says, as a configuration and a report. Looks nothing up but the variables that placeholders name.
 * @throws `config_unreadable` with the line, for what cannot be read as a whole: nothing of it is used then
 */
export function readGuide({ text, file, variable = () => undefined }: GuideText): Guide {
  const findings: Finding[] = [];
  const tell: Tell = (finding) => findings.push(finding);
  const isPython = /\.py$/i.test(file);
  const refuse: Refuse = (line, why) => (isPython ? notUnderstood(file, line, why) : notAGuide(file, line, why));
  const whole = text.replaceAll(/\r\n?/g, '\n').replace(/^\uFEFF/, '');
  const draft = isPython ? pythonDraft(whole, file, tell) : markdownDraft(whole, file, tell, refuse);
  const [tooMany] = draft.resources.slice(mostEndpoints);
  if (tooMany !== undefined) throw refuse(tooMany.line, `it names more than ${mostEndpoints} endpoints`);
  const made = applyRules(draft, { tell, refuse, variable, isPython });
  return {
    config: configOf(draft, made.resources),
    findings: findings.toSorted((one, other) => one.line - other.line),
    standIn: made.standIn,
    lines: linesOf(draft),
  };
}

/** Each is compared with all others; no API has so many lists. */
const mostEndpoints = 1000;

function pythonDraft(text: string, file: string, tell: Tell): Draft {
  const { config, line } = readPython(text, file);
  tell({ kind: 'taken', line, path: '', message: 'the configuration' });
  const draft = draftFromCode(config, tell, (at, why) => notUnderstood(file, at, why));
  for (const { name, line: at, own, endpoint } of draft.resources) {
    const keys = [...own.keys(), ...endpoint.keys()].join(', ');
    tell({
      kind: 'taken',
      line: at,
      resource: name,
      path: 'resources',
      message: `the code gives its ${keys || 'name'}`,
    });
  }
  return draft;
}

function markdownDraft(text: string, file: string, tell: Tell, refuse: Refuse): Draft {
  const guide = readSections(text);
  checkWhole(text, guide, refuse);
  const said: Finding[] = [];
  const prose = draftFromSections(guide.root, (finding) => said.push(finding));
  leaveOutWrites(prose.resources, tell);
  const examples = new Set(said.filter(({ path }) => path === 'endpoint.path').map(({ line }) => line));
  const python = pythonIn(
    guide.code.filter(({ line }) => !examples.has(line)),
    tell,
  );
  const code = python === undefined ? undefined : pythonDraft(python, file, tell);
  for (const finding of said) tell({ ...finding, resource: nameInCode(finding, prose, code) });
  checkPathless(prose, code, refuse);
  const draft = joinDrafts(code, prose, tell);
  if (draft.resources.length === 0)
    throw refuse(1, 'it names no endpoint: a heading, a bullet or a row of a table with a path');
  return draft;
}

/** The text may call a resource otherwise than the code, whose name it has: it is told by that one. */
function nameInCode({ resource, line }: Finding, prose: Draft, code: Draft | undefined): string | undefined {
  if (code === undefined) return resource;
  const said = prose.resources.findLast((one) => one.name === resource && one.line <= line);
  if (said === undefined) return resource;
  return code.resources[indexOfSame(code.resources, said)]?.name ?? resource;
}

/** A section that describes an endpoint and gives no path would be a stream that is silently left out. */
function checkPathless(prose: SectionsDraft, code: Draft | undefined, refuse: Refuse): void {
  const known = [...prose.resources, ...(code?.resources ?? [])];
  for (const { title, line } of prose.pathless) {
    if (known.some(({ name }) => isSameName(name, resourceName(title)))) continue;
    throw refuse(line, `"${title}" describes an endpoint and gives no path; the guide may be cut off`);
  }
}

interface Around {
  readonly tell: Tell;
  readonly refuse: Refuse;
  readonly variable: VariableLookup;
  readonly isPython: boolean;
}

/** In this order: each rule builds on what those before it settled. */
function applyRules(
  draft: Draft,
  around: Around,
): { readonly resources: readonly GuideValue[]; readonly standIn: StandInAddress | undefined } {
  const { tell, refuse, variable, isPython } = around;
  checkNames(draft, refuse);
  settlePaths(draft, tell);
  attachAsides(draft, tell);
  const standIn = settleAddress(draft, around);
  settleAuth(draft, tell);
  if (!isPython) shareEnvelope(draft, tell);
  settlePaginators(draft, tell);
  settleIncremental(draft, variable, tell);
  const resources = bindPlaceholders(draft, around);
  if (!isPython) tolerateMissingDetails(draft, tell);
  copyKeys(draft, tell);
  settleDispositions(draft, isPython, tell);
  tellDoubledPaths(draft, tell);
  return { resources, standIn };
}

function configOf(draft: Draft, made: readonly GuideValue[]): GuideConfig {
  const endpointDefaults = plain(draft.endpointDefaults);
  const defaults = {
    ...plain(draft.defaults),
    ...(draft.endpointDefaults.size === 0 ? {} : { endpoint: endpointDefaults }),
  };
  return {
    client: plain(draft.client),
    ...(Object.keys(defaults).length === 0 ? {} : { resource_defaults: defaults }),
    resources: [
      ...made,
      ...draft.resources.map(({ name, own, endpoint }) => ({
        name,
        ...plain(own),
        ...(endpoint.size === 0 ? {} : { endpoint: plain(endpoint) }),
      })),
    ],
    ...plain(draft.others),
  };
}

function linesOf({ client, defaults, resources }: Draft): ReadonlyMap<string, number> {
  const ofClient = [...client].map(([key, { line }]) => [`client.${key}`, line] as const);
  const ofAll = [...defaults].map(([key, { line }]) => [`resource_defaults.${key}`, line] as const);
  return new Map([...ofClient, ...ofAll, ...resources.map(({ name, line }) => [name, line] as const)]);
}

function plain(statements: Statements): { readonly [key: string]: GuideValue } {
  return Object.fromEntries([...statements].map(([key, { value }]) => [key, value]));
}
