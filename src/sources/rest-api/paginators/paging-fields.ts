import { compileJsonPath, type JsonPath } from '../../../core/json-path.ts';
import { ExactNumber, type Value } from '../../../core/value.ts';
import { paginationValue, type PagingField } from '../errors.ts';
import { readPath } from '../requests/templates.ts';
import type { Place } from '../reading/reading.ts';

/** A field of the answer that paging depends on: reads it, or says what is wrong with it. */
export interface PagingPath {
  readonly resource: string;
  readonly key: string;
  readonly path: Pick<JsonPath, 'text' | 'first'>;
  /** False for a default: the answer need not have it (W18). */
  readonly asked: boolean;
}

/**
 * Undefined for null and for an empty text, which switch the field off.
 * @param usual where APIs have it, for when nobody said where; the first that an answer has counts
 */
export function pagingPath(
  resource: string,
  key: string,
  written: string | null | undefined,
  ...usual: readonly string[]
): PagingPath | undefined {
  const texts = written === undefined ? usual : [written ?? ''];
  const paths = texts.filter((text) => text !== '').map(compileJsonPath);
  const [main] = paths;
  if (main === undefined) return undefined;
  const first: JsonPath['first'] = (body) => {
    const found = paths.map((path) => path.first(body));
    return found.find((value) => value !== undefined && value !== null) ?? found[0];
  };
  return { resource, key, path: { text: main.text, first }, asked: written !== undefined };
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

/** The flag if there is one that can be read. */
export function glimpseFlag(field: PagingPath | undefined, body: Value): boolean | undefined {
  const found = field?.path.first(body);
  return found === undefined ? undefined : flagOf(found);
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

/** A whole number, the text of one, or a float without its fraction; nothing else. */
export function countOf(value: Value): number | undefined {
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
