import { describe, expect, test } from 'vitest';
import type { ColumnName } from '../core/names.ts';
import { ExactNumber } from '../core/value.ts';
import type { SchemaSettings } from '../schema/table.ts';
import type { Cell } from './cell.ts';
import { TypeInference } from './infer-type.ts';

// A name of the naming convention.
const name = 'amount' as ColumnName;
const nowMs = Date.UTC(2024, 0, 1);

function typeOf(cell: Cell, settings: SchemaSettings, now: number | undefined = nowMs): string {
  return new TypeInference(settings, now).typeOf(name, cell);
}

describe('TypeInference.typeOf()', () => {
  test.each<readonly [string, readonly string[], Cell, string]>([
    ['wide integers are exact anyway', ['large_integer'], 2n ** 64n, 'wei'],
    ['wide integers beyond 38 digits', ['large_integer'], 10n ** 40n, 'text'],
    ['wei_to_double takes wide integers', ['wei_to_double'], 2n ** 64n, 'double'],
    ['the first that answers counts', ['large_integer', 'wei_to_double'], 2n ** 64n, 'wei'],
    ['integers of 64 bits are none of theirs', ['wei_to_double'], 2n ** 63n - 1n, 'bigint'],
    ['case 86: seconds of today', ['timestamp'], nowMs / 1000, 'timestamp'],
    ['case 86: seconds spelled as a double', ['timestamp'], new ExactNumber(`${nowMs / 1000}.0`), 'timestamp'],
    ['case 86: five years and a second', ['timestamp'], nowMs / 1000 + 5 * 31_536_000 + 1, 'bigint'],
    ['case 86: true is no second', ['timestamp'], true, 'bool'],
  ])('%s', (_, detections, cell, type) => {
    expect(typeOf(cell, { detections })).toBe(type);
  });

  test('without the start of a run no number is a timestamp: the clock is never asked', () => {
    expect(new TypeInference({ detections: ['timestamp'] }, undefined).typeOf(name, nowMs / 1000)).toBe('bigint');
  });

  test('what a name prefers goes before what a value says', () => {
    expect(typeOf('2024-01-01', { detections: ['iso_date'], preferredTypes: { 're:^am': 'text' } })).toBe('text');
  });
});
