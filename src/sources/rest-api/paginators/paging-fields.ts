import { compileJsonPath, type JsonPath } from '../../../core/json-path.ts';
import { ExactNumber, type Value } from '../../../core/value.ts';
import { paginationValue, type PagingField } from '../errors.ts';
import { readPath } from '../requests/templates.ts';
import type { Place } from '../reading/reading.ts';

/** A field of the answer that paging depends on: reads it, or says what is wrong with it. */
export interface PagingPath {
  readonly resource: string;
  readonly key: string;
  readonly path: JsonPath;
  /** False for a default: the answer need not have it (W18). */
  readonly asked: boolean;
}

/** Undefined for null and for an empty text, which switch the field off. */
export function pagingPath(
  resource: string,
  key: string,
  written: string | null | undefined,
  usual?: string,
): PagingPath | undefined {
  const text = written === undefined ? usual : written;
  if (text === undefined || text === null || text === '') return undefined;
  return { resource, key, path: compileJsonPath(text), asked: written !== undefined };
}

/** A JSONPath that may be empty; a problem is noted where it cannot be read. */
export function pathText(value: unknown, place: Place): string | undefined {
  if (value === '') return '';
  return readPath(value, place)?.text;
}

/**
 * A count as dlt reads it: whole numbers, their texts, and floats without their fraction (4.3).
 * @throws `pagination_value` where it was asked for and is not there, or is no number
 */
export function readCount(field: PagingPath | undefined, body: Value): number | undefined {
  if (field === undefined) return undefined;
  const found = field.path.first(body);
  if (found === undefined || found === null) {
    if (field.asked) throw paginationValue(named(field), 'a count', found);
    return undefined;
  }
  const count = countOf(found);
  if (count !== undefined) return count;
  if (field.asked) throw paginationValue(named(field), 'a count', found);
  return undefined;
}

/** The count if there is one; whoever asked for it. */
export function glimpseCount(field: PagingPath | undefined, body: Value): number | undefined {
  return readCount(field && { ...field, asked: false }, body);
}

/**
 * A flag as dlt reads it, and 0 and 1 too (W19); undefined where the answer does not have it.
 * @throws `pagination_value` for null and for what is no flag
 */
export function readFlag(field: PagingPath | undefined, body: Value): boolean | undefined {
  const found = field?.path.first(body);
  if (field === undefined || found === undefined) return undefined;
  const flag = flagOf(found);
  if (flag === undefined) throw paginationValue(named(field), 'true or false', found);
  return flag;
}

/** Python's idea of something: not null, false, zero or empty. */
export function isTruthy(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  if (typeof value === 'number' || typeof value === 'bigint') return value !== 0 && value !== 0n;
  if (value instanceof ExactNumber) return Number(value.text) !== 0;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function named({ resource, key, path }: PagingPath): PagingField {
  return { resource, key, path: path.text };
}

function countOf(value: Value): number | undefined {
  if (typeof value === 'string' && !/^\s*[+-]?\d+\s*$/.test(value)) return undefined;
  if (typeof value === 'object' && !(value instanceof ExactNumber)) return undefined;
  const number = Math.trunc(Number(value instanceof ExactNumber ? value.text : value));
  return Number.isSafeInteger(number) ? number : undefined;
}

function flagOf(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : '';
  if (['yes', 'true', 't', 'y', '1'].includes(text)) return true;
  return ['no', 'false', 'f', 'n', '0'].includes(text) ? false : undefined;
}
