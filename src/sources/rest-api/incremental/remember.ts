/**
 * What is kept of a cursor. While a run is open its start stays what it was, and how far the rows have come stands
 * beside it; when all walks have ended that becomes the record that the next run starts from.
 */
import { isRow, type Row, type Value } from '../../../core/value.ts';
import type { Kept, RunContext } from '../../source.ts';
import type { FilteredRows } from './filter-rows.ts';
import type { IncrementalPlan } from './incremental-plan.ts';
import { recordOf, type CursorRecord } from './window.ts';

/** Beside dlt's own key, so that dlt reads the state as if the run had not begun. */
const openKey = 'sluice_incremental';

/** What a page says about the cursor; undefined where a window was given, for then nothing is remembered. */
export function newsOf(plan: IncrementalPlan, filtered: FilteredRows, run: RunContext): Row | undefined {
  if (plan.end !== undefined || plan.usesScheduler) return undefined;
  if (plan.watermark === 'run_start') {
    return { value: run.startedAt, hashes: [] };
  }
  const { furthest } = filtered;
  return furthest === undefined ? {} : { value: furthest.value, hashes: [...furthest.hashes] };
}

/** A pure function, in whatever order pages come: the furthest value, with the hashes of all rows that have it. */
export function rememberCursor(plan: IncrementalPlan, kept: Kept, news: Row): Kept {
  const before = openOf(kept) ?? fromRecord(recordOf(kept, plan.cursorText), plan);
  return { ...kept, [openKey]: joined(plan, before, news) };
}

/** The run is over: the next one starts where this one's rows ended. */
export function finishCursor(plan: IncrementalPlan, kept: Kept): Kept {
  const open = openOf(kept);
  const others = Object.fromEntries(Object.entries(kept).filter(([key]) => key !== openKey));
  if (open === undefined) return others;
  const before = recordOf(kept, plan.cursorText);
  const initial = before?.initial_value ?? plan.initial ?? null;
  const record: CursorRecord = {
    initial_value: initial,
    last_value: open.value ?? initial,
    unique_hashes: open.hashes,
    start_value: before?.last_value ?? initial,
  };
  const records = isRow(others['incremental']) ? others['incremental'] : {};
  return { ...others, incremental: { ...records, [plan.cursorText]: { ...record } } };
}

interface OpenCursor {
  readonly value: Value | undefined;
  readonly hashes: readonly string[];
}

function openOf(kept: Kept): OpenCursor | undefined {
  const open = Object.hasOwn(kept, openKey) ? kept[openKey] : undefined;
  return isRow(open) ? readOpen(open) : undefined;
}

function readOpen(open: Row): OpenCursor {
  const { value, hashes } = open;
  // Only texts are hashes.
  return { value, hashes: Array.isArray(hashes) ? (hashes as Value[]).filter((hash) => typeof hash === 'string') : [] };
}

/** Hashes of the record stay as long as its value is the furthest (7.7). */
function fromRecord(record: CursorRecord | undefined, plan: IncrementalPlan): OpenCursor {
  if (record === undefined || record.last_value === null) return { value: plan.initial, hashes: [] };
  return { value: record.last_value, hashes: plan.rowKey === 'off' ? [] : record.unique_hashes };
}

function joined(plan: IncrementalPlan, before: OpenCursor, newsRow: Row): Row {
  const news = readOpen(newsRow);
  if (news.value === undefined) return written(before);
  const beyond = before.value === undefined ? 1 : plan.order.compare(news.value, before.value);
  if (beyond > 0) return written(news);
  return written(beyond < 0 ? before : { ...before, hashes: [...new Set([...before.hashes, ...news.hashes])] });
}

function written({ value, hashes }: OpenCursor): Row {
  return value === undefined ? { hashes } : { value, hashes };
}
