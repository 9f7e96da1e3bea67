import type { Value } from '../../../core/value.ts';
import { windowInvalid } from './errors.ts';
import { microsOf } from './cursor-order.ts';
import type { IncrementalPlan } from './incremental-plan.ts';

/**
 * The window that a scheduler gives, within the bounds of the configuration (7.11).
 * @throws `config_invalid` without both ends, or for a cursor that is no point in time
 */
export function schedulerWindow(
  plan: IncrementalPlan,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly initial: Value; readonly end: Value } {
  const [start, end] = ['DLT_INTERVAL_START', 'DLT_INTERVAL_END'].map((name) => environment[name]);
  if (start === undefined || end === undefined) {
    throw windowInvalid(plan.resource, 'DLT_INTERVAL_START and DLT_INTERVAL_END are not both set');
  }
  const [from, to] = [inUnitOf(plan, start), inUnitOf(plan, end)];
  const later = plan.initial !== undefined && plan.order.compare(plan.initial, from) > 0 ? plan.initial : from;
  const earlier = plan.end !== undefined && plan.order.compare(plan.end, to) < 0 ? plan.end : to;
  return { initial: later, end: earlier };
}

/** Numbers are seconds since 1970. */
function inUnitOf(plan: IncrementalPlan, text: string): Value {
  const micros = microsOf(text);
  if (micros === undefined) throw windowInvalid(plan.resource, `"${text}" of the scheduler is no point in time`);
  if (typeof plan.initial === 'number' || typeof plan.initial === 'bigint') return Number(micros / 1_000_000n);
  if (typeof plan.initial === 'string' && microsOf(plan.initial) !== undefined) return text;
  throw windowInvalid(
    plan.resource,
    'a window of a scheduler needs an initial_value that is a point in time or a number',
  );
}
