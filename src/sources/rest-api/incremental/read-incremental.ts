import type { Value } from '../../../core/value.ts';
import { bool, filledText, isPlain, keyOf, oneOf, orNull, refuse, shape, type Place } from '../reading/reading.ts';
import { json } from '../reading/reading.ts';
import { readKey } from '../reading/read-hints.ts';
import { withKnownKeys } from '../reading/renamed-keys.ts';
import { readPath } from '../requests/templates.ts';
import { readCode } from '../steps/steps.ts';
import type { IncrementalConfig, IncrementalParamConfig, ValueFormat } from './vocabulary.ts';

const formats: readonly ValueFormat[] = ['iso', 'iso_no_zone', 'date', 'epoch_seconds', 'epoch_milliseconds'];

const fields = {
  cursor_path: (value: unknown, place: Place) => readPath(value, place)?.text,
  initial_value: single,
  last_value_func: orNull(readFunction),
  primary_key: orNull(readKey),
  row_order: orNull(oneOf(['asc', 'desc'])),
  on_cursor_value_missing: orNull(oneOf(['raise', 'include', 'exclude'])),
  lag: orNull(readNumber),
  range_start: orNull(oneOf(['open', 'closed'])),
  range_end: orNull(oneOf(['open', 'closed'])),
  allow_external_schedulers: orNull(bool),
  convert: orNull(readCode),
  value_format: orNull(oneOf(formats)),
  watermark: orNull(oneOf(['rows', 'run_start'])),
};

/** What guides call the keys of `incremental`. */
const ofGuides = { param_name: 'start_param', start_param_name: 'start_param', format: 'value_format' };

/** `incremental` of an endpoint. */
export function readIncremental(value: unknown, place: Place): IncrementalConfig | undefined {
  return readWindow(withKnownKeys(value, ofGuides, place), place);
}

const readWindow = shape<IncrementalConfig>(
  { ...fields, end_value: single, start_param: orNull(filledText), end_param: orNull(filledText) },
  { required: ['cursor_path'] },
);

const readParamShape = shape<IncrementalParamConfig>(
  { ...fields, type: () => 'incremental' as const, transform: orNull(readCode) },
  { required: ['cursor_path'] },
);

/** A parameter of type `incremental`: it has a start and no end. */
export function readIncrementalParam(value: unknown, place: Place): IncrementalParamConfig | undefined {
  for (const key of ['end_value', 'start_param', 'end_param']) {
    if (isPlain(value) && value[key] !== undefined && value[key] !== null) {
      const hint = 'Move it to incremental of the endpoint, with start_param and end_param';
      return refuse(keyOf(place, key), { message: 'does not belong to a parameter of type incremental', hint });
    }
  }
  return readParamShape(withoutEmptyEnds(value), place);
}

function withoutEmptyEnds(value: unknown): unknown {
  if (!isPlain(value)) return value;
  const ends = new Set(['end_value', 'start_param', 'end_param']);
  return Object.fromEntries(Object.entries(value).filter(([key]) => !ends.has(key)));
}

/** A value that rows can be compared with. */
function single(value: unknown, place: Place): Value | undefined {
  if (value === null) return null;
  if (typeof value === 'object' && isPlain(value))
    return refuse(place, { message: 'must be a single value', found: value });
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? refuse(place, { message: 'must be a single value', found: value }) : json(value, place);
}

function readNumber(value: unknown, place: Place): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return refuse(place, { message: 'must be a number', found: value });
}

function readFunction(value: unknown, place: Place): IncrementalConfig['last_value_func'] | undefined {
  if (typeof value === 'function') return readCode(value, place);
  return oneOf(['max', 'min'])(value, place);
}
