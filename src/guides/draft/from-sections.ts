/** The statements of a Markdown guide: its sections told apart by what they are about. */
import type { Fact } from '../markdown/facts.ts';
import { codesIn, plainValue } from '../markdown/facts.ts';
import type { Section } from '../markdown/sections.ts';
import { authFromFacts } from './auth.ts';
import { emptyDraft, type Draft, type Tell } from './draft.ts';
import { endpointsIn, isEndpointWithoutPath, selectorFrom, type FoundEndpoint } from './endpoint-facts.ts';
import { ignored, saidBy, shortOf } from './ignored.ts';
import { incrementalFromFacts } from './incremental.ts';
import { rateLimitFrom, retryFrom } from './manners.ts';
import { endpointKeys, incrementalKeys, keyFor, resourceKeys } from './names.ts';
import { paginatorFromProse } from './paginator.ts';
import { headersFromFacts } from './headers.ts';
import { readEndpointFacts } from './read-endpoint-facts.ts';

/** Sections that look like endpoints and give no path: the code may have it. */
export interface SectionsDraft extends Draft {
  readonly pathless: readonly FoundEndpoint[];
}

export function draftFromSections(root: Section, tell: Tell): SectionsDraft {
  const draft = emptyDraft();
  const pathless: FoundEndpoint[] = [];
  visit(root, []);
  return { ...draft, pathless };

  function visit(section: Section, trail: readonly string[]): void {
    const titles = [...trail, section.title];
    const endpoints = endpointsIn(section, trail);
    for (const endpoint of endpoints) draft.resources.push(readEndpointFacts(endpoint, draft.resources, tell));
    if (endpoints.some(({ line }) => line === section.line && section.line > 0 && section.title !== '')) return;
    const taken = new Set(endpoints.map(({ line }) => line));
    const facts = section.facts.filter(({ line, isExample }) => !taken.has(line) && isExample !== true);
    if (isEndpointWithoutPath(section, trail)) pathless.push({ ...section, path: undefined });
    else readGeneral({ ...section, facts }, titles, draft, tell);
    for (const child of section.children) visit(child, titles);
  }
}

type ReadTopic = (section: Section, titles: readonly string[], draft: Draft, tell: Tell) => void;

/** What the title of a section is about; the most particular first. */
const topics: readonly (readonly [RegExp, ReadTopic])[] = [
  [/schema|^fields|data model|columns/i, readSchema],
  [/incremental|delta|change tracking|sync strategy/i, readIncremental],
  [/depend|relationship|mapping|hierarch|parent/i, readDependencies],
  [/base ?url|root url|host/i, readBase],
  [/auth|credential|security/i, readAuth],
  [/paginat|paging/i, readPaging],
  [/rate|limit|throttl|retr|error|resilien|behaviou?r|special|burst/i, readManners],
  [/header/i, readHeaders],
];

function readGeneral(section: Section, titles: readonly string[], draft: Draft, tell: Tell): void {
  const read = titles.toReversed().flatMap((title) => topics.filter(([pattern]) => pattern.test(title)))[0]?.[1];
  if (read === undefined || section.title === '') readLoose(section, draft, tell);
  else read(section, titles, draft, tell);
}

/** Facts under a heading that says nothing, such as "Configuration" or "Overview". */
function readLoose({ facts, title }: Section, draft: Draft, tell: Tell): void {
  for (const fact of facts) {
    const one = { title, depth: 0, line: fact.line, facts: [fact], children: [] };
    if (/^(?:base|root|api) ?(?:url|uri|host)|^host$|^endpoint base/i.test(fact.key)) readBase(one, [], draft, tell);
    else if (/^auth/i.test(fact.key)) readAuth({ ...one, facts: authFacts(fact) }, [], draft, tell);
    else if (/^paginat|^paging/i.test(fact.key))
      setPaginator({ words: fact.value, facts: fact.children, line: fact.line }, draft, tell);
    else if (/rate|limit|retr|backoff/i.test(fact.key)) readManners(one, [], draft, tell);
    else if (/header/i.test(fact.key)) readHeaders(one, [], draft, tell);
    else if (!readDefault(fact, draft, tell) && fact.key !== '') ignored(fact, title, tell);
  }
  noteIncremental(facts, draft);
}

/** "The API supports incremental synchronization": a promise that somebody has to keep. */
function noteIncremental(facts: readonly Fact[], draft: Draft): void {
  const fact = facts.find(({ key, value }) => key === '' && /support[^.]*incremental/i.test(value));
  if (fact === undefined) return;
  draft.asides.push({ kind: 'incremental', line: fact.line, about: '', value: null });
}

/** The type is in the bullet itself: `**Authentication**: Bearer token`. */
function authFacts(fact: Fact): readonly Fact[] & Fact[] {
  return [{ ...fact, key: 'Type', children: [] }, ...fact.children];
}

function readBase({ facts }: Section, _titles: readonly string[], draft: Draft, tell: Tell): void {
  for (const fact of facts) {
    const [, url] = /(https?:\/\/[^\s`"'<>)|]*(?:<[^>\s]+>[^\s`"'<>)|]*)*)/i.exec(fact.value) ?? [];
    if (url !== undefined && !draft.client.has('base_url')) {
      draft.client.set('base_url', { value: url.replace(/[.,;]$/, ''), line: fact.line });
      tell({ kind: 'taken', line: fact.line, path: 'client.base_url', message: `the address is ${url}` });
    } else if (fact.key !== '') ignored(fact, 'Base URL', tell);
  }
}

function readAuth(section: Section, _titles: readonly string[], draft: Draft, tell: Tell): void {
  if (draft.client.has('auth') && section.facts.length === 0) return;
  const auth = authFromFacts(section.facts, tell);
  if (auth === undefined || draft.client.has('auth')) return;
  const line = section.facts[0]?.line ?? section.line;
  draft.client.set('auth', { value: auth, line });
  tell({
    kind: 'taken',
    line,
    path: 'client.auth',
    message: auth === null ? 'no credentials are needed' : 'how requests prove who asks',
  });
}

function readPaging(section: Section, _titles: readonly string[], draft: Draft, tell: Tell): void {
  if (section.facts.length === 0) return;
  const [first] = section.facts;
  const words = first?.key === '' ? first.value : '';
  setPaginator({ words, facts: section.facts, line: section.line }, draft, tell);
}

interface PagingWords {
  readonly words: string;
  readonly facts: readonly Fact[];
  readonly line: number;
}

function setPaginator({ words, facts, line }: PagingWords, draft: Draft, tell: Tell): void {
  const paginator = paginatorFromProse(words, facts, { tell, line });
  if (paginator === undefined || draft.client.has('paginator')) return;
  draft.client.set('paginator', { value: paginator, line });
  tell({
    kind: 'taken',
    line,
    path: 'client.paginator',
    message: 'how pages hang together, for all lists that do not say it themselves',
  });
}

function readManners({ facts, title }: Section, _titles: readonly string[], draft: Draft, tell: Tell): void {
  const all = facts.flatMap((fact) => [fact, ...fact.children]);
  const retry = retryFrom(all, tell);
  if (retry !== undefined)
    draft.client.set('retry', {
      value: { ...(draft.client.get('retry')?.value as object | undefined), ...(retry as object) },
      line: facts[0]?.line ?? 1,
    });
  for (const fact of all) {
    const limit = rateLimitFrom(fact);
    if (limit !== undefined && !draft.client.has('rate_limit')) {
      draft.client.set('rate_limit', { value: limit, line: fact.line });
      tell({
        kind: 'taken',
        line: fact.line,
        path: 'client.rate_limit',
        message: `"${saidBy(fact)}" is not exceeded (L14)`,
      });
    } else if (/header/i.test(fact.key))
      readHeaders({ title, depth: 0, line: fact.line, facts: [fact], children: [] }, [], draft, tell);
    else if (fact.key === '' || /retr|back-?off|attempt/i.test(fact.key + fact.value)) continue;
    else if (/requests?\b|calls?\b|\brate|\blimit|burst|throttl/i.test(fact.key)) tellPace(fact, tell);
    else ignored(fact, title, tell);
  }
}

function readHeaders(section: Section, _titles: readonly string[], draft: Draft, tell: Tell): void {
  headersFromFacts(section, draft, tell);
}

function tellPace(fact: Fact, tell: Tell): void {
  const message = `"${shortOf(fact)}" gives no number of requests: the pace follows what the API answers`;
  tell({ kind: 'ignored', line: fact.line, path: 'client.rate_limit', message });
}

/** A key, a selector or a disposition that is said of no endpoint in particular holds for all. */
function readDefault(fact: Fact, draft: Draft, tell: Tell): boolean {
  const own = keyFor(fact.key, resourceKeys);
  if (own === 'primary_key' || own === 'write_disposition') {
    draft.defaults.set(own, { value: plainValue(fact.value), line: fact.line });
    tell({
      kind: 'taken',
      line: fact.line,
      path: `resource_defaults.${own}`,
      message: `"${fact.value}" holds for all`,
    });
    return true;
  }
  if (keyFor(fact.key, endpointKeys) !== 'data_selector') return false;
  const selector = selectorFrom(fact.value);
  if (selector === undefined) return false;
  draft.endpointDefaults.set('data_selector', { value: selector, line: fact.line });
  tell({
    kind: 'taken',
    line: fact.line,
    path: 'resource_defaults.endpoint.data_selector',
    message: `rows are at ${selector}, for all`,
  });
  return true;
}

function readSchema({ facts, title }: Section, _titles: readonly string[], draft: Draft, tell: Tell): void {
  for (const fact of facts) {
    if (/^(?:fields?|columns|attributes|properties|required|required fields)$/i.test(fact.key)) {
      draft.asides.push({ kind: 'schema', line: fact.line, about: title, value: [...codesIn(fact.value)] });
      continue;
    }
    tell({
      kind: 'ignored',
      line: fact.line,
      path: 'resources.columns',
      message: 'what fields are like is read from the rows themselves',
    });
  }
}

function readIncremental(section: Section, titles: readonly string[], draft: Draft, tell: Tell): void {
  const { facts, title, line } = section;
  if (facts.length === 0) return;
  const grouped = facts.filter((fact) => fact.children.length > 0 && keyFor(fact.key, incrementalKeys) === undefined);
  for (const fact of grouped) aside(fact.children, fact.key === '' ? fact.value : fact.key, fact.line);
  const own = facts.filter((fact) => !grouped.includes(fact));
  if (own.length > 0)
    aside(own, titles.slice(-2).includes(title) ? title : titles.slice(-2).join(' '), own[0]?.line ?? line);

  function aside(said: readonly Fact[], about: string, at: number): void {
    const incremental = incrementalFromFacts(said, tell);
    if (incremental === undefined) return;
    const named = said.find(({ key }) => keyFor(key, incrementalKeys) === 'resource')?.value ?? '';
    draft.asides.push({
      kind: 'incremental',
      line: at,
      about: `${about}\n${named}\n${said.map(({ value }) => value).join('\n')}`,
      value: incremental,
    });
  }
}

function readDependencies({ facts }: Section, _titles: readonly string[], draft: Draft, tell: Tell): void {
  for (const fact of facts.flatMap((one) => [one, ...one.children])) {
    const text = (fact.key === '' ? fact.value : `${fact.key}: ${fact.value}`).replaceAll('`', '');
    const [, child, parent] =
      /^(?:the )?(.{1,60}?) (?:depends?|relies|rely) on (?:the )?(.{1,60}?)(?=$|[:.,;(–—]| (?:via|through|for|using|by)\b)/i.exec(
        text,
      ) ?? [];
    const [, above, below] = /^([^:.]{1,60}?)\s*(?:→|->|⟶)\s*([^:.]{1,60}?)(?=$|[:.(])/.exec(text) ?? [];
    const [, keyed] =
      /depends? on (?:the )?(.{1,60}?)(?=$|[:.,;(–—]| (?:via|through|for|using|by)\b)/i.exec(
        fact.value.replaceAll('`', ''),
      ) ?? [];
    const about = child ?? below ?? (keyed === undefined ? undefined : fact.key);
    const on = parent ?? above ?? keyed;
    if (about !== undefined && on !== undefined && !/^no\b/i.test(fact.value)) {
      draft.asides.push({ kind: 'dependency', line: fact.line, about, on, value: text });
    } else if (/map|identif|filter|use/i.test(text) && codesIn(fact.value).length > 0) {
      draft.asides.push({ kind: 'mapping', line: fact.line, about: text, value: [...codesIn(fact.value)] });
    } else ignored(fact, 'Dependencies', tell);
  }
}
