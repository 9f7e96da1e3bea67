import { ExactNumber, isRow, type Row, type Value } from '../../../core/value.ts';
import { stepFailed } from '../errors.ts';

/** Where in the configuration a step is, for messages. */
export interface StepPlace {
  readonly resource: string;
  readonly step: string;
}

/** A row in a step, for messages. */
export interface RowPlace extends StepPlace {
  /** In the page, from 0. */
  readonly row?: number | undefined;
}

/** What code gave instead of a body. @throws `step_failed` for what is no JSON value */
export function asResult(result: unknown, place: StepPlace): Value {
  return asValue(result, place, 0);
}

/**
 * What code gave for a row, as rows: nothing for null and undefined, and a scalar as `{value: …}`. Dates become ISO
 * texts, undefined members are left out.
 * @throws `step_failed` for what no row can hold
 */
export function asRows(result: unknown, place: RowPlace): readonly Row[] {
  const value = asValue(result, place, 0);
  if (value === null) return [];
  return [isRow(value) ? value : { value }];
}

const deepest = 256;

function asValue(given: unknown, place: RowPlace, depth: number): Value {
  if (depth > deepest) throw stepFailed(place, `it gave a value that is nested deeper than ${deepest} levels`);
  if (given === null || given === undefined) return null;
  if (typeof given === 'string' || typeof given === 'boolean' || typeof given === 'bigint') return given;
  if (typeof given === 'number') {
    if (Number.isFinite(given)) return given;
    throw stepFailed(place, `it gave ${given}, which no column can hold`);
  }
  if (given instanceof ExactNumber) return given;
  if (given instanceof Date) return dateText(given, place);
  if (Array.isArray(given)) return given.map((element: unknown) => asValue(element, place, depth + 1));
  if (typeof given === 'object') return asRow(given, place, depth);
  throw stepFailed(place, `it gave a ${typeof given}, which no column can hold`);
}

function asRow(given: object, place: RowPlace, depth: number): Row {
  // Most rows are given back with few changes: they are looked through and copied only where something is not a value.
  const entries = Object.entries(given).flatMap(([key, member]: [string, unknown]) =>
    member === undefined ? [] : [[key, asValue(member, place, depth + 1)] as const],
  );
  return Object.fromEntries(entries);
}

function dateText(date: Date, place: RowPlace): string {
  if (Number.isNaN(date.getTime())) throw stepFailed(place, 'it gave an invalid date');
  return date.toISOString();
}
