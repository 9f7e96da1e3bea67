import type { Finding } from '../guides/guide.ts';
import type { CodeValue, CommentsAt } from './print-code.ts';
import { isPlain } from './settle.ts';

/**
 * What a guide left unclear, at the member of the configuration that it became or would have become: the deepest one that
 * is there. What was taken as it is written needs no word.
 */
export function findingComments(findings: readonly Finding[], config: CodeValue): CommentsAt {
  const comments = new Map<string, string[]>();
  for (const finding of findings) {
    if (finding.kind === 'taken') continue;
    const { place, rest } = placeOf(finding, config);
    const here = comments.get(place) ?? [];
    const text = commentOf(finding, rest);
    comments.set(place, here.includes(text) ? here : [...here, text]);
  }
  return (path) => comments.get(keyOf(path)) ?? [];
}

/** @param rest what of its path is not there */
function commentOf({ kind, line, message, hint }: Finding, rest: string): string {
  // The code reads the address itself.
  const advice = hint === undefined ? '' : `. → ${hint.replace('--set client.base_url=', '--set base_url=')}`;
  return `${kind}, line ${line}: ${rest === '' ? '' : `${rest}: `}${message}${advice}`;
}

interface FoundPlace {
  readonly place: string;
  readonly rest: string;
}

function placeOf({ resource, path }: Finding, config: CodeValue): FoundPlace {
  const root = resource === undefined ? [] : resourcePath(resource, config);
  const names = path.split('.').filter((name) => name !== '' && !(resource !== undefined && name === 'resources'));
  let place: readonly string[] = root;
  for (const name of names) {
    const value = valueAt(config, place);
    if (!isPlain(value) || !Object.hasOwn(value, name)) break;
    place = [...place, name];
  }
  const rest = names.slice(place.length - root.length).join('.');
  return { place: keyOf(place.length === 0 ? ['client'] : place), rest };
}

function resourcePath(name: string, config: CodeValue): readonly string[] {
  const resources = valueAt(config, ['resources']);
  if (!Array.isArray(resources)) return [];
  const index = resources.findIndex((one: unknown) => one === name || (isPlain(one) && one['name'] === name));
  return index < 0 ? [] : ['resources', String(index)];
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (Array.isArray(found)) found = found[Number(name)];
    else found = isPlain(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}

/** Names may have any sign in them. */
function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}
