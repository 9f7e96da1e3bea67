/** What code of the user does to rows before they are filtered and loaded (8.1). It may wait; what it gives is checked. */
import type { Row } from '../../../core/value.ts';
import { isPlain, refuse, shape, type Place, type Read } from '../reading/reading.ts';
import { stepFailed } from '../errors.ts';
import { asRows, type StepPlace } from './as-value.ts';
import type { StepConfig } from './vocabulary.ts';

/** The rows that are left of a page. @throws `step_failed` with the position of the row */
export async function applySteps(
  steps: readonly StepConfig[],
  rows: readonly Row[],
  resource: string,
): Promise<readonly Row[]> {
  let left = rows;
  for (const [index, step] of steps.entries()) {
    const at = (kind: string): string => `processing_steps[${index}].${kind}`;
    if (step.filter !== undefined) left = await filtered(step.filter, left, { resource, step: at('filter') });
    if (step.map !== undefined) left = await mapped(step.map, left, { resource, step: at('map') });
    if (step.yield_map !== undefined) left = await spread(step.yield_map, left, { resource, step: at('yield_map') });
  }
  return left;
}

/** One element of `processing_steps`. */
export function readStep(value: unknown, place: Place): StepConfig | undefined {
  const step = readShape(value, place);
  if (!isPlain(value) || step === undefined || Object.keys(value).length > 0) return step;
  return refuse(place, { message: 'must have filter, map or yield_map' });
}

/** Code of the user: a function, which cannot be looked into. What it gives is checked when it is called. */
export function readCode(value: unknown, place: Place): Code | undefined {
  if (typeof value !== 'function') return refuse(place, { message: 'must be a function', found: value });
  // See above.
  return value as Code;
}

/** Any code: it takes what it is given. */
export type Code = (...given: readonly unknown[]) => never;

const readShape: Read<StepConfig> = shape<StepConfig>({ filter: readCode, map: readCode, yield_map: readCode });

async function filtered(
  keep: NonNullable<StepConfig['filter']>,
  rows: readonly Row[],
  place: StepPlace,
): Promise<readonly Row[]> {
  const verdicts = await eachOf(rows, keep, place);
  return rows.filter((_, index) => Boolean(verdicts[index]));
}

async function mapped(
  map: NonNullable<StepConfig['map']>,
  rows: readonly Row[],
  place: StepPlace,
): Promise<readonly Row[]> {
  const results = await eachOf(rows, map, place);
  return results.flatMap((result, index) => asRows(result, { ...place, row: index }));
}

async function spread(
  spreadRow: NonNullable<StepConfig['yield_map']>,
  rows: readonly Row[],
  place: StepPlace,
): Promise<readonly Row[]> {
  const all: Row[] = [];
  for (const [index, row] of rows.entries()) {
    try {
      for await (const result of spreadRow(row)) all.push(...asRows(result, { ...place, row: index }));
    } catch (cause) {
      throw stepFailed({ ...place, row: index }, cause);
    }
  }
  return all;
}

/** Waits only where the code does. */
async function eachOf(
  rows: readonly Row[],
  call: (row: Row) => unknown,
  place: StepPlace,
): Promise<readonly unknown[]> {
  const results: unknown[] = [];
  for (const [index, row] of rows.entries()) {
    try {
      const result = call(row);
      results.push(isPromise(result) ? await result : result);
    } catch (cause) {
      throw stepFailed({ ...place, row: index }, cause);
    }
  }
  return results;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}
