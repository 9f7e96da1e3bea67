/**
 * Writes rows that are still JSON into the columns of their tables, without making objects of them. The row machine
 * reads them; it understands what it has met before: keys that have columns, values that fit them. A row with anything
 * else in it is left untouched to the writer of objects, which learns what is new; that one is also the twin that this
 * one is held against.
 */
import type { JsonRows } from '../../core/json-rows.ts';
import type { RowMarks } from '../row-writer.ts';
import type { TablePlan } from '../table-plan.ts';
import type { TablePlans } from '../table-plans.ts';
import { JsonProgram } from './json-program.ts';
import type { JsonTable } from './json-table.ts';
import { inputBytes, inputStart, nextIdCount } from './layout.ts';
import { RowMachine } from './row-machine.ts';

/** From one row of a list up to another one, which is not in it. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

export class JsonRowWriter {
  readonly #plans: TablePlans;
  readonly #maxDepth: number;
  #marks: RowMarks;
  /** Made for the first rows that are still JSON. */
  #machine: RowMachine | undefined;
  /** By root table. */
  readonly #programs = new Map<TablePlan, JsonProgram>();
  /** What lies in the machine now. */
  #loaded: (RowRange & { readonly bytes: Uint8Array }) | undefined;

  constructor(plans: TablePlans, maxDepth: number, marks: RowMarks) {
    this.#plans = plans;
    this.#maxDepth = maxDepth;
    this.#marks = marks;
  }

  /** From the next row on. */
  mark(marks: RowMarks): void {
    this.#marks = marks;
    this.#machine?.setLoadId(marks.loadId);
  }

  /** Whether rows of this table may be written this way at all: nobody wants to look at them. */
  takes(plan: TablePlan): boolean {
    return plan.manner === undefined && !plan.isFiltered && plan.rowIdKind === 'random';
  }

  /**
   * Writes rows with all that is nested in them, up to the first that is not understood; gives how many.
   * @param budget levels that are flattened
   */
  write(plan: TablePlan, json: JsonRows, { start, end }: RowRange, budget: number): number {
    const machine = this.#ready();
    const program = this.#programs.get(plan) ?? new JsonProgram(machine, this.#plans, plan, this.#maxDepth);
    this.#programs.set(plan, program);
    const table = program.enter(budget);
    if (table === undefined) return 0;
    let at = start;
    while (at < end) {
      const next = endOfSlice(json, at, end);
      const written = next === at ? 0 : this.#writeSlice(machine, table, json, { start: at, end: next });
      if (written > 0) program.take();
      at += written;
      if (at < next || written === 0) break;
    }
    return at - start;
  }

  /** Rows that lie in the machine at once; gives how many are in its columns now. */
  #writeSlice(machine: RowMachine, table: JsonTable, json: JsonRows, range: RowRange): number {
    const { ids } = this.#marks;
    const next = ids.next(inputBytes);
    machine.setNextId(next);
    const written = machine.readRows(table.place, this.#load(machine, json, range), range.end - range.start);
    ids.use(machine.word(nextIdCount) - next.count);
    if (written > 0) machine.makeColumns();
    return written;
  }

  /** Gives where the first of the rows lies. */
  #load(machine: RowMachine, { bytes, places }: JsonRows, range: RowRange): number {
    const [start = 0, end = 0] = [places[range.start], places[range.end]];
    const loaded = this.#loaded;
    if (loaded?.bytes === bytes && start >= loaded.start && end <= loaded.end) return inputStart + start - loaded.start;
    machine.bytes.set(bytes.subarray(start, end), inputStart);
    this.#loaded = { bytes, start, end };
    return inputStart;
  }

  #ready(): RowMachine {
    if (this.#machine === undefined) {
      this.#machine = new RowMachine();
      this.#machine.setLoadId(this.#marks.loadId);
    }
    return this.#machine;
  }
}

/** As many rows as the machine holds at once, at least none. */
function endOfSlice({ places }: JsonRows, start: number, end: number): number {
  const most = (places[start] ?? 0) + inputBytes;
  let next = start;
  while (next < end && (places[next + 1] ?? 0) <= most) next += 1;
  return next;
}
