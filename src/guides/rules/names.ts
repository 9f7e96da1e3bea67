/** Names and paths of resources, made fit or refused with their lines. */
import { textAt, type Draft, type DraftResource, type Tell } from '../draft/draft.ts';
import type { Refuse } from '../draft/from-code.ts';

/** @throws `config_unreadable` for names that no table can have, and for two resources of one name */
export function checkNames(draft: Draft, refuse: Refuse): void {
  const seen = new Map<string, number>();
  for (const { name, line, own } of draft.resources) {
    if (name === '') throw refuse(line, 'a resource has no name that a table could have');
    for (const one of [name, textAt(own, 'table_name') ?? name]) {
      const isSafe = /^[\p{L}\p{N}_][\p{L}\p{N}_ .:$-]*$/u.test(one) && one.length <= 200;
      if (!isSafe) throw refuse(line, `"${one}" is no name of a table: letters, digits, blanks and _ - . are`);
    }
    const before = seen.get(name);
    if (before !== undefined) throw refuse(line, `"${name}" is the name of the resource at line ${before}, too`);
    seen.set(name, line);
  }
}

/** `/repos/:owner/<repo>` and `{{owner}}` are spellings of `{owner}`; a query in a path is the guide's example. */
export function settlePaths(draft: Draft, tell: Tell): void {
  const base = (textAt(draft.client, 'base_url') ?? '').replace(/\/+$/, '');
  for (const resource of draft.resources) {
    const stated = resource.endpoint.get('path');
    if (typeof stated?.value !== 'string') continue;
    const written = stated.value;
    const path = withoutBase(written, base)
      .replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, '{$1}')
      .replaceAll(/<([\w.-]+)>/g, '{$1}')
      .replaceAll(/(?<=\/):([A-Za-z_]\w*)/g, '{$1}')
      .replaceAll(/(?<=\/)\[([A-Za-z_]\w*)\](?=\/|$)/g, '{$1}');
    if (path === written) continue;
    resource.endpoint.set('path', { value: path, line: stated.line });
    tell({
      kind: 'inferred',
      line: stated.line,
      resource: resource.name,
      path: 'endpoint.path',
      message: `${written} is read as ${path}`,
    });
  }
}

/** An address below that of the client is a path: it follows the client to wherever the user sends it. */
function withoutBase(path: string, base: string): string {
  return base !== '' && path.startsWith(`${base}/`) ? path.slice(base.length) : path;
}

/** Paths are joined to the address, and one that repeats the end of it would double it. */
export function tellDoubledPaths(draft: Draft, tell: Tell): void {
  const base = textAt(draft.client, 'base_url') ?? '';
  const last = base.replace(/\/+$/, '').split('/').at(-1) ?? '';
  if (!/^(?:v\d+|api)$/i.test(last)) return;
  for (const resource of draft.resources) {
    const path = pathOf(resource);
    if (!path.replace(/^\/+/, '').startsWith(`${last}/`)) continue;
    tell({
      kind: 'contradictory',
      line: resource.endpoint.get('path')?.line ?? resource.line,
      resource: resource.name,
      path: 'endpoint.path',
      message: `the address ends in ${last} and the path begins with it: both are sent`,
      hint: `Leave ${last} out of one of them.`,
    });
  }
}

function pathOf({ name, endpoint }: DraftResource): string {
  return textAt(endpoint, 'path') ?? name;
}
