import { isSluiceError } from '../core/error.ts';
import type { ErrorCode } from '../core/error-codes.ts';
import { exitCodes } from './terminal.ts';

/** 2 for wrong use, 3 where another run goes on from a whole state, 1 for every other error. */
export function exitCodeOf(error: unknown): number {
  if (!isSluiceError(error)) return exitCodes.failed;
  return exitCodeByError.get(error.code) ?? exitCodes.failed;
}

const exitCodeByError: ReadonlyMap<ErrorCode, number> = new Map<ErrorCode, number>([
  ['usage', exitCodes.wrongUse],
  ['config_invalid', exitCodes.wrongUse],
  ['config_unreadable', exitCodes.wrongUse],
  ['config_value_missing', exitCodes.wrongUse],
  ['source_not_found', exitCodes.wrongUse],
  ['resource_unknown', exitCodes.wrongUse],
  ['destination_unknown', exitCodes.wrongUse],
  ['pipeline_not_found', exitCodes.wrongUse],
  ['interrupted', exitCodes.interrupted],
  ['load_fenced', exitCodes.interrupted],
]);
