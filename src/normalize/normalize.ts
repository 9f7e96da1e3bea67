/**
 * From rows to tables. Pages of nested rows come in, stretches of typed columns go out, with a schema that grows by
 * what the rows bring. The same pages give the same bytes: no clock and no chance but what the options give
 * (invariant I14). Memory stays flat: the bytes of a stretch are used again for the next one.
 */
import type { Stretch } from '../columnar/stretch.ts';
import type { Emit } from '../core/event.ts';
import type { LoadId } from '../core/names.ts';
import { jsonOf, rowOf } from '../core/json-rows.ts';
import type { ExtractedPage } from '../core/page.ts';
import type { PipelineState } from '../core/state.ts';
import type { Transform } from '../core/stream.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
import type { Schema, TableHints } from '../schema/table.ts';
import type { NormalizeLimits } from './limits.ts';
import type { Retyping } from './manner.ts';
import { JsonRowWriter } from './json-rows/json-row-writer.ts';
import { countedRowIds } from './row-ids.ts';
import { RowWriter, type RowMarks } from './row-writer.ts';
import type { TablePlan } from './table-plan.ts';
import { TablePlans } from './table-plans.ts';

export { defaultNormalizeLimits, type NormalizeLimits } from './limits.ts';

export interface NormalizeOptions {
  readonly naming: NamingConvention;
  /** By name of the resource. A page of a resource that is not here has no hints. */
  readonly resources: ReadonlyMap<string, ResourceHints>;
  /** Of the package that rows go to from here on. May change only after a stretch with a state. */
  readonly loadId: () => LoadId;
  /** Cryptographically random. */
  readonly randomBytes: (count: number) => Uint8Array;
  readonly limits: NormalizeLimits;
  /** When the run began, for the detection `timestamp`: never the clock. @default it detects nothing */
  readonly startedAtMs?: number | undefined;
  /** What the destination can do to columns that are there. @default nothing */
  readonly retyping?: Retyping | undefined;
  /** Hands on a stretch at every safe point, however small. @default false */
  readonly everySafePoint?: boolean | undefined;
  /** Asked at each safe point: whether a stretch must be handed on, however small. @default never */
  readonly isDue?: (() => boolean) | undefined;
  readonly emit?: Emit | undefined;
}

export interface ResourceHints {
  readonly hints: TableHints;
  /** Table that is made also where no row came, in the source's own spelling. @default none */
  readonly emptyTable?: string | undefined;
}

type TableOfPage = Pick<ExtractedPage, 'resource' | 'table'>;

/** Rows between two looks at how much is buffered. */
const rowsBetweenLooks = 256;

/**
 * Makes stretches of pages. A stretch ends at the first safe point (a page with `stateAfter`) at which `stretchBytes`
 * came since the last state, or where the options ask for it, and then bears the state; without a state it ends only
 * where a unit is larger than twice that, and before the hints of a further resource are applied. The last one bears
 * the last state, with rows or without. Its bytes are valid until the next stretch is pulled.
 * @throws `json_too_deep`, `name_empty`, `column_limit`, `table_limit`, `value_not_null`, `variant_conflict`,
 * `schema_conflict`, `contract_violated`
 */
export function normalize(start: Schema, options: NormalizeOptions): Transform<ExtractedPage, Stretch> {
  return (pages) => stretchesOf(pages, new StretchBuilder(start, options));
}

async function* stretchesOf(pages: AsyncIterable<ExtractedPage>, builder: StretchBuilder): AsyncGenerator<Stretch> {
  for await (const page of pages) {
    yield* builder.addRows(page);
    if (page.stateAfter === undefined) continue;
    builder.reachSafePoint(page.stateAfter);
    if (builder.isFull()) yield* builder.handOn();
  }
  yield* builder.addEmptyTables();
  yield* builder.handOn();
}

class StretchBuilder {
  readonly #options: NormalizeOptions;
  readonly #plans: TablePlans;
  readonly #writer: RowWriter;
  readonly #jsonWriter: JsonRowWriter;
  /** By resource, then by table: the plans of the tables that rows came for. */
  readonly #roots = new Map<string, Map<string, TablePlan | undefined>>();
  #marks: RowMarks;
  #received = new Map<string, number>();
  /** By resource, since the last stretch. */
  #tables = new Map<string, Set<string>>();
  /** True of exactly the rows so far. */
  #state: PipelineState | undefined;
  /** The same, also when it was handed on. */
  #newestState: PipelineState | undefined;
  /** Handed on since the last stretch that bore a state. */
  #statelessBytes = 0;

  constructor(start: Schema, options: NormalizeOptions) {
    const { naming, limits } = options;
    this.#options = options;
    this.#plans = new TablePlans(start, naming, options);
    this.#marks = newMarks(options);
    this.#writer = new RowWriter(this.#plans, limits.maxDepth, this.#marks);
    this.#jsonWriter = new JsonRowWriter(this.#plans, limits.maxDepth, this.#marks);
  }

  reachSafePoint(state: PipelineState): void {
    this.#state = state;
    this.#newestState = state;
  }

  isFull(): boolean {
    const { everySafePoint = false, isDue, limits } = this.#options;
    const byteCount = this.#statelessBytes + this.#plans.byteCount();
    return everySafePoint || byteCount >= limits.stretchBytes || isDue?.() === true;
  }

  /** Writes the rows of a page; hands on what gets too large on the way. */
  *addRows(page: ExtractedPage): Generator<Stretch> {
    const { resource, rows } = page;
    if (rows.length === 0) return;
    const tables = this.#roots.get(resource);
    const plan = tables?.has(page.table) === true ? tables.get(page.table) : yield* this.#addRoot(page);
    if (plan === undefined) return this.#leaveOut(page);
    const budget = this.#plans.budgetOf(plan);
    const mostBytes = this.#options.limits.stretchBytes * 2;
    this.#state = undefined;
    this.#noteTable(page);
    this.#newestState = undefined;
    this.#followLoad();
    this.#writer.comeFrom({ resource, origin: page.origin });
    const json = this.#jsonWriter.takes(plan) ? jsonOf(rows) : undefined;
    let index = 0;
    let look = rowsBetweenLooks;
    while (index < rows.length) {
      if (index >= look) {
        look = index + rowsBetweenLooks;
        if (this.#plans.byteCount() >= mostBytes) yield* this.handOn();
        this.#noteTable(page);
      }
      const end = Math.min(look, rows.length);
      const written = json === undefined ? 0 : this.#jsonWriter.write(plan, json, { start: index, end }, budget);
      this.#receive(resource, written);
      index += written;
      if (index === end) continue;
      const row = json === undefined ? rows[index] : rowOf(json, index);
      index += 1;
      if (row === undefined || row === null) continue;
      this.#writer.writeRoot(plan, row, budget);
      this.#receive(resource, 1);
    }
    if (page.stateAfter === undefined && this.#plans.byteCount() >= mostBytes) yield* this.handOn();
  }

  /** All that was collected, if it was anything. */
  *handOn(): Generator<Stretch> {
    if (this.#received.size === 0 && this.#state === undefined) return;
    this.#statelessBytes = this.#state === undefined ? this.#statelessBytes + this.#plans.byteCount() : 0;
    const schema = this.#plans.schema(this.#options.emit ?? ignore);
    const hinted = [...this.#tables].flatMap(([resource, tables]) => [...tables].map((table) => ({ resource, table })));
    const stretch = { batches: this.#plans.batches(), schema, state: this.#state, received: this.#received, hinted };
    this.#received = new Map();
    this.#tables = new Map();
    this.#state = undefined;
    yield stretch;
    this.#plans.clear();
    this.#followLoad();
  }

  /** Makes the tables that are wanted without rows, too, for resources that brought none. */
  *addEmptyTables(): Generator<Stretch> {
    const state = this.#newestState;
    if (state === undefined) return;
    for (const [resource, { emptyTable: table }] of this.#options.resources) {
      if (table === undefined || this.#roots.has(resource) || this.#plans.isThere(table)) continue;
      const plan = yield* this.#addRoot({ resource, table });
      if (plan === undefined || !this.#plans.beginEmpty(plan)) continue;
      this.#received.set(resource, 0);
      this.#noteTable({ resource, table });
      this.#state = state;
    }
  }

  /** The first rows of a resource bring its hints. */
  *#addRoot({ resource, table }: TableOfPage): Generator<Stretch, TablePlan | undefined> {
    if (this.#received.size > 0) yield* this.handOn();
    const plan = this.#plans.root(resource, table, this.#options.resources.get(resource)?.hints ?? {});
    const tables = this.#roots.get(resource) ?? new Map<string, TablePlan | undefined>();
    this.#roots.set(resource, tables.set(table, plan));
    return plan;
  }

  /** The contract does not let the table of these rows be made. */
  #leaveOut({ table, rows }: ExtractedPage): void {
    const name = this.#options.naming.table(table);
    this.#options.emit?.({ kind: 'rows-discarded', table: name, rows: rows.length, values: 0 });
  }

  #noteTable({ resource, table }: TableOfPage): void {
    this.#tables.set(resource, (this.#tables.get(resource) ?? new Set()).add(table));
  }

  #receive(resource: string, count: number): void {
    if (count > 0) this.#received.set(resource, (this.#received.get(resource) ?? 0) + count);
  }

  #followLoad(): void {
    if (this.#options.loadId() === this.#marks.loadId) return;
    this.#marks = newMarks(this.#options);
    this.#writer.mark(this.#marks);
    this.#jsonWriter.mark(this.#marks);
  }
}

/** Ids of two packages share no prefix. */
function newMarks(options: NormalizeOptions): RowMarks {
  return { loadId: options.loadId(), ids: countedRowIds(options.randomBytes) };
}

function ignore(): void {
  // Nobody listens.
}
