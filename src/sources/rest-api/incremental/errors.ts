/** What can go wrong with cursors and windows. */
import { SluiceError } from '../../../core/error.ts';
import { nearest } from '../../../core/nearest.ts';
import { printable } from '../../../core/printable.ts';
import type { Value } from '../../../core/value.ts';
import { showValue } from '../../../config/problem.ts';

/** @param value undefined where the row does not have the field, null where it says nothing */
export function cursorAbsent(
  resource: string,
  path: string,
  value: Value | undefined,
  keys: readonly string[],
): SluiceError {
  const near = value === undefined ? nearest(path, keys) : undefined;
  const meant = near === undefined ? '' : `Did you mean "${near}"? `;
  return new SluiceError(
    `Cannot filter "${resource}": cursor ${short(path)} ${value === null ? 'is null in a row' : 'is missing in a row'}`,
    {
      code: value === null ? 'cursor_null' : 'cursor_missing',
      phase: 'extract',
      hint: `${meant}Set on_cursor_value_missing to include or exclude such rows, or correct cursor_path`,
      details: { resource, path, keys },
    },
  );
}

/** Two values of different kinds have no order (case 168). */
export function cursorsDiffer(resource: string, one: Value, other: Value): SluiceError {
  return new SluiceError(
    `Cannot compare cursors of "${resource}": ${showValue(one)} and ${showValue(other)} are of different kinds`,
    {
      code: 'cursor_invalid',
      phase: 'extract',
      hint: 'Write initial_value in the form that the rows have, or map the field to one form',
      details: { resource },
    },
  );
}

/** For a lag over a text that is no date and no date-time. */
export function cursorNotShiftable(resource: string, value: Value): SluiceError {
  return new SluiceError(`Cannot look back from the cursor of "${resource}": ${showValue(value)} is no point in time`, {
    code: 'cursor_invalid',
    phase: 'extract',
    hint: 'Remove lag, or map the cursor to an ISO 8601 date-time or a number',
    details: { resource },
  });
}

/** For a value that is to be sent as a time. */
export function cursorNotATime(resource: string, value: Value, format: string): SluiceError {
  return new SluiceError(`Cannot send ${showValue(value)} as ${format} for "${resource}": it is no point in time`, {
    code: 'cursor_invalid',
    phase: 'extract',
    hint: 'Remove value_format, or map the cursor to an ISO 8601 date-time or a number',
    details: { resource },
  });
}

/** Rows with the same cursor cannot be told apart without their key. */
export function cursorKeyMissing(resource: string, name: string, keys: readonly string[]): SluiceError {
  const near = nearest(name, keys);
  return new SluiceError(
    `Cannot filter "${resource}": key "${short(name)}" is missing in a row at the cursor's limit`,
    {
      code: 'cursor_key_missing',
      phase: 'extract',
      hint: `${near === undefined ? '' : `Did you mean "${near}"? `}Set incremental.primary_key to fields of every row, or to []`,
      details: { resource, name },
    },
  );
}

/** The bounds of a window contradict each other, or one is not to be had. */
export function windowInvalid(resource: string, why: string): SluiceError {
  return new SluiceError(`Cannot ask for a window of "${resource}": ${why}`, {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Correct initial_value and end_value of incremental',
    details: { resource },
  });
}

function short(text: string): string {
  return printable(text, 120);
}
