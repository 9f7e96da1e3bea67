import { expect, test } from 'vitest';
import { SluiceError } from '../core/error.ts';
import type { ErrorCode } from '../core/error-codes.ts';
import { exitCodeOf } from './exit-code.ts';

const codes: readonly (readonly [ErrorCode, number])[] = [
  ['usage', 2],
  ['config_invalid', 2],
  ['config_unreadable', 2],
  ['config_value_missing', 2],
  ['source_not_found', 2],
  ['resource_unknown', 2],
  ['destination_unknown', 2],
  ['pipeline_not_found', 2],
  ['interrupted', 3],
  ['load_fenced', 3],
  ['http_unreachable', 1],
  ['result_short', 1],
  ['pipeline_locked', 1],
  ['query_failed', 1],
];

test.each(codes)('exitCodeOf() an error with %s is %i', (code, exitCode) => {
  expect(exitCodeOf(new SluiceError('Cannot', { code, phase: 'config', hint: 'Do' }))).toBe(exitCode);
});

test('exitCodeOf() anything else is 1', () => {
  expect(exitCodeOf(new Error('x'))).toBe(1);
  expect(exitCodeOf(undefined)).toBe(1);
});
