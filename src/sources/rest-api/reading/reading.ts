/**
 * The small words that readers of configuration are made of. A reader gives the value it was promised, or notes every
 * mistake with its place and gives nothing; nobody stops at the first one. A closed table of keys is what makes
 * unknown keys, near misses and keys that mean nothing here one line each.
 */
import { nearest } from '../../../core/nearest.ts';
import { ExactNumber, type Value } from '../../../core/value.ts';
import { didYouMean, type Problem } from '../../../config/problem.ts';
import type { Secret } from '../../../config/secret.ts';

/** Where in the configuration a reader is, and where it notes what is wrong. */
export interface Place {
  /** As the user would write it, such as `resources[2].endpoint`. */
  readonly path: string;
  readonly problems: Problem[];
  /** What is taken otherwise than it is written, and no mistake; absent where nobody asks. */
  readonly remarks?: Problem[] | undefined;
  readonly secrets: SecretLookup;
}

/** Where secrets come from that are not written in the configuration. */
export interface SecretLookup {
  find(name: string): Secret | undefined;
  /** From here on it is masked in whatever is shown; gives it back. */
  remember(secret: Secret): Secret;
  /** What to do when there is none: one imperative sentence. */
  hint(name: string): string;
}

/** Undefined where the value is wrong; the problem is noted. */
export type Read<T> = (value: unknown, place: Place) => T | undefined;

/** The place of a member; names with odd characters are quoted. */
export function keyOf(place: Place, key: string): Place {
  const name = /^[\w-]+$/.test(key) ? `.${key}` : `['${key}']`;
  return { ...place, path: place.path === '' ? key : `${place.path}${name}` };
}

/** The place of an element of a list. */
export function elementOf(place: Place, index: number): Place {
  return { ...place, path: `${place.path}[${index}]` };
}

/** Notes a problem, and is what a reader gives then. */
export function refuse(place: Place, problem: Omit<Problem, 'path'>): undefined {
  place.problems.push({ path: place.path, ...problem });
  return undefined;
}

/** True where something is wrong at this place or in it, so that what follows from it need not be told. */
export function isTold(place: Place): boolean {
  return place.problems.some(
    ({ path }) => path.startsWith(place.path) && /^(?:$|[.[])/.test(path.slice(place.path.length)),
  );
}

/** Any text, the empty one too. */
export function text(value: unknown, place: Place): string | undefined {
  return typeof value === 'string' ? value : refuse(place, { message: 'must be a text', found: value });
}

/** A text that says something. */
export function filledText(value: unknown, place: Place): string | undefined {
  return value === '' ? refuse(place, { message: 'must not be empty', found: value }) : text(value, place);
}

/** True or false, and nothing that only looks like it. */
export function bool(value: unknown, place: Place): boolean | undefined {
  return typeof value === 'boolean' ? value : refuse(place, { message: 'must be true or false', found: value });
}

/** An integer that a JavaScript number holds exactly. */
export function wholeNumber(value: unknown, place: Place): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  return refuse(place, { message: 'must be a whole number', found: value });
}

/** A whole number from 1 on. */
export function positiveNumber(value: unknown, place: Place): number | undefined {
  const number = wholeNumber(value, place);
  if (number === undefined || number > 0) return number;
  return refuse(place, { message: 'must be greater than 0', found: value });
}

/** One of a few texts; a near miss is named. */
export function oneOf<const T extends string>(allowed: readonly T[]): Read<T> {
  return (value, place) => {
    const found = allowed.find((known) => known === value);
    if (found !== undefined) return found;
    const near = typeof value === 'string' ? nearest(value, allowed) : undefined;
    const message = allowed.length === 1 ? `must be ${allowed.join('')}` : `must be one of ${allowed.join(', ')}`;
    return refuse(place, { message, found: value, hint: didYouMean(near) });
  };
}

/** Null stays null: in a resource it takes back what the defaults say. */
export function orNull<T>(read: Read<T>): Read<T | null> {
  return (value, place) => (value === null ? null : read(value, place));
}

/** A list whose elements all fit; each mistake has its index. */
export function listOf<T>(read: Read<T>): Read<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) {
      const hint = typeof value === 'string' ? 'Write it in brackets' : undefined;
      return refuse(place, { message: 'must be a list', found: value, hint });
    }
    const elements = value.map((element: unknown, index) => read(element, elementOf(place, index)));
    return elements.filter((element): element is T & ({} | null) => element !== undefined);
  };
}

/** An object with any keys. */
export function mapOf<T>(read: Read<T>): Read<Readonly<Record<string, T>>> {
  return (value, place) => {
    if (!isPlain(value)) return refuse(place, { message: 'must be an object', found: value });
    const entries = Object.entries(value).map(([key, member]) => [key, read(member, keyOf(place, key))] as const);
    return Object.fromEntries(entries.filter((entry): entry is [string, T & ({} | null)] => entry[1] !== undefined));
  };
}

/** What a closed table of keys cannot say by itself. */
export interface ShapeRules {
  readonly required?: readonly string[] | undefined;
  /** Keys that are known somewhere else, or mean nothing outside of Python, each with what to do instead. */
  readonly elsewhere?: Readonly<Record<string, string>> | undefined;
}

/** An object with exactly these keys, all optional unless the rules say otherwise. */
export function shape<T extends object>(
  fields: { readonly [K in keyof T]-?: Read<NonNullable<T[K]> | Extract<T[K], null>> },
  rules: ShapeRules = {},
): Read<T> {
  const readers = new Map<string, Read<unknown>>(Object.entries(fields));
  const elsewhere = new Map(Object.entries(rules.elsewhere ?? {}));
  return (value, place) => {
    if (!isPlain(value)) return refuse(place, { message: 'must be an object', found: value });
    const missing = (rules.required ?? []).filter((key) => !Object.hasOwn(value, key) || value[key] === undefined);
    // A key that is only misspelt is told once, where it stands.
    const misspelt = new Set(Object.keys(value).map((key) => (readers.has(key) ? undefined : nearest(key, missing))));
    for (const key of missing) if (!misspelt.has(key)) refuse(keyOf(place, key), { message: 'is missing' });
    const entries = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, readMember(key, member)] as const);
    // Each member went through the reader of its own key; where one is missing a problem was noted and nothing is used.
    return Object.fromEntries(entries.filter(([, member]) => member !== undefined)) as T;

    function readMember(key: string, member: unknown): unknown {
      const read = readers.get(key);
      if (read !== undefined) return read(member, keyOf(place, key));
      const instead = elsewhere.get(key);
      if (instead !== undefined) {
        return isNothing(member)
          ? undefined
          : refuse(keyOf(place, key), { message: 'is not known here', hint: instead });
      }
      const known = [...readers.keys()];
      const hint = didYouMean(nearest(key, known)) ?? `Known are ${known.join(', ')}`;
      return refuse(keyOf(place, key), { message: 'is not a known key', hint });
    }
  };
}

/** JSON of any shape, copied; placeholders are looked for later. */
export function json(value: unknown, place: Place): Value | undefined {
  return jsonAt(value, place, 0);
}

const deepestJson = 100;

function jsonAt(value: unknown, place: Place, depth: number): Value | undefined {
  if (depth > deepestJson) return refuse(place, { message: `must not be nested deeper than ${deepestJson} levels` });
  if (value === null || value instanceof ExactNumber) return value;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const inner: Read<Value> = (member, at) => jsonAt(member, at, depth + 1);
  if (Array.isArray(value)) return listOf(inner)(value, place);
  if (isPlain(value)) return mapOf(inner)(value, place);
  return refuse(place, { message: 'must be a JSON value', found: value });
}

/** True for an object literal, from whatever realm; not for lists, exact numbers, dates or instances of classes. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** True for values that ask for nothing, so that a key which means nothing here may have them. */
function isNothing(value: unknown): boolean {
  return value === null || value === false || (Array.isArray(value) && value.length === 0);
}
