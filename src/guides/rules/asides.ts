/** Statements beside the endpoints, brought to those that they are about; the others are told (L10). */
import {
  keyColumns,
  membersOf,
  textAt,
  type Aside,
  type Draft,
  type DraftResource,
  type Tell,
} from '../draft/draft.ts';
import { shown } from '../draft/plain.ts';
import { bareName, isSameName, resourceName, resourceTitle, singular } from '../draft/names.ts';
import { codesIn } from '../markdown/facts.ts';

export function attachAsides(draft: Draft, tell: Tell): void {
  for (const aside of draft.asides) {
    if (aside.kind === 'incremental') attachIncremental(aside, draft, tell);
    if (aside.kind === 'dependency') attachParent(aside, draft, tell);
    if (aside.kind === 'schema') attachFields(aside, draft, tell);
    if (aside.kind === 'mapping') tellMapping(aside, draft, tell);
  }
}

function attachIncremental(aside: Aside, { resources }: Draft, tell: Tell): void {
  const about = resources.filter((resource) => isAbout(aside.about, resource));
  const { line } = aside;
  const path = 'endpoint.incremental';
  if (aside.value === null) {
    if (resources.some(({ endpoint }) => endpoint.has('incremental'))) return;
    tell({
      kind: 'contradictory',
      line,
      path,
      message:
        'incremental loading is promised, and no resource has a cursor or a parameter for it: every run loads everything (L10)',
      hint: 'Set incremental of a resource if its API filters by time.',
    });
    return;
  }
  const cursor = membersOf(aside.value).get('cursor_path');
  if (about.length === 0) {
    const said = typeof cursor === 'string' ? ` by ${cursor}` : '';
    tell({
      kind: 'ignored',
      line,
      path,
      message: `incremental loading${said} is said of no resource in particular: none is filtered, and every run loads everything (L10)`,
      hint: 'Set incremental of the resources that it is true for.',
    });
    return;
  }
  for (const resource of about) {
    const before = resource.endpoint.get('incremental')?.value;
    resource.endpoint.set('incremental', {
      line,
      value: { ...Object.fromEntries(membersOf(aside.value)), ...Object.fromEntries(membersOf(before)) },
    });
    tell({
      kind: 'taken',
      line,
      resource: resource.name,
      path,
      message: `it is loaded incrementally${typeof cursor === 'string' ? ` by ${cursor}` : ''}`,
    });
  }
}

/** The title names it, or a list of names does. */
function isAbout(about: string, resource: DraftResource): boolean {
  const [title = '', ...said] = about.split('\n');
  const bare = title
    .replaceAll(/incremental|support(?:ed)?|loading|data|sync(?:hronization)?|\bfor\b|\d+\.?/gi, ' ')
    .trim();
  const [, inBrackets = ''] = /\(([^)]*)\)/.exec(bare) ?? [];
  if (isSameName(bare, resource.name) || isSameName(inBrackets, resource.name)) return true;
  const [named = ''] = said;
  const names = codesIn(named).length > 0 ? codesIn(named) : named.split(/\s*(?:,|\band\b)\s*/);
  return names.some(
    (name) => name !== '' && (isSameName(name, resource.name) || name === textAt(resource.endpoint, 'path')),
  );
}

function attachParent(aside: Aside, draft: Draft, tell: Tell): void {
  const children = namedIn(aside.about, draft);
  const [parent] = namedIn(aside.on ?? '', draft);
  if (children.length === 0 || parent === undefined) {
    tell({
      kind: 'ignored',
      line: aside.line,
      path: 'resources',
      message: `"${shown(aside.value)}": no resources are called like this`,
    });
    return;
  }
  for (const child of children) child.parents.push({ name: parent.name, line: aside.line });
}

/** "Issues and Comments" names two. */
function namedIn(words: string, { resources }: Draft): readonly DraftResource[] {
  const names = [words, ...words.split(/\s*(?:,|&|\band\b)\s*/)].map((name) =>
    name.replace(/^(?:the|each|every|all)\s+/i, ''),
  );
  return resources.filter(({ name }) => names.some((one) => isSameName(one, name)));
}

/** What the guide says of fields is checked against keys and cursors; the tables follow the rows. */
function attachFields({ about, value, line }: Aside, { resources }: Draft, tell: Tell): void {
  const resource =
    resources.find(({ name }) => resourceTitle(about) === name) ??
    resources.find(({ name }) => isSameName(about, name));
  for (const field of keyColumns(value)) resource?.fields.add(field);
  const message =
    resource === undefined
      ? `fields of "${about}": no resource is called like this`
      : 'what is said of its fields is compared with its key and its cursor; rows need not have them, and may have others';
  tell({ kind: 'ignored', line, resource: resource?.name, path: 'resources.columns', message });
}

/** Use `projectUuid` to map between …: it is taken where a path has it, and cannot be where none has. */
function tellMapping({ value, about, line }: Aside, { resources }: Draft, tell: Tell): void {
  const paths = resources.map(({ endpoint }) => textAt(endpoint, 'path') ?? '');
  const codes = keyColumns(value);
  const used = codes.filter((code) => paths.some((path) => path.includes(`{${code}}`)));
  const filtered = resources.find(
    (resource) =>
      codes.some((code) => isSameName(code, resource.name)) && codes.indexOf(resource.name) === codes.length - 1,
  );
  if (used.length > 0) {
    const untrue =
      filtered !== undefined && !used.some((code) => (textAt(filtered.endpoint, 'path') ?? '').includes(`{${code}}`));
    if (!untrue) {
      tell({
        kind: 'taken',
        line,
        path: 'endpoint.path',
        message: `${used.join(', ')} binds rows of one resource to requests of another`,
      });
      return;
    }
  }
  tell({
    kind: 'contradictory',
    line,
    resource: filtered?.name,
    path: 'endpoint.path',
    message: `"${about}": no path has a place for ${codes[0] ?? 'it'}, so the paths decide and nothing is filtered by it`,
    hint: 'Set params of the endpoint if the API has such a filter.',
  });
}

/** `jobs` of `job_id`; the stem of a placeholder without `_id`, `Uuid` and their like. */
export function stemOf(placeholder: string): { readonly stem: string; readonly suffix: string } {
  const [, stem, suffix] =
    /^(.+?)[_-]?(IdOrKey|idOrKey|id_or_key|gid|iid|id|Id|ID|uuid|Uuid|UUID|key|Key|sid|Sid|slug|Slug|code|name|Name|number|Number|handle)$/.exec(
      placeholder,
    ) ?? [];
  if (stem === undefined || suffix === undefined) return { stem: placeholder, suffix: '' };
  return { stem, suffix: /^id.?or.?key$/i.test(suffix) ? 'id' : suffix.toLowerCase() };
}

/** True where the stem of a placeholder is what a resource is called, or the last part of its path. */
export function isStemOf(stem: string, { name, path }: { readonly name: string; readonly path: string }): boolean {
  const last =
    path
      .replace(/\?.*$/, '')
      .split('/')
      .findLast((part) => part !== '' && !part.includes('{')) ?? '';
  const bare = singular(bareName(resourceName(stem)));
  return [name, last.replace(/\.[a-z]+$/, '')].some((one) => singular(bareName(resourceName(one))) === bare);
}
