/** Placeholders of paths that nobody bound: which resource, and which of its fields, they stand for (12.2). */
import type { GuideValue, VariableLookup } from '../guide.ts';
import { keyColumns, membersOf, textAt, type Draft, type DraftResource, type Tell } from '../draft/draft.ts';
import type { Refuse } from '../draft/from-code.ts';
import { isSameName } from '../draft/names.ts';
import { staticParent } from './static-parent.ts';
import { isStemOf, stemOf } from './asides.ts';

export interface BindingRules {
  readonly tell: Tell;
  readonly refuse: Refuse;
  readonly variable: VariableLookup;
}

/** Each path with `{resources.parent.field}` for what was `{x}`; and the parents that had to be made for lists. */
export function bindPlaceholders(draft: Draft, rules: BindingRules): readonly GuideValue[] {
  const made = new Map<string, GuideValue>();
  for (const resource of draft.resources) {
    const stated = resource.endpoint.get('path');
    if (typeof stated?.value !== 'string') continue;
    let path = stated.value;
    const parents = new Set<DraftResource>();
    for (const [whole, name = ''] of path.matchAll(/\{([^{}]*)\}/g)) {
      if (/^(?:resources|incremental)\./.test(name) || isGiven(resource, name, draft)) continue;
      if (bindVariable(resource, name, { rules, made, line: stated.line })) {
        if (made.has(name)) path = path.replace(whole, `{resources.${name}_values.value}`);
        continue;
      }
      const found = parentFor(draft, resource, { path, name });
      if (found === undefined) throw rules.refuse(stated.line, unbound(resource, name, draft));
      parents.add(found.parent);
      const { field, why } = fieldFor(draft, found.parent, { name, ...found });
      path = path.replace(whole, `{resources.${found.parent.name}.${field}}`);
      resource.bound.push({ name, parent: found.parent.name, field });
      const isSkipped = resource.endpoint.get('missing_parent_field') === undefined && !field.includes('..');
      if (isSkipped) resource.endpoint.set('missing_parent_field', { value: 'skip', line: stated.line });
      if (path.replace(/\/+$/, '').endsWith(`.${field}}`) && field.startsWith('$')) settleSingle(resource, stated.line);
      const message = `{${name}} ← ${found.parent.name}.${field}: ${found.why}; ${why}${isSkipped ? `; rows without ${field} ask for nothing` : ''}`;
      rules.tell({ kind: 'inferred', line: stated.line, resource: resource.name, path: 'endpoint.path', message });
    }
    resource.endpoint.set('path', { value: path, line: stated.line });
    tellUnused(resource, [...parents], rules.tell);
  }
  return [...made.values()];
}

/** What ends in a placeholder is one thing; the vocabulary sees that itself, but for placeholders with a path in them. */
function settleSingle({ endpoint }: DraftResource, line: number): void {
  if (!endpoint.has('paginator')) endpoint.set('paginator', { value: 'single_page', line });
  if (!endpoint.has('data_selector')) endpoint.set('data_selector', { value: '$', line });
}

/** A value or a `resolve` among the parameters binds it already. */
function isGiven(resource: DraftResource, name: string, draft: Draft): boolean {
  const params = [resource.endpoint, draft.endpointDefaults].map((from) => membersOf(from.get('params')?.value));
  return params.some((from) => from.has(name));
}

interface Binding {
  readonly rules: BindingRules;
  readonly made: Map<string, GuideValue>;
  readonly line: number;
}

/** A variable of the user: one value, or a list of them (rule 1). */
function bindVariable(resource: DraftResource, name: string, { rules, made, line }: Binding): boolean {
  const found = rules.variable(name) ?? rules.variable(`${name}s`);
  if (found === undefined) return false;
  const values = valuesOf(found);
  const at = { kind: 'inferred', line, resource: resource.name, path: 'endpoint.path' } as const;
  if (values === undefined) {
    const params = resource.endpoint.get('params');
    resource.endpoint.set('params', {
      line,
      value: { ...Object.fromEntries(membersOf(params?.value)), [name]: found },
    });
    rules.tell({ ...at, message: `{${name}} ← the variable ${name}, which is set` });
    return true;
  }
  made.set(name, staticParent(`${name}_values`, values));
  rules.tell({ ...at, message: `{${name}} ← each of ${values.length} values of the variable ${name}s, which is set` });
  return true;
}

function valuesOf(text: string): readonly string[] | undefined {
  if (!/^\s*\[/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.map(String) : undefined;
  } catch {
    return undefined;
  }
}

interface FoundParent {
  readonly parent: DraftResource;
  readonly why: string;
  /** True where the path of the parent is the beginning of the child's (rule 3). */
  readonly byPath: boolean;
}

function parentFor(
  draft: Draft,
  child: DraftResource,
  { path, name }: { readonly path: string; readonly name: string },
): FoundParent | undefined {
  const others = draft.resources.filter((one) => one !== child);
  const { stem } = stemOf(name);
  const before = trimmed(path.slice(0, path.indexOf(`{${name}}`)));
  const byPath = others.find((one) => shapeOf(pathOf(one)) === shapeOf(before) && before !== '');
  const declared = child.parents.flatMap((said) =>
    others.filter((one) => isSameName(one.name, said.name)).map((one) => ({ one, said })),
  );
  const able =
    declared.find(({ one }) => one === byPath || canSupply(one, name, stem)) ??
    (declared.length > 0 && byPath === undefined ? declared[0] : undefined);
  if (able !== undefined) {
    return {
      parent: able.one,
      why: `line ${able.said.line} says that it hangs on ${able.one.name}`,
      byPath: able.one === byPath,
    };
  }
  if (byPath !== undefined) return { parent: byPath, why: `its path begins with that of ${byPath.name}`, byPath: true };
  const named = others.find(
    (one) => isStemOf(stem, { name: one.name, path: pathOf(one) }) && !hangsOn(draft, one, child),
  );
  if (named !== undefined) return { parent: named, why: `${named.name} is what it is called after`, byPath: false };
  return undefined;
}

function canSupply(parent: DraftResource, name: string, stem: string): boolean {
  return (
    isStemOf(stem, { name: parent.name, path: pathOf(parent) }) ||
    parent.fields.has(name) ||
    keyColumns(parent.own.get('primary_key')?.value).includes(name)
  );
}

/** True where one of its placeholders needs the child: nobody is their own ancestor. */
function hangsOn(_draft: Draft, one: DraftResource, child: DraftResource): boolean {
  return pathOf(one).includes(`{resources.${child.name}.`);
}

interface Wanted {
  readonly name: string;
  readonly byPath: boolean;
}

/** (a) the field of this name, (b) the one of the suffix, (c) the key, (d) any value of this name in the row. */
function fieldFor(
  draft: Draft,
  parent: DraftResource,
  { name, byPath }: Wanted,
): { readonly field: string; readonly why: string } {
  const { stem, suffix } = stemOf(name);
  const key = keyColumns((parent.own.get('primary_key') ?? draft.defaults.get('primary_key'))?.value);
  if (parent.fields.has(name) || key.includes(name)) return { field: name, why: `its rows have ${name}` };
  if (byPath || isStemOf(stem, { name: parent.name, path: pathOf(parent) })) {
    const [only] = key;
    const isNamed = key.length === 0 || key.includes(suffix) || !['id', 'uuid', 'key'].includes(suffix);
    const isKnown = parent.fields.size === 0 ? isNamed : parent.fields.has(suffix);
    if (suffix !== '' && isKnown) return { field: suffix, why: `${suffix} is its end` };
    if (key.length === 1 && only !== undefined) return { field: only, why: `${only} is the primary key` };
    return { field: suffix === '' ? 'id' : suffix, why: suffix === '' ? 'id is usual' : `${suffix} is its end` };
  }
  return {
    field: `$..${name}`,
    why: `every distinct ${name} anywhere in a row asks once, so what no row mentions is not loaded`,
  };
}

function tellUnused(child: DraftResource, used: readonly DraftResource[], tell: Tell): void {
  for (const said of child.parents) {
    const isUsed =
      used.some(({ name }) => isSameName(name, said.name)) ||
      new RegExp(`\\{resources\\.${escaped(said.name)}\\.`).test(pathOf(child));
    if (isUsed) continue;
    const path = pathOf(child);
    tell({
      kind: 'contradictory',
      line: said.line,
      resource: child.name,
      path: 'endpoint.path',
      message: `is said to hang on ${said.name}, but its path ${path} takes nothing of it: the path decides, and rows that hang on none of ${said.name} are loaded, too`,
      hint: 'Bind a placeholder to it if rows are wanted for each of them only.',
    });
  }
}

function unbound({ name: resource }: DraftResource, name: string, { resources }: Draft): string {
  const others = resources.map((one) => one.name).filter((one) => one !== resource);
  return `{${name}} in the path of "${resource}" stands for no field of another resource: neither a path nor a name fits, among ${others.join(', ') || 'none'}; set it with --set sources.<name>.${name}=…`;
}

function pathOf({ name, endpoint }: DraftResource): string {
  return textAt(endpoint, 'path') ?? name;
}

function trimmed(path: string): string {
  return path.replaceAll(/^\/+|\/+$/g, '');
}

function shapeOf(path: string): string {
  return trimmed(path.replace(/\?.*$/, '')).replaceAll(/\{[^{}]*\}/g, '{}');
}

function escaped(text: string): string {
  return text.replaceAll(/[^\w]/g, String.raw`\$&`);
}
