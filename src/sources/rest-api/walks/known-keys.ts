import { createHash } from 'node:crypto';
import { withMembers } from '../../../core/json-members.ts';
import { ExactNumber, type Row, type Value } from '../../../core/value.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';

export interface KeyOfRow {
  /** What tells a row from all others, as text; undefined where it lacks a part of it. */
  (row: Row): string | undefined;
  /** All that is looked at of a row; undefined where that is not known. */
  readonly members: readonly string[] | undefined;
}

/**
 * By the primary key; with the cursor of an incremental resource beside it, for the newer version of a row is a new
 * one. Undefined where rows have no key.
 */
export function keyOfRow({ hints, incremental }: Pick<EndpointPlan, 'hints' | 'incremental'>): KeyOfRow | undefined {
  const names = hints.primaryKey ?? [];
  if (names.length === 0) return undefined;
  const keyOf = (row: Row): string | undefined => {
    const values = names.map((name) => (Object.hasOwn(row, name) ? row[name] : undefined));
    const version = incremental?.cursor.first(row) ?? null;
    const texts = [...values, version].map(textOf);
    return texts.includes(undefined) ? undefined : JSON.stringify(texts);
  };
  const { simpleName } = incremental?.cursor ?? { simpleName: names[0] };
  return Object.assign(keyOf, { members: simpleName === undefined ? undefined : [...names, simpleName] });
}

/** No lists and objects: those are no keys. */
function textOf(value: Value | undefined): string | undefined {
  if (value instanceof ExactNumber) return value.text;
  if (value === undefined || (typeof value === 'object' && value !== null)) return undefined;
  return `${typeof value} ${String(value)}`;
}

/** Notices pages that bring nothing but the rows of an earlier page, whatever else in them changed (F2.12). */
export class KnownKeys {
  readonly #keyOf: KeyOfRow;
  /** Pages that are remembered. */
  readonly #most: number;
  readonly #pages = new Set<string>();
  #timesKnown = 0;
  #before: ReadonlySet<string> = new Set();
  /** Rows that the page before theirs had too (F2.13). */
  overlapCount = 0;

  constructor(keyOf: KeyOfRow, most: number) {
    this.#keyOf = keyOf;
    this.#most = most;
  }

  /** Why the walk must end, when it must. */
  add(rows: readonly Row[]): string | undefined {
    const keys = this.#keysOf(rows);
    for (const key of keys ?? []) if (this.#before.has(key)) this.overlapCount += 1;
    this.#before = keys ?? new Set();
    const page = keys === undefined ? undefined : digestOf(keys);
    this.#timesKnown = page !== undefined && this.#pages.has(page) ? this.#timesKnown + 1 : 0;
    if (page !== undefined) this.#remember(page);
    const most = rows.length === 1 ? mostSingle : mostSeveral;
    if (this.#timesKnown < most) return undefined;
    return `${most} pages in a row have the primary keys of pages that came before`;
  }

  /** Undefined where they tell nothing: one is missing, or some rows of the page share one. */
  #keysOf(rows: readonly Row[]): ReadonlySet<string> | undefined {
    const keys = new Set<string>();
    const { members } = this.#keyOf;
    for (const row of members === undefined ? rows : withMembers(rows, members)) {
      const key = this.#keyOf(row);
      if (key === undefined) return undefined;
      keys.add(key);
    }
    return keys.size === rows.length ? keys : undefined;
  }

  #remember(page: string): void {
    this.#pages.add(page);
    const [oldest] = this.#pages;
    if (this.#pages.size > this.#most && oldest !== undefined) this.#pages.delete(oldest);
  }
}

/** In any order. */
function digestOf(keys: ReadonlySet<string>): string {
  const hash = createHash('sha256');
  for (const key of [...keys].toSorted()) hash.update(key).update('\n');
  return hash.digest('base64url').slice(0, 22);
}

/** Twice could be chance only for a row alone, such as one that was changed meanwhile and moved to the end. */
const mostSeveral = 2;
const mostSingle = 20;
