import type { GuideValue } from '../guide.ts';
import { isDictionary, type PythonDictionary, type PythonValue } from '../python/python-value.ts';
import {
  draftResource,
  emptyDraft,
  membersOf,
  type Draft,
  type DraftResource,
  type Stated,
  type Tell,
} from './draft.ts';
import { clientKeys, endpointKeys, incrementalKeys, keyFor, resourceKeys, topKeys, type Spellings } from './names.ts';
import { paginatorFromKeys } from './paginator.ts';
import { plainOf } from './plain.ts';

/** What refuses a file, with the line. */
export type Refuse = (line: number, why: string) => Error;

/**
 * The statements of a configuration in Python, in whatever of the known forms: keys of the vocabulary stay what they
 * are, others become them where they mean them (L1), and what is left is told by the vocabulary itself.
 */
export function draftFromCode(config: PythonDictionary, tell: Tell, refuse: Refuse): Draft {
  const draft = emptyDraft();
  for (const [written, value] of config.entries) {
    const line = lineIn(config, written);
    const key = meant(written, topKeys, line, tell) ?? meantOfClient(written);
    if (key === 'client') readClient(value, draft, tell, refuse);
    else if (key === 'resource_defaults') readDefaults(value, draft, tell);
    else if (key === 'resources') readResources(value, draft, { tell, refuse, line });
    else if (key !== undefined) draft.client.set(key, { value: plainOf(value), line });
    else draft.others.set(written, { value: plainOf(value), line });
  }
  return draft;
}

/** `base_url` and its like, where there is no dictionary for the client around them. */
function meantOfClient(written: string): string | undefined {
  return ['base_url', 'auth', 'headers'].find((key) => keyFor(written, clientKeys) === key);
}

function readClient(value: PythonValue, draft: Draft, tell: Tell, refuse: Refuse): void {
  if (!isDictionary(value)) throw refuse(1, 'the client must be a dictionary');
  for (const [written, member] of value.entries) {
    const line = lineIn(value, written);
    const key = meant(written, clientKeys, line, tell) ?? written;
    const plain = plainOf(member);
    draft.client.set(key, { line, value: key === 'paginator' ? paginatorValue(plain, tell, line) : plain });
  }
}

function readDefaults(value: PythonValue, draft: Draft, tell: Tell): void {
  if (!isDictionary(value)) return;
  const resource = draftResource('', value.line);
  readKeys(value, resource, tell);
  for (const [key, stated] of resource.own) draft.defaults.set(key, stated);
  for (const [key, stated] of resource.endpoint) draft.endpointDefaults.set(key, stated);
}

interface Reading {
  readonly tell: Tell;
  readonly refuse: Refuse;
  readonly line: number;
}

/** A list of resources, or a dictionary of them by name. */
function readResources(value: PythonValue, draft: Draft, { tell, refuse, line }: Reading): void {
  if (isDictionary(value)) {
    for (const [name, member] of value.entries) draft.resources.push(resourceFrom(member, name, lineIn(value, name)));
    return;
  }
  if (!Array.isArray(value)) throw refuse(line, 'the resources must be a list');
  for (const member of value as readonly PythonValue[]) draft.resources.push(resourceFrom(member, undefined, line));

  function resourceFrom(member: PythonValue, known: string | undefined, at: number): DraftResource {
    if (typeof member === 'string' && known === undefined) return draftResource(member, at);
    const named = known === undefined ? undefined : draftResource(known, at);
    if (typeof member === 'string' && named !== undefined) {
      named.endpoint.set('path', { value: member, line: at });
      return named;
    }
    if (!isDictionary(member)) throw refuse(at, 'a resource must be a name or a dictionary');
    const resource = named ?? draftResource('', member.line);
    readKeys(member, resource, tell);
    const name = resource.own.get('name')?.value;
    resource.own.delete('name');
    if (typeof name === 'string') resource.name = name;
    if (resource.name === '') throw refuse(member.line, 'a resource has no name');
    return resource;
  }
}

function readKeys(from: PythonDictionary, to: DraftResource, tell: Tell): void {
  for (const [written, member] of from.entries) {
    const line = lineIn(from, written);
    const value = plainOf(member);
    if (written === 'endpoint' && isDictionary(member)) readEndpoint(member, to, tell);
    else if (written === 'endpoint') to.endpoint.set('path', { value, line });
    else if (keyFor(written, resourceKeys) !== undefined && !isEndpointOnly(written)) {
      to.own.set(meant(written, resourceKeys, line, tell) ?? written, { value, line });
    } else placeInEndpoint(written, { value, line }, to, tell);
  }
}

function isEndpointOnly(written: string): boolean {
  return keyFor(written, endpointKeys) === written;
}

function readEndpoint(from: PythonDictionary, to: DraftResource, tell: Tell): void {
  for (const [written, member] of from.entries) {
    const stated = { value: plainOf(member), line: lineIn(from, written) };
    const key = meant(written, endpointKeys, stated.line, tell) ?? written;
    setInEndpoint(key, stated, to, tell);
  }
}

/** A key beside `endpoint`: one of the endpoint, flattened, or one of the resource. */
function placeInEndpoint(written: string, stated: Stated, to: DraftResource, tell: Tell): void {
  const key = meant(written, endpointKeys, stated.line, tell);
  if (key === undefined) {
    to.own.set(written, stated);
    return;
  }
  setInEndpoint(key, stated, to, tell);
}

function setInEndpoint(key: string, stated: Stated, to: DraftResource, tell: Tell): void {
  const { value, line } = stated;
  if (key === 'parent') {
    const name =
      typeof value === 'string' ? value : [...membersOf(value).values()].find((one) => typeof one === 'string');
    if (typeof name === 'string') to.parents.push({ name, line });
  } else if (key === 'paginator') to.endpoint.set(key, { line, value: paginatorValue(value, tell, line) });
  else if (key === 'incremental') to.endpoint.set(key, { line, value: incrementalValue(value, line, tell) });
  else to.endpoint.set(key, stated);
}

/** Objects are read by their keys; a name alone, and what is no paginator, stays for the vocabulary to judge. */
function paginatorValue(value: GuideValue, tell: Tell, line: number): GuideValue {
  const members = membersOf(value);
  return members.size === 0 ? value : paginatorFromKeys(members, { tell, line });
}

function incrementalValue(value: GuideValue, line: number, tell: Tell): GuideValue {
  const members = membersOf(value);
  if (members.size === 0) return value;
  return Object.fromEntries(
    [...members].map(([key, member]) => [meant(key, incrementalKeys, line, tell) ?? key, member]),
  );
}

/** The key that a spelling means; said where it is not the key itself. */
function meant(written: string, known: Spellings, line: number, tell: Tell): string | undefined {
  const key = keyFor(written, known);
  if (key !== undefined && key !== written) {
    tell({ kind: 'inferred', line, path: key, message: `"${written}" is taken for ${key} (L1)` });
  }
  return key;
}

function lineIn(dictionary: PythonDictionary, key: string): number {
  return dictionary.lines?.get(key) ?? dictionary.line;
}
