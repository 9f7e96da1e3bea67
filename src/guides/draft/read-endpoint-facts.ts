import type { GuideValue } from '../guide.ts';
import { codesIn, plainValue, type Fact } from '../markdown/facts.ts';
import { draftResource, type DraftResource, type Tell } from './draft.ts';
import { selectorFrom, type FoundEndpoint } from './endpoint-facts.ts';
import { incrementalFromFacts } from './incremental.ts';
import { endpointKeys, keyFor, resourceKeys, resourceName, resourceTitle } from './names.ts';
import { paginatorFromProse } from './paginator.ts';

/** What the bullets of one endpoint say. @param others those before it: two of one name keep the last word of their titles */
export function readEndpointFacts(found: FoundEndpoint, others: readonly DraftResource[], tell: Tell): DraftResource {
  const { title, line, path } = found;
  const facts = found.facts.filter(({ isExample }) => isExample !== true);
  const short = nameOf(found);
  const isTaken = others.some(({ name }) => name === short);
  const resource = draftResource(isTaken && title !== '' ? titleName(title, resourceTitle) : short, line);
  if (path !== undefined) {
    resource.endpoint.set('path', { value: path.path, line: path.line });
    if (path.method !== undefined)
      resource.endpoint.set('method', { value: path.method.toUpperCase(), line: path.line });
  }
  if (path?.isExample === true) {
    const message = `${path.path} is the path of its example request; nothing else names one`;
    tell({ kind: 'inferred', line: path.line, resource: resource.name, path: 'endpoint.path', message });
  }
  const taken = new Set<string>(path === undefined ? [] : ['path']);
  for (const fact of facts) {
    const key = keyFor(fact.key, endpointKeys) ?? keyFor(fact.key, resourceKeys) ?? looseKey(fact);
    if (key === 'path') continue;
    const isTaken = key === undefined && fact.key === '' ? false : readers.get(key ?? '')?.(fact, resource, tell);
    if (isTaken === true && key !== undefined) taken.add(key);
    else if (isTaken === undefined) ignored(fact, resource, tell);
  }
  const keys = [...taken].join(', ');
  tell({
    kind: 'taken',
    line,
    resource: resource.name,
    path: 'resources',
    message: `the text gives its ${keys}`,
  });
  return resource;
}

/** The name that is given, else of the title, else of the last part of the path that is no placeholder. */
function nameOf({ title, facts, path }: FoundEndpoint): string {
  const given = facts.find(({ key }) => keyFor(key, resourceKeys) === 'name');
  if (given !== undefined) return resourceName(plainValue(given.value));
  const ofTitle = titleName(title, resourceName);
  if (ofTitle !== '') return ofTitle;
  const parts = (path?.path ?? '')
    .replace(/\?.*$/, '')
    .split('/')
    .filter((part) => /^[A-Za-z]/.test(part));
  return resourceName(parts.at(-1)?.replace(/\.[a-z]+$/, '') ?? '');
}

/** "List all users" is about users. */
function titleName(title: string, named: (title: string) => string): string {
  return named(title.replace(/^(?:list|get|fetch|retrieve|read)(?: (?:all|an?|the|every|each|single))*\s+/i, ''));
}

/** `#### Incremental loading`, `**Cursor field**: …`, said of an endpoint. */
function looseKey({ key }: Fact): string | undefined {
  if (/incremental|cursor field|replication/i.test(key)) return 'incremental';
  if (/paginat|paging/i.test(key)) return 'paginator';
  if (/^fields|^schema|^columns|^required/i.test(key)) return 'fields';
  if (/parameters?$/i.test(key)) return 'params';
  return /^primary key/i.test(key) ? 'primary_key' : undefined;
}

/** True: it was taken. False: it says nothing, and that was told. */
type ReadFact = (fact: Fact, resource: DraftResource, tell: Tell) => boolean | undefined;

const readers: ReadonlyMap<string, ReadFact> = new Map<string, ReadFact>([
  ['name', () => true],
  ['method', readMethod],
  ['data_selector', readSelector],
  ['primary_key', readColumnsKey],
  ['merge_key', readColumnsKey],
  ['write_disposition', readWord],
  ['table_name', readWord],
  ['paginator', readPaginator],
  ['params', readParams],
  ['headers', readHeaders],
  ['incremental', readIncremental],
  ['parent', readParent],
  ['fields', readFields],
]);

function readMethod({ value, line }: Fact, resource: DraftResource): boolean {
  resource.endpoint.set('method', { value: plainValue(value).toUpperCase().split(/\s/)[0] ?? 'GET', line });
  return true;
}

function readSelector(fact: Fact, resource: DraftResource): boolean | undefined {
  const selector = selectorFrom(fact.value);
  if (selector === undefined) return undefined;
  resource.endpoint.set('data_selector', { value: selector, line: fact.line });
  return true;
}

function readColumnsKey(fact: Fact, resource: DraftResource): boolean | undefined {
  if (/^(?:none|n\/a|not )/i.test(fact.value)) return undefined;
  const codes = codesIn(fact.value);
  const columns =
    codes.length > 0
      ? codes.flatMap((code) => code.split(/\s*,\s*/))
      : plainValue(fact.value).split(/\s*(?:,|\+|\band\b)\s*/);
  const names = columns
    .map((column) => column.replaceAll(/[[\]"'()]/g, ''))
    .filter((column) => /^[\w.$-]+$/.test(column));
  if (names.length === 0) return undefined;
  const key = keyFor(fact.key, resourceKeys) === 'merge_key' ? 'merge_key' : 'primary_key';
  const [only = ''] = names;
  resource.own.set(key, { value: names.length === 1 ? only : names, line: fact.line });
  return true;
}

function readWord(fact: Fact, resource: DraftResource): boolean {
  const key = keyFor(fact.key, resourceKeys) ?? 'table_name';
  const value = plainValue(fact.value);
  resource.own.set(key, { value: key === 'write_disposition' ? value.toLowerCase() : value, line: fact.line });
  return true;
}

function readPaginator(fact: Fact, resource: DraftResource, tell: Tell): boolean {
  const paginator = paginatorFromProse(fact.value, fact.children, { tell, line: fact.line, resource: resource.name });
  if (paginator !== undefined) resource.endpoint.set('paginator', { value: paginator, line: fact.line });
  return paginator !== undefined;
}

/** Only parameters with a definite value are sent. */
function readParams(fact: Fact, resource: DraftResource, tell: Tell): boolean {
  const inline = codesIn(fact.value)
    .flatMap((code) => code.split('&'))
    .flatMap((code) => {
      const [, name, value] = /^\??([\w.[\]$-]+)\s*=\s*([^\s{}<>]+)$/.exec(code) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    });
  const listed = fact.children.flatMap((child) => {
    const value = definiteValue(child);
    const name = child.key.replaceAll('`', '').replace(/\s*\(.*$/, '');
    if (value !== undefined && /^[\w.[\]$-]+$/.test(name)) return [[name, value] as const];
    ignored(child, resource, tell, 'a parameter without a definite value is not sent');
    return [];
  });
  const params = [...inline, ...listed];
  if (params.length === 0 && fact.children.length === 0)
    ignored(fact, resource, tell, 'there is no parameter with a value');
  if (params.length === 0) return false;
  const before = resource.endpoint.get('params')?.value;
  resource.endpoint.set('params', {
    value: { ...(before as object | undefined), ...Object.fromEntries(params) },
    line: fact.line,
  });
  return true;
}

function definiteValue({ value }: Fact): GuideValue | undefined {
  if (/optional/i.test(value) && !/default/i.test(value)) return undefined;
  const [, code, number, flag] = /^(?:always |set to |=)?\s*(?:`([^`]+)`|(\d+)\b|(true|false)\b)/i.exec(value) ?? [];
  if (code !== undefined)
    return /^(?:string|integer|number|boolean|int|str|bool|array)$/i.test(code) || /[{<]/.test(code) ? undefined : code;
  return number === undefined ? flag?.toLowerCase() : Number(number);
}

function readHeaders(fact: Fact, resource: DraftResource): boolean | undefined {
  const headers = codesIn(fact.value).flatMap((code) => {
    const [, name, value] = /^([A-Za-z][\w-]*):\s*([^{}<>]+)$/.exec(code) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  if (headers.length === 0) return undefined;
  resource.endpoint.set('headers', { value: Object.fromEntries(headers), line: fact.line });
  return true;
}

function readIncremental(fact: Fact, resource: DraftResource, tell: Tell): boolean {
  const own = fact.children.length === 0 ? [fact] : [{ ...fact, children: [] }, ...fact.children];
  const incremental = incrementalFromFacts(
    own.filter(({ value }) => value !== ''),
    tell,
  );
  if (incremental === undefined) return false;
  const before = resource.endpoint.get('incremental')?.value;
  resource.endpoint.set('incremental', {
    value: { ...(before as object | undefined), ...(incremental as object) },
    line: fact.line,
  });
  return true;
}

function readParent(fact: Fact, resource: DraftResource): boolean | undefined {
  if (/^(?:none|n\/a|no\b|-)/i.test(fact.value)) return undefined;
  resource.parents.push({
    name: plainValue(fact.value)
      .replace(/\s*\(.*$/, '')
      .replace(/\s+(?:via|through|by)\s.*$/, ''),
    line: fact.line,
  });
  return true;
}

function readFields(fact: Fact, resource: DraftResource): boolean {
  for (const code of codesIn(fact.value)) resource.fields.add(code);
  return true;
}

function ignored(
  fact: Fact,
  resource: DraftResource,
  tell: Tell,
  why = 'asks for nothing that a request could carry',
): void {
  const said = fact.key === '' ? fact.value : `${fact.key}: ${fact.value}`;
  const short = said.length > 120 ? `${said.slice(0, 120)}…` : said;
  tell({ kind: 'ignored', line: fact.line, resource: resource.name, path: 'resources', message: `"${short}": ${why}` });
}
