/** Where rows are and how they become tables, where a guide says it of some and means all (L12, L13, L15). */
import { isMembers, keyColumns, textAt, type Draft, type DraftResource, type Tell } from '../draft/draft.ts';
import { isSameName } from '../draft/names.ts';

/** The envelope of one endpoint is that of its siblings (L12). */
export function shareEnvelope(draft: Draft, tell: Tell): void {
  if (draft.endpointDefaults.has('data_selector')) return;
  const said = draft.resources.filter(({ endpoint }) => endpoint.has('data_selector'));
  const without = draft.resources.filter(({ endpoint }) => !endpoint.has('data_selector'));
  const selectors = new Set(said.map(({ endpoint }) => textAt(endpoint, 'data_selector')));
  const [selector] = selectors;
  const [first] = said;
  if (selector === undefined || selectors.size > 1 || first === undefined) return;
  const key = selector.replace(/^\$\.?/, '').replace(/\[\*\]$/, '');
  if (key === '' || said.some(({ name }) => isSameName(name, key))) return;
  const line = first.endpoint.get('data_selector')?.line ?? first.line;
  for (const resource of without) {
    const isOne = /\{[^{}]*\}\/?(?:\?.*)?$/.test(textAt(resource.endpoint, 'path') ?? '');
    resource.endpoint.set('data_selector', { line, value: isOne ? [selector, '$'] : [`$.${key}.data[*]`, selector] });
    const message = `rows are at ${selector}, as ${first.name} says at line ${line}${isOne ? ', or the whole answer; one object there is one row' : `, or in a list ${key}.data inside of it`} (L12)`;
    tell({ kind: 'inferred', line: resource.line, resource: resource.name, path: 'endpoint.data_selector', message });
  }
}

/** Names under which a row has its own identity: those of a parent must not go over them. */
const ownNames: ReadonlySet<string> = new Set([
  'id',
  'uuid',
  'guid',
  'gid',
  'iid',
  'sid',
  'key',
  'name',
  'slug',
  'code',
  'number',
]);

/** A key that names a placeholder of the path is copied from the parent, as the rows may lack it (L13). */
export function copyKeys(draft: Draft, tell: Tell): void {
  for (const resource of draft.resources) {
    const key = keyColumns((resource.own.get('primary_key') ?? draft.defaults.get('primary_key'))?.value);
    const copied = resource.bound.filter(
      ({ name, field }) => key.includes(name) && !field.startsWith('$') && !ownNames.has(name),
    );
    if (copied.length === 0 || resource.own.has('include_from_parent')) continue;
    const line = resource.own.get('primary_key')?.line ?? resource.line;
    resource.own.set('include_from_parent', {
      line,
      value: copied.map(({ name, parent, field }) => ({ field, as: name, resource: parent })),
    });
    for (const { name, parent, field } of copied) {
      const message = `${name} is part of its key and of its path: rows get it from ${parent}.${field} (L13)`;
      tell({ kind: 'inferred', line, resource: resource.name, path: 'include_from_parent', message });
    }
  }
}

/** What a run does with rows that it loaded before, where a guide does not say it. */
export function settleDispositions(draft: Draft, isCodeOnly: boolean, tell: Tell): void {
  const ofAll = draft.defaults.get('write_disposition');
  if (ofAll?.value === 'merge') {
    draft.defaults.set('write_disposition', { ...ofAll, value: lenientMerge });
    tell({ kind: 'inferred', line: ofAll.line, path: 'resource_defaults.write_disposition', message: lenience });
  }
  for (const resource of draft.resources) {
    const own = resource.own.get('write_disposition');
    if (own?.value === 'merge') {
      resource.own.set('write_disposition', { ...own, value: lenientMerge });
      const at = { line: own.line, resource: resource.name, path: 'write_disposition' };
      tell({ ...at, kind: 'inferred', message: lenience });
    }
    if (own !== undefined || ofAll !== undefined || isCodeOnly) continue;
    settleOne(resource, draft, tell);
  }
  for (const resource of draft.resources) {
    const doubt = resource.keyDoubt ?? checkKey(resource, draft, tell);
    if (doubt !== undefined) replaceInDoubt(resource, doubt, draft, tell);
  }
}

/** Where a run reads all rows, replacing them is right whatever their key is: none is doubled, and none is lost (L15). */
function replaceInDoubt(resource: DraftResource, doubt: string, draft: Draft, tell: Tell): void {
  const disposition = (resource.own.get('write_disposition') ?? draft.defaults.get('write_disposition'))?.value;
  if (disposition !== lenientMerge || !readsAll(resource, draft)) return;
  const { line } = resource;
  resource.own.set('write_disposition', { line, value: 'replace' });
  const message = `every run reads all rows, and by which key they could be merged is in doubt, as ${doubt}: each run replaces them, so that a second one doubles none (L15)`;
  tell({ kind: 'inferred', line, resource: resource.name, path: 'write_disposition', message });
}

/** True where neither it nor what it hangs on is asked for what is new only. */
function readsAll({ endpoint }: DraftResource, draft: Draft, levels = 10): boolean {
  const asked = JSON.stringify([...endpoint].map(([, { value }]) => value));
  if (levels === 0 || endpoint.has('incremental') || /"incremental"|\{incremental\.|"resolve"/.test(asked))
    return false;
  return [...asked.matchAll(/\{resources\.([^.{}]+)\./g)].every(([, name]) => {
    const parent = draft.resources.find((one) => one.name === name);
    return parent === undefined || readsAll(parent, draft, levels - 1);
  });
}

/** Rows without their key are appended, and said so (L15). */
const lenientMerge = { disposition: 'merge', on_missing_key: 'append' } as const;
const lenience = 'rows are merged; where no row has the primary key, they are appended instead of refused (L15)';

function settleOne(resource: DraftResource, draft: Draft, tell: Tell): void {
  const key = keyColumns((resource.own.get('primary_key') ?? draft.defaults.get('primary_key'))?.value);
  const at = { kind: 'inferred', line: resource.line, resource: resource.name, path: 'write_disposition' } as const;
  const isIncremental = resource.endpoint.has('incremental');
  if (key.length > 0) {
    resource.own.set('write_disposition', { line: resource.line, value: lenientMerge });
    tell({ ...at, message: `rows are merged by ${key.join(', ')}, so that a second run doubles none` });
  } else if (!isIncremental) {
    resource.own.set('write_disposition', { line: resource.line, value: 'replace' });
    tell({ ...at, message: 'no key is given, so every run replaces all rows' });
  } else tell({ ...at, message: 'no key is given, so rows are appended' });
}

/** A key that the rows are said not to have: told, and the first of them given as a doubt. */
function checkKey(resource: DraftResource, draft: Draft, tell: Tell): string | undefined {
  const stated = resource.own.get('primary_key') ?? draft.defaults.get('primary_key');
  const included = resource.own.get('include_from_parent')?.value;
  const copied = Array.isArray(included) ? included.flatMap((one) => (isMembers(one) ? [one['as']] : [])) : [];
  if (stated === undefined || resource.fields.size === 0) return undefined;
  const missing = keyColumns(stated.value).filter((column) => !resource.fields.has(column) && !copied.includes(column));
  for (const column of missing) {
    tell({
      kind: 'contradictory',
      line: stated.line,
      resource: resource.name,
      path: 'primary_key',
      message: `${column} is not among the fields that the guide gives its rows (L15)`,
      hint: 'Look at a row of the API, and set the primary key that it has.',
    });
  }
  return missing[0] === undefined ? undefined : `${missing[0]} is not among the fields of its rows`;
}
