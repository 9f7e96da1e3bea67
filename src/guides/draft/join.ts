/** Code and prose of one guide as one draft: the code counts, the prose fills it up, and what differs is told. */
import type { GuideValue } from '../guide.ts';
import {
  isMembers,
  keyColumns,
  textAt,
  type Draft,
  type DraftResource,
  type Stated,
  type Statements,
  type Tell,
} from './draft.ts';
import type { SectionsDraft } from './from-sections.ts';
import { isSameName } from './names.ts';
import { isLookupOf, isSamePath, isSameValue, shown } from './plain.ts';

export function joinDrafts(code: Draft | undefined, prose: SectionsDraft, tell: Tell): Draft {
  if (code === undefined) return prose;
  const client = joinStatements(code.client, prose.client, { path: 'client', tell });
  const defaults = joinStatements(code.defaults, prose.defaults, { path: 'resource_defaults', tell });
  const resources = [...code.resources];
  for (const said of prose.resources) {
    const index = indexOfSame(resources, said);
    const known = resources[index];
    if (known !== undefined) resources[index] = joinResources(known, said, code.defaults, tell);
    else {
      resources.push(said);
      const message = 'is in the text and not in the code; it is loaded, too';
      tell({
        kind: 'contradictory',
        line: said.line,
        resource: said.name,
        path: 'resources',
        message,
        hint: 'Leave it out with --exclude if the code is right.',
      });
    }
  }
  return {
    ...code,
    client,
    defaults,
    endpointDefaults: new Map([...prose.endpointDefaults, ...code.endpointDefaults]),
    resources,
    asides: [...code.asides, ...prose.asides],
  };
}

/** By the path, then by the name. */
export function indexOfSame(resources: readonly DraftResource[], said: DraftResource): number {
  const path = shapeOf(textAt(said.endpoint, 'path') ?? said.name);
  const byPath = resources.findIndex((one) => shapeOf(textAt(one.endpoint, 'path') ?? one.name) === path);
  return byPath >= 0 ? byPath : resources.findIndex(({ name }) => isSameName(name, said.name));
}

/** Names of placeholders and slashes around it say nothing. */
function shapeOf(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, '{}').replaceAll(/^\/+|\/+$|\?.*$/g, '');
}

function joinResources(code: DraftResource, said: DraftResource, defaults: Statements, tell: Tell): DraftResource {
  const at = { resource: code.name, tell };
  const own = new Map(said.own);
  for (const [key, stated] of code.own) own.set(key, stated);
  return {
    ...code,
    own,
    keyDoubt: tellKey(code, said, defaults, tell),
    endpoint: joinStatements(code.endpoint, said.endpoint, { ...at, path: 'endpoint' }),
    parents: [...code.parents, ...said.parents],
    fields: new Set([...code.fields, ...said.fields]),
  };
}

/**
 * The key of the text goes before that of all resources, and behind one that the code gives this resource (L15).
 * @returns why it is in doubt, where the text alone speaks of this resource
 */
function tellKey(code: DraftResource, said: DraftResource, defaults: Statements, tell: Tell): string | undefined {
  const inText = said.own.get('primary_key');
  const [own, ofAll] = [code.own.get('primary_key'), defaults.get('primary_key')];
  const inCode = own ?? ofAll;
  if (inText === undefined || inCode === undefined || isSameKey(inText.value, inCode.value)) return undefined;
  const [text, written] = [inText.value, inCode.value].map((value) => keyColumns(value).join(', '));
  const taken = own === undefined ? 'the text is taken, as it speaks of this resource (L15)' : 'the code is taken';
  tell({
    kind: 'contradictory',
    line: inText.line,
    resource: code.name,
    path: 'primary_key',
    message: `the text says ${text}, the code at line ${inCode.line} ${written}; ${taken}`,
    hint: 'Look at a row of the API, and set the primary key that it has.',
  });
  return own === undefined ? `the text says ${text} and the code ${written}` : undefined;
}

function isSameKey(one: GuideValue, other: GuideValue): boolean {
  return keyColumns(one).join() === keyColumns(other).join();
}

interface Where {
  readonly path: string;
  readonly resource?: string | undefined;
  readonly tell: Tell;
}

function joinStatements(code: Statements, text: Statements, where: Where): Statements {
  const joined = new Map(code);
  for (const [key, said] of text) {
    const written = code.get(key);
    joined.set(
      key,
      written === undefined ? said : joinStated(written, said, { ...where, path: `${where.path}.${key}` }),
    );
  }
  return joined;
}

/** Objects are joined key by key, unless their types differ. */
function joinStated(written: Stated, said: Stated, where: Where): Stated {
  const [code, text] = [written.value, said.value];
  const isOfOneType =
    isMembers(code) && isMembers(text) && (text['type'] === undefined || code['type'] === text['type']);
  if (!isOfOneType) {
    if (!isSame(code, text)) differ(written, said, where);
    return written;
  }
  const joined = new Map(Object.entries(code));
  for (const [key, value] of Object.entries(text)) {
    const known = joined.get(key);
    if (known === undefined) {
      joined.set(key, value);
      where.tell({
        kind: 'inferred',
        line: said.line,
        resource: where.resource,
        path: `${where.path}.${key}`,
        message: `${shown(value)} stands in the text, and the code leaves it out`,
      });
    } else if (!isSame(known, value))
      differ({ ...written, value: known }, { ...said, value }, { ...where, path: `${where.path}.${key}` });
  }
  return { line: written.line, value: Object.fromEntries(joined) };
}

function isSame(one: GuideValue, other: GuideValue): boolean {
  if (typeof one === 'string' && typeof other === 'string') {
    return isSamePath(one, other) || one.replaceAll(/^\/|\/$/g, '') === other.replaceAll(/^\/|\/$/g, '');
  }
  return isSameValue(one, other) || (isLookupOf(one) && isLookupOf(other) && one.key === other.key);
}

function differ(written: Stated, said: Stated, { path, resource, tell }: Where): void {
  tell({
    kind: 'contradictory',
    line: said.line,
    resource,
    path,
    message: `the text says ${shown(said.value)}, the code at line ${written.line} ${shown(written.value)}; the code is taken`,
    hint: 'Make both say the same.',
  });
}
