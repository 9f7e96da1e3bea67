/** Which rows of a page belong to the window of the run (7.6), and what is remembered of them. */
import { withMembers } from '../../../core/json-members.ts';
import { rowAt } from '../../../core/json-rows.ts';
import type { Row, Value } from '../../../core/value.ts';
import { cursorAbsent } from './errors.ts';
import type { IncrementalPlan } from './incremental-plan.ts';
import { rowHash } from './row-hash.ts';
import type { Window } from './window.ts';

/** A page, filtered. */
export interface FilteredRows {
  readonly rows: readonly Row[];
  /** The furthest cursor of these rows, and the hashes of the rows that have it. */
  readonly furthest?: { readonly value: Value; readonly hashes: readonly string[] } | undefined;
  /** Rows that were left out because they lie before the start: strictly, as an early end wants it (W9). */
  readonly beforeStart: number;
  readonly afterEnd: number;
}

type Side = 'inside' | 'loaded' | 'before' | 'after';

/** @throws `cursor_missing`, `cursor_null`, `cursor_invalid`, `cursor_key_missing` */
export function filterRows(plan: IncrementalPlan, window: Window, rows: readonly Row[]): FilteredRows {
  if (plan.watermark === 'run_start') return { rows, beforeStart: 0, afterEnd: 0 };
  const kept: number[] = [];
  const furthest = new Furthest(plan, rows);
  const counts = { inside: 0, loaded: 0, before: 0, after: 0 };
  const { simpleName } = plan.cursor;
  const looked = simpleName === undefined ? rows : withMembers(rows, [simpleName]);
  for (const [index, row] of looked.entries()) {
    const value = cursorOf(plan, row, () => rowAt(rows, index));
    if (value === undefined) {
      if (plan.missing === 'include') kept.push(index);
      continue;
    }
    const side = sideOf(plan, window, value, () => rowAt(rows, index));
    counts[side] += 1;
    if (side !== 'inside') continue;
    kept.push(index);
    furthest.add(index, value);
  }
  const inside = kept.length === rows.length ? rows : kept.map((index) => rowAt(rows, index));
  return { rows: inside, furthest: furthest.found(), beforeStart: counts.before, afterEnd: counts.after };
}

/** Undefined where a row may be without. */
function cursorOf(plan: IncrementalPlan, row: Row, wholeRow: () => Row): Value | undefined {
  const { cursor } = plan;
  const name = cursor.simpleName;
  const value = name === undefined ? cursor.first(row) : Object.hasOwn(row, name) ? row[name] : undefined;
  if (value !== undefined && value !== null) return value;
  if (plan.missing === 'raise') throw cursorAbsent(plan.resource, plan.cursorText, value, Object.keys(wholeRow()));
  return undefined;
}

function sideOf(plan: IncrementalPlan, window: Window, value: Value, wholeRow: () => Row): Side {
  const { order } = plan;
  if (window.end !== undefined) {
    const beyond = order.compare(value, window.end);
    if (beyond > 0 || (beyond === 0 && !plan.isEndClosed)) return 'after';
  }
  if (window.start === undefined) return 'inside';
  const fromStart = order.compare(value, window.start);
  if (fromStart !== 0) return fromStart < 0 ? 'before' : 'inside';
  if (plan.isStartOpen) return 'loaded';
  if (plan.rowKey === 'off' || window.startHashes.size === 0) return 'inside';
  return window.startHashes.has(rowHash(wholeRow(), plan.rowKey, plan.resource)) ? 'loaded' : 'inside';
}

/** Hashes cost more than comparisons, so they are made of the last candidates only. */
class Furthest {
  readonly #plan: IncrementalPlan;
  readonly #rows: readonly Row[];
  #value: Value | undefined;
  #indexes: number[] = [];

  constructor(plan: IncrementalPlan, rows: readonly Row[]) {
    this.#plan = plan;
    this.#rows = rows;
  }

  add(index: number, value: Value): void {
    const beyond = this.#value === undefined ? 1 : this.#plan.order.compare(value, this.#value);
    if (beyond < 0) return;
    if (beyond > 0) {
      this.#value = value;
      this.#indexes = [];
    }
    this.#indexes.push(index);
  }

  found(): FilteredRows['furthest'] {
    const { rowKey, resource } = this.#plan;
    if (this.#value === undefined) return undefined;
    const hashes =
      rowKey === 'off' ? [] : this.#indexes.map((index) => rowHash(rowAt(this.#rows, index), rowKey, resource));
    return { value: this.#value, hashes: [...new Set(hashes)] };
  }
}
