import { compileJsonPath } from '../../../core/json-path.ts';
import { isRow, type Value } from '../../../core/value.ts';
import { isSluiceError } from '../../../core/error.ts';
import { paginationValue } from '../errors.ts';
import { refuse, type Place } from '../reading/reading.ts';
import { isTruthy } from './paging-fields.ts';

/** When a walk is over, in the words of guides (L6). It is parsed and never run as code (S11). */
export interface StopCondition {
  readonly text: string;
  /**
   * True ends the walk, false says that there is more, undefined says nothing: a bare path may be missing.
   * @throws `pagination_value` where `response['key']` is missing, as Python would
   */
  isMet(body: Value, resource: string): boolean | undefined;
}

/**
 * Knows `path`, `response['key']`, `response.get('key')` and `response.get('key', default)`, each with or without `not`
 * before it; undefined for anything else.
 */
export function parseStopCondition(text: string): StopCondition | undefined {
  const [, negation, term = ''] = /^\s*(not\s+)?(.*?)\s*$/s.exec(text) ?? [];
  const read = parseGet(term) ?? parseSubscript(term) ?? parsePath(term);
  if (read === undefined) return undefined;
  return {
    text,
    isMet(body, resource) {
      const found = read(body, resource);
      return found === undefined ? undefined : isTrue(found) !== (negation !== undefined);
    },
  };
}

/** The text of a condition, or a problem at this place. */
export function stopConditionText(value: unknown, place: Place): string | undefined {
  if (typeof value === 'string' && parseStopCondition(value) !== undefined) return value;
  return refuse(place, {
    message: 'is not a condition that can be read',
    found: value,
    hint: `Write it as done, not has_more or not response.get('has_more', False)`,
  });
}

type ReadTerm = (body: Value, resource: string) => Value | undefined;

const quoted = String.raw`'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"`;
const getForm = new RegExp(String.raw`^response\.get\(\s*(?:${quoted})\s*(?:,\s*([^,()]+?)\s*)?\)$`, 's');
const subscriptForm = new RegExp(String.raw`^response\[\s*(?:${quoted})\s*\]$`, 's');
const literalForm = new RegExp(`^(?:${quoted})$`, 's');

function parseGet(term: string): ReadTerm | undefined {
  const match = getForm.exec(term);
  if (match === null) return undefined;
  const otherwise = match[3] === undefined ? null : literal(match[3]);
  if (otherwise === undefined) return undefined;
  const key = unquoted(match);
  return (body) => memberOf(body, key) ?? otherwise;
}

function parseSubscript(term: string): ReadTerm | undefined {
  const match = subscriptForm.exec(term);
  if (match === null) return undefined;
  const key = unquoted(match);
  return (body, resource) => {
    const found = memberOf(body, key);
    if (found !== undefined) return found;
    throw paginationValue({ resource, key: 'stop_condition', path: key }, 'there', found);
  };
}

const notPaths = /^(?:not|and|or|True|False|None)$|^response(?:\[|\.get$)/;

/** Python's names and operators are no paths. */
function parsePath(term: string): ReadTerm | undefined {
  if (!/^[\w$@][\w$@.'"[\]-]*$/.test(term) || notPaths.test(term)) return undefined;
  try {
    const path = compileJsonPath(term);
    return (body) => path.first(body);
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    return undefined;
  }
}

/** Python's `True`, `False`, `None`, a number or a quoted text. */
function literal(text: string): Value | undefined {
  const names = new Map<string, Value>([
    ['True', true],
    ['False', false],
    ['None', null],
  ]);
  const named = names.get(text);
  if (named !== undefined) return named;
  if (/^[+-]?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  const match = literalForm.exec(text);
  return match === null ? undefined : unquoted(match);
}

function unquoted(match: RegExpExecArray): string {
  return (match[1] ?? match[2] ?? '').replaceAll(/\\(.)/gs, '$1');
}

function memberOf(body: Value, key: string): Value | undefined {
  return isRow(body) && Object.hasOwn(body, key) ? body[key] : undefined;
}

/** Texts that spell a boolean are one. */
function isTrue(value: Value): boolean {
  return typeof value === 'string' && /^false$/i.test(value) ? false : isTruthy(value);
}
