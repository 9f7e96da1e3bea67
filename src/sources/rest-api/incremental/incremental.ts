import { compileJsonPath } from '../../../core/json-path.ts';
import { ExactNumber, type Value } from '../../../core/value.ts';
import { cursorOrder } from './cursor-order.ts';
import type { IncrementalPlan } from './incremental-plan.ts';
import type { RowKey } from './row-hash.ts';
import type { IncrementalConfig } from './vocabulary.ts';
import { perRun } from '../../source.ts';
import { asValue, isLag } from './window.ts';

/** @param primaryKey of the resource, for what the configuration does not say */
export function planIncremental(
  config: IncrementalConfig,
  resource: string,
  primaryKey: readonly string[] | undefined,
): IncrementalPlan {
  const isOrdered = typeof config.last_value_func !== 'function';
  const lag = isOrdered && isLag(config.lag) ? config.lag : undefined;
  const end = asValue(config.end_value);
  const isOff = config.range_start === 'open' || end !== undefined || lag !== undefined;
  return {
    resource,
    cursorText: config.cursor_path,
    cursor: compileJsonPath(config.cursor_path),
    order: cursorOrder(config.last_value_func, resource),
    initial: asValue(config.initial_value),
    end,
    lag: end === undefined ? lag : undefined,
    func: config.last_value_func === 'min' ? 'min' : 'max',
    rowKey: isOff ? 'off' : rowKeyOf(config.primary_key, primaryKey),
    missing: config.on_cursor_value_missing ?? 'raise',
    rowOrder: config.row_order ?? undefined,
    isStartOpen: config.range_start === 'open',
    isEndClosed: config.range_end === 'closed',
    usesScheduler: config.allow_external_schedulers ?? false,
    watermark: config.watermark ?? 'rows',
    valueFormat: config.value_format ?? undefined,
    convert: config.convert ?? ((value) => value),
    tellIgnoredStart: ignoredStartTeller(config, resource),
    written: (key) => writtenValue(config, key),
  };
}

/** A lag asks for what is known already, and without a parameter nothing was asked for. */
function ignoredStartTeller(config: IncrementalConfig, resource: string): IncrementalPlan['tellIgnoredStart'] {
  const once = perRun(() => ({ isTold: false }));
  return (run, olderCount, rowCount) => {
    const told = once(run);
    if (olderCount === 0 || told.isTold || config.row_order === 'desc') return;
    told.isTold = true;
    const message = `"${resource}" was asked for rows from the start of its window, but ${olderCount} of ${rowCount} rows of a page are older and were left out: the parameter may filter nothing`;
    run.emit({ kind: 'notice', message });
  };
}

function rowKeyOf(own: IncrementalConfig['primary_key'], ofResource: readonly string[] | undefined): RowKey | 'off' {
  const key = typeof own === 'string' ? [own] : (own ?? ofResource);
  return key?.length === 0 ? 'off' : key;
}

/** Single values only; code and lists have no spelling in a request. */
function writtenValue(config: IncrementalConfig, key: string): Value | undefined {
  const value: unknown = new Map<string, unknown>(Object.entries(config)).get(key);
  const isSingle = ['string', 'number', 'boolean', 'bigint'].includes(typeof value) || value instanceof ExactNumber;
  // The list above is what a single value can be.
  return isSingle ? (value as Value) : undefined;
}
