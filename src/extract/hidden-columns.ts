import { createHash, createHmac } from 'node:crypto';
import { sortedJson } from '../core/sorted-json.ts';
import { ExactNumber, isRow, type Row, type Value } from '../core/value.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
import type { ColumnMask, ColumnVisibility } from '../schema/table.ts';

/**
 * Rows as they may be written to a disk: without the keys that are left out, and with a mask where one is asked for.
 * A path names keys with dots between them, as the source spells them or as the table does (`creditCard`,
 * `credit_card`, `address.city`, `address__city`); lists on the way count for nothing. What was asked of a key holds for
 * all below it. A mask takes the place of every value but null; lists keep their length, objects become one value.
 */
export function shownRows(
  { include, exclude = [], mask = [] }: ColumnVisibility,
  naming: NamingConvention,
): (rows: readonly Row[]) => readonly Row[] {
  const named = new Names(naming);
  const masks = new Map(mask.flatMap((one) => named.ofPath(one.path).map((name) => [name, one] as const)));
  const wanted = include === undefined ? undefined : new Set(include.flatMap((path) => named.ofPath(path)));
  const rules: Rules = {
    named,
    isExcluded: setOf(exclude.flatMap((path) => named.ofPath(path))),
    isAboveWanted: (place) => wanted === undefined || names(place).some((name) => hasBelow(wanted, name)),
    isWanted: (place) => wanted === undefined || names(place).some((name) => wanted.has(name)),
    maskOf: (place) => masks.get(place.sent) ?? masks.get(place.stored),
  };
  return (rows) =>
    rows.map((row) => shownRow(row, { sent: '', stored: '' }, { rules, isWanted: wanted === undefined }));
}

/** Where in a row a key stands: by the keys as they were sent, and by the name of its column. */
interface Place {
  readonly sent: string;
  readonly stored: string;
}

interface Rules {
  readonly named: Names;
  isExcluded(place: Place): boolean;
  isWanted(place: Place): boolean;
  isAboveWanted(place: Place): boolean;
  maskOf(place: Place): ColumnMask | undefined;
}

interface Showing {
  readonly rules: Rules;
  /** True below a key that is included. */
  readonly isWanted: boolean;
}

function shownRow(row: Row, above: Place, { rules, isWanted }: Showing): Row {
  const members: [string, Value][] = [];
  for (const [key, value] of Object.entries(row)) {
    const place = rules.named.below(above, key);
    if (rules.isExcluded(place)) continue;
    const isIncluded = isWanted || rules.isWanted(place);
    const isNested = isRow(value) || Array.isArray(value);
    if (!isIncluded && !(isNested && rules.isAboveWanted(place))) continue;
    members.push([key, shownValue(value, place, { rules, isWanted: isIncluded })]);
  }
  return Object.fromEntries(members);
}

function shownValue(value: Value, place: Place, showing: Showing): Value {
  if (isList(value)) return value.map((element) => shownValue(element, place, showing));
  const mask = showing.rules.maskOf(place);
  if (mask !== undefined) return masked(value, mask);
  return isRow(value) ? shownRow(value, place, showing) : value;
}

function masked(value: Value, mask: ColumnMask): Value {
  if (value === null || mask.kind === 'null') return null;
  if (mask.kind === 'text') return mask.text;
  const text = hashedText(value);
  const hash = mask.salt === undefined ? createHash('sha256') : createHmac('sha256', mask.salt.reveal());
  return hash.update(text, 'utf8').digest('hex');
}

/** The same for a number and for the text that spells it, so that keys of two APIs still meet. */
function hashedText(value: Value): string {
  if (typeof value === 'string') return value;
  return value instanceof ExactNumber ? value.text : sortedJson(value);
}

/** Names of keys, made once for each. */
class Names {
  readonly #naming: NamingConvention;
  readonly #known = new Map<string, string>();

  constructor(naming: NamingConvention) {
    this.#naming = naming;
  }

  /** Both ways to name a path. */
  ofPath(path: string): readonly string[] {
    return [
      path,
      path
        .split('.')
        .map((key) => this.#nameOf(key))
        .join(separator),
    ];
  }

  below(above: Place, key: string): Place {
    const name = this.#nameOf(key);
    if (above.sent === '') return { sent: key, stored: name };
    return { sent: `${above.sent}.${key}`, stored: `${above.stored}${separator}${name}` };
  }

  #nameOf(key: string): string {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = nameOf(key, this.#naming);
    // Keys may be as many as the rows of an attacker.
    if (this.#known.size < mostNames) this.#known.set(key, name);
    return name;
  }
}

const separator = '__';
const mostNames = 10_000;

/** A key of which no name is left is named like nothing else. */
function nameOf(key: string, naming: NamingConvention): string {
  try {
    return naming.column(key);
  } catch {
    return key;
  }
}

function names({ sent, stored }: Place): readonly string[] {
  return [sent, stored];
}

function setOf(paths: readonly string[]): (place: Place) => boolean {
  const all = new Set(paths);
  return (place) => all.has(place.sent) || all.has(place.stored);
}

function hasBelow(wanted: ReadonlySet<string>, name: string): boolean {
  return [...wanted].some((one) => one.startsWith(`${name}.`) || one.startsWith(`${name}${separator}`));
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
