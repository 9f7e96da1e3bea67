/**
 * The window of one run: where it starts and ends, and how that is said in requests. It is made once, of what was kept
 * when the run began, and does not move while rows arrive (W3).
 */
import { ExactNumber, isRow, type Row, type Value } from '../../../core/value.ts';
import type { Kept, RunContext } from '../../source.ts';
import { windowInvalid } from './errors.ts';
import type { WindowValue } from '../requests/filling.ts';
import type { IncrementalPlan } from './incremental-plan.ts';
import { withLag } from './lag.ts';
import { schedulerWindow } from './scheduler-window.ts';
import { spelled } from './value-format.ts';

/** Where a run begins and ends. */
export interface Window {
  readonly start: Value | undefined;
  readonly end: Value | undefined;
  /** Hashes of the rows at the start that are loaded already. */
  readonly startHashes: ReadonlySet<string>;
}

/** What a resource keeps of its cursor, in dlt's own words (7.9). */
export interface CursorRecord {
  readonly initial_value: Value;
  readonly last_value: Value;
  readonly unique_hashes: readonly string[];
  readonly start_value: Value;
}

/** The record of a cursor; undefined before the first run. What is not readable as one is none. */
export function recordOf(kept: Kept, cursorPath: string): CursorRecord | undefined {
  const all = member(kept, 'incremental');
  const record = isRow(all) ? member(all, cursorPath) : undefined;
  if (!isRow(record)) return undefined;
  const hashes = member(record, 'unique_hashes');
  return {
    initial_value: member(record, 'initial_value') ?? null,
    last_value: member(record, 'last_value') ?? null,
    // Only texts are hashes.
    unique_hashes: Array.isArray(hashes) ? (hashes as Value[]).filter((hash) => typeof hash === 'string') : [],
    start_value: member(record, 'start_value') ?? null,
  };
}

/** @throws `config_invalid` where the end is before the start; `cursor_invalid` */
export function windowOf(plan: IncrementalPlan, kept: Kept, run: RunContext): Window {
  const external = plan.usesScheduler ? schedulerWindow(plan, run.runtime.environment) : undefined;
  const { initial, end } = external ?? { initial: plan.initial, end: plan.end };
  if (end !== undefined) {
    if (initial === undefined) throw windowInvalid(plan.resource, 'end_value needs an initial_value');
    if (plan.order.compare(end, initial) < 0) throw windowInvalid(plan.resource, 'end_value is before initial_value');
    return { start: initial, end, startHashes: new Set() };
  }
  const record = recordOf(kept, plan.cursorText);
  const last = record === undefined || record.last_value === null ? initial : record.last_value;
  const start = last === undefined || plan.lag === undefined ? last : withLag(last, lagOf(plan, initial), plan.order);
  return { start, end, startHashes: new Set(record?.unique_hashes) };
}

/** Values for `{incremental.…}` and for the parameters of the window, as they are sent (7.2). */
export function windowValues(plan: IncrementalPlan, window: Window, run: RunContext): WindowValue {
  const sent = (value: Value | undefined): Value | undefined =>
    value === undefined || value === null ? undefined : plan.convert(spelled(value, plan.valueFormat, plan.resource));
  const named = new Map<string, () => Value | undefined>([
    ['start_value', () => sent(window.start)],
    ['start_param', () => sent(window.start)],
    ['last_value', () => sent(window.start)],
    ['end_value', () => sent(window.end)],
    ['initial_value', () => sent(plan.initial)],
    ['run_start', () => sent(run.startedAt)],
  ]);
  return (name) => {
    const value = named.get(name);
    return value === undefined ? plan.written(name) : value();
  };
}

/** Names that `{incremental.…}` may have beside those of the configuration's own keys. */
export const windowNames: readonly string[] = ['start_value', 'last_value', 'end_value', 'initial_value', 'run_start'];

function lagOf(plan: IncrementalPlan, floor: Value | undefined): Parameters<typeof withLag>[1] {
  const { lag = 0, func, resource } = plan;
  return { lag, func, resource, floor };
}

function member(row: Row, name: string): Value | undefined {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

/** True for a lag that moves anything. */
export function isLag(lag: number | null | undefined): lag is number {
  return typeof lag === 'number' && lag !== 0 && !Object.is(lag, -0);
}

/** A number of the configuration as a value that keeps what it is. */
export function asValue(value: Value | null | undefined): Value | undefined {
  return value instanceof ExactNumber || (value !== null && value !== undefined) ? value : undefined;
}
