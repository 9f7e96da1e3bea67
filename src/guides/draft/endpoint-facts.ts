/** Where in a guide endpoints are: sections, bullets and rows of tables that have a path. */
import { codesIn, plainValue, type Fact } from '../markdown/facts.ts';
import type { Section } from '../markdown/sections.ts';
import { endpointKeys, keyFor, resourceKeys } from './names.ts';

export interface FoundEndpoint {
  /** What the guide calls it; may be empty. */
  readonly title: string;
  readonly line: number;
  readonly facts: readonly Fact[];
  readonly path: FoundPath | undefined;
}

export interface FoundPath {
  readonly path: string;
  readonly method?: string | undefined;
  readonly line: number;
  /** True where only an example request has it. */
  readonly isExample?: boolean | undefined;
}

/** The endpoints that begin in this section; one that is the section itself has its line. */
export function endpointsIn(section: Section, trail: readonly string[]): readonly FoundEndpoint[] {
  if (trail.some(isNoEndpoint) || isNoEndpoint(section.title)) return [];
  const path = pathInTitle(section) ?? pathIn(section.facts) ?? exampleIn(section, trail);
  if (path !== undefined && section.title !== '' && (!isGeneral(section.title) || trail.some(isGeneral))) {
    return [
      {
        title: titleWithoutPath(section.title),
        line: section.line,
        facts: [...section.facts, ...below(section)],
        path,
      },
    ];
  }
  return section.facts.flatMap((fact) => endpointOf(fact, section.title));
}

/** Sections that name many things, or no endpoint at all. */
function isGeneral(title: string): boolean {
  return /^(?:available |supported |api |rest )*(?:endpoints|resources|streams|tables|objects|base ?url|overview|client configuration|configuration)$/i.test(
    title,
  );
}

function isNoEndpoint(title: string): boolean {
  return /^(?:base ?url|authentication|pagination|rate limit|error|schema|incremental|endpoint dependenc|dependenc|resource relationship|mapping)/i.test(
    title,
  );
}

/** `- **Users**` with bullets of its own, or `- **Users**: `GET /users``. */
function endpointOf(fact: Fact, title: string): readonly FoundEndpoint[] {
  const nested = pathIn(fact.children);
  const name = (fact.key === '' ? fact.value : fact.key).replaceAll('`', '');
  const own = pathFrom(fact.value, fact.line);
  if (nested !== undefined && !isKnownKey(fact.key)) {
    const said = fact.key === '' ? [] : [{ ...fact, key: '', children: [] }];
    return [
      {
        title: name,
        line: fact.line,
        facts: [...said.filter(({ value }) => value !== ''), ...fact.children],
        path: nested,
      },
    ];
  }
  const isListed = /endpoint|resource|stream|table|object/i.test(title);
  if (!isListed || own === undefined || isKnownKey(fact.key)) return [];
  const rest = fact.value.replace(/^\s*`[^`]*`\s*[-–—:,(]?\s*/, '').replace(/^([^()]*)\)$/, '$1');
  return [{ title: fact.key, line: fact.line, facts: [...inlineFacts(rest, fact.line), ...fact.children], path: own }];
}

/** "primary key `id`, rows in `data`" behind a path. */
function inlineFacts(text: string, line: number): readonly Fact[] {
  return text.split(/[;,](?![^()]*\))|\s[–—|]\s|\.\s+/).flatMap((part): readonly Fact[] => {
    const [, key, value] = /^\s*\(?\s*([A-Za-z][A-Za-z ]*?)\s*[:=]?\s*(`[^`]+`.*?)[).]*\s*$/.exec(part) ?? [];
    if (key !== undefined && value !== undefined) return [{ key, value, line, children: [] }];
    return part.trim() === '' ? [] : [{ key: '', value: part.trim(), line, children: [] }];
  });
}

function isKnownKey(key: string): boolean {
  return keyFor(key, endpointKeys) !== undefined || keyFor(key, resourceKeys) !== undefined;
}

function isPathKey(key: string): boolean {
  return keyFor(key, endpointKeys) === 'path';
}

function pathIn(facts: readonly Fact[]): FoundPath | undefined {
  for (const fact of facts) {
    const found = isPathKey(fact.key) ? pathFrom(fact.value, fact.line) : undefined;
    if (found !== undefined) return found;
  }
  const said = facts.filter(({ isExample }) => isExample !== true);
  const [only, ...others] = said.filter(({ key, value }) => key === '' && methodForm.test(value));
  return only === undefined || others.length > 0 ? undefined : pathFrom(only.value, only.line);
}

/** Of a section among the endpoints that shows its path in an example only. */
function exampleIn({ facts }: Section, trail: readonly string[]): FoundPath | undefined {
  const example = facts.find(({ isExample }) => isExample === true);
  const isAmongEndpoints = trail.some((title) => isGeneral(title) && !/url|overview|configuration/i.test(title));
  const found = example !== undefined && isAmongEndpoints ? pathFrom(example.value, example.line) : undefined;
  return found && { ...found, isExample: true };
}

function pathInTitle({ title, line }: Section): FoundPath | undefined {
  return /(?:^|\s|`|\()(?:(?:GET|POST|PUT|PATCH)\s+`?)?\/[\w{:<[]/.test(title) ? pathFrom(title, line) : undefined;
}

function titleWithoutPath(title: string): string {
  return title
    .replace(/\(?`?(?:(?:GET|POST|PUT|PATCH)\s+)?`?(?:https?:\/)?\/[^\s`)]*`?\)?/, '')
    .replaceAll(/^[\s:–—-]+|[\s:–—-]+$/g, '');
}

const methodForm = /^`?(GET|POST|PUT|PATCH)\b`?\s+`?(?:https?:\/\/|\/)/;
const pathForm = /(?:\b(GET|POST|PUT|PATCH|DELETE)\b`?\s+`?)?((?:https?:\/\/|\/)[^\s`"'|]*)/;
const barePath = /^`?(?:(GET|POST|PUT|PATCH|DELETE)\s+)?([\w{}<>:.-]+(?:\/[\w{}<>:.-]+)*(?:\?[^\s`]*)?)`?$/;

/** A path in a text, with the method before it. */
export function pathFrom(text: string, line: number): FoundPath | undefined {
  const [code] = codesIn(text);
  // `company/employees` has no slash to begin with, and is a path as a whole.
  const isRelative = code !== undefined && /^(?:[A-Z]+ +)?[\w{}-]+\//.test(code) && barePath.test(code);
  const [, method, path] = (isRelative ? null : pathForm.exec(text)) ?? barePath.exec(code ?? text.trim()) ?? [];
  return path === undefined ? undefined : { path: path.replace(/[.,;)]+$/, ''), method, line };
}

/** `#### Pagination` in the section of an endpoint is a bullet with bullets. */
function below({ children }: Section): readonly Fact[] {
  return children.map((child) => ({
    key: child.title,
    value: '',
    line: child.line,
    children: [...child.facts, ...below(child)],
  }));
}

/** Something that is described like an endpoint and has no path. */
export function isEndpointWithoutPath(section: Section, trail: readonly string[]): boolean {
  const above = trail.at(-1) ?? '';
  if (isNoEndpoint(section.title) || trail.some(isNoEndpoint) || isGeneral(section.title)) return false;
  const keys = section.facts.map(({ key }) => keyFor(key, endpointKeys) ?? keyFor(key, resourceKeys));
  const described = keys.filter((key) => key === 'method' || key === 'primary_key' || key === 'data_selector').length;
  return described >= 1 && (/endpoint|resource|stream/i.test(above) || keys.includes('method'));
}

/** Where rows are, from a key or a sentence; undefined where nothing says it. */
export function selectorFrom(text: string): string | undefined {
  if (
    /root|top[- ]level (?:array|list)|bare (?:array|list)|^(?:an? )?(?:array|list)\b/i.test(text) &&
    codesIn(text).length === 0
  )
    return '$';
  const [code] = codesIn(text);
  const candidate = code ?? (/^[\w$][\w$.[\]*@-]*$/.test(plainValue(text)) ? plainValue(text) : undefined);
  if (candidate === undefined) return undefined;
  const [, inExample] = /^\{.*?["']?([\w-]+)["']?\s*:\s*\[/.exec(candidate) ?? [];
  if (inExample !== undefined) return inExample;
  return /^[\w$][\w$.[\]*@'"-]*$/.test(candidate) ? candidate : undefined;
}
