/**
 * A guide as statements: what it says of the client, of all resources, and of each, under the keys of the vocabulary
 * and with its lines. Code and prose both become drafts; the rules work on one draft that is made of both.
 */
import type { Finding, GuideCode, GuideValue } from '../guide.ts';
import type { Joined, Lookup } from '../python/python-value.ts';

export interface Stated {
  readonly value: GuideValue;
  readonly line: number;
}

/** By key of the vocabulary. */
export type Statements = Map<string, Stated>;

export interface Draft {
  readonly client: Statements;
  /** Of `resource_defaults`, without its endpoint. */
  readonly defaults: Statements;
  readonly endpointDefaults: Statements;
  readonly resources: DraftResource[];
  /** What was said of nobody in particular, or of somebody who is found later. */
  readonly asides: Aside[];
  /** Keys of the top that the vocabulary does not have; it says so itself. */
  readonly others: Statements;
}

export interface DraftResource {
  name: string;
  readonly line: number;
  /** Beside `endpoint`: `primary_key`, `write_disposition`. */
  readonly own: Statements;
  /** In `endpoint`: `path`, `paginator`. */
  readonly endpoint: Statements;
  /** Resources that it is said to hang on. */
  readonly parents: NamedParent[];
  /** Fields that its rows are said to have; empty where nothing is said. */
  readonly fields: Set<string>;
  /** Placeholders of its path that were found a parent for. */
  readonly bound: BoundPlaceholder[];
  /** Why its primary key may not be the one that its rows have. */
  readonly keyDoubt?: string | undefined;
}

/** `{projectUuid}`, which stands for a field of a row of another resource. */
export interface BoundPlaceholder {
  readonly name: string;
  readonly parent: string;
  readonly field: string;
}

export interface NamedParent {
  readonly name: string;
  readonly line: number;
}

/** A statement whose resource is not known yet. */
export interface Aside {
  readonly kind: 'incremental' | 'dependency' | 'mapping' | 'schema' | 'keys';
  readonly line: number;
  /** Who it may be about, in the words of the guide. */
  readonly about: string;
  /** The parent, for a dependency. */
  readonly on?: string | undefined;
  readonly value: GuideValue;
}

/** Says what became of a statement. */
export type Tell = (finding: Finding) => void;

export function emptyDraft(): Draft {
  return {
    client: new Map(),
    defaults: new Map(),
    endpointDefaults: new Map(),
    resources: [],
    asides: [],
    others: new Map(),
  };
}

export function draftResource(name: string, line: number): DraftResource {
  return {
    name,
    line,
    own: new Map(),
    endpoint: new Map(),
    parents: [],
    fields: new Set(),
    bound: [],
  };
}

/** The value of a key, if it is a text. */
export function textAt(statements: ReadonlyMap<string, Stated>, key: string): string | undefined {
  const value = statements.get(key)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** A value that is no JSON. */
export type LookedUp = Lookup | Joined | GuideCode;

/** True for a look-up, text with look-ups in it, and code. */
export function isLookedUp(value: GuideValue | undefined): value is LookedUp {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return value.kind === 'code'
    ? 'code' in value && 'shown' in value
    : 'line' in value && (value.kind === 'lookup' || value.kind === 'joined');
}

/** An object of JSON. */
export function isMembers(value: GuideValue | undefined): value is { readonly [key: string]: GuideValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLookedUp(value);
}

/** The members of an object by their names; none for any other value. */
export function membersOf(value: GuideValue | undefined): ReadonlyMap<string, GuideValue> {
  return new Map(isMembers(value) ? Object.entries(value) : []);
}

/** One column or several, as a list. */
export function keyColumns(value: GuideValue | undefined): readonly string[] {
  const listed: readonly GuideValue[] = Array.isArray(value) ? (value as readonly GuideValue[]) : [value ?? null];
  return listed.filter((one) => typeof one === 'string');
}
