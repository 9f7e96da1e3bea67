import { isRow, type Row, type Value } from '../../../core/value.ts';
import type { ParentRow } from '../../source.ts';
import { parentFieldMissing, parentFieldsMultiply } from '../errors.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';
import { openFields, type FieldUse } from './request-template.ts';
import { holeText, type FieldPart } from './templates.ts';
import { textOf } from './value-text.ts';

/** The value of every field of a parent that a request needs, by the text of its hole. */
export interface Binding {
  readonly values: ReadonlyMap<string, Value>;
  /** Set where a row stands for several walks: tells one of them from those of other rows. */
  readonly once?: string | undefined;
}

/** What a request is bound to that needs no parent. */
export const unbound: Binding = { values: new Map() };

/**
 * One binding for each walk that a row of the parent stands for. A field that may match several values, or a list that
 * has to be a text, stands for one walk for each of its values that is not null (W23).
 * @throws `parent_field_missing` for what is missing or cannot stand where it should (W21), unless such rows are skipped
 */
export function bindingsOf(endpoint: EndpointPlan, parent: ParentRow): readonly Binding[] {
  const found = usedFields(endpoint).map(([name, used]) => ({ name, ...valuesOf(endpoint, used, parent) }));
  if (found.some(({ values }) => values.length === 0)) return [];
  const several = found.filter(({ isSpread }) => isSpread).map(({ name }) => name);
  if (several.length > 1) throw parentFieldsMultiply(endpoint.resource, several);
  const single = found.map(({ name, values }) => [name, values[0] ?? null] as const);
  const spread = found.find(({ isSpread }) => isSpread);
  if (spread === undefined) return [{ values: new Map(single) }];
  return spread.values.map((value) => {
    const values = new Map([...single, [spread.name, value]]);
    return { values, once: JSON.stringify([...values].map(([name, bound]) => [name, textOf(bound) ?? null])) };
  });
}

/** A field, and how strict its strictest use is. */
interface UsedField {
  readonly field: FieldPart;
  readonly use: FieldUse;
}

const fromLaxToStrict: readonly FieldUse[] = ['value', 'text', 'segment'];

function usedFields({ request }: EndpointPlan): readonly (readonly [name: string, used: UsedField])[] {
  const fields = new Map<string, UsedField>();
  for (const { field, use } of openFields(request)) {
    const before = fields.get(holeText(field));
    const isStricter = fromLaxToStrict.indexOf(use) > fromLaxToStrict.indexOf(before?.use ?? 'value');
    if (before === undefined || isStricter) fields.set(holeText(field), { field, use });
  }
  return [...fields];
}

interface Found {
  readonly values: readonly Value[];
  readonly isSpread: boolean;
}

function valuesOf(endpoint: EndpointPlan, { field, use }: UsedField, parent: ParentRow): Found {
  const row = rowAbove(parent, field.parent);
  const refuse = (why: string): never => {
    const { parent: name, path } = field;
    const available = Object.keys(row);
    throw parentFieldMissing({ resource: endpoint.resource, parent: name, field: path.text, why, available });
  };
  const matches = field.path.isSingular ? [] : field.path.find(row);
  const only = field.path.isSingular ? field.path.first(row) : undefined;
  if (!field.path.isSingular || (isList(only) && use !== 'value')) {
    const values = distinct((isList(only) ? only : matches).flatMap((value) => (isList(value) ? value : [value])));
    for (const value of values) whyNot(use, value, refuse);
    return { values, isSpread: true };
  }
  const isNothing = only === undefined || only === null;
  if (isNothing && endpoint.skipsMissing) return { values: [], isSpread: false };
  whyNot(use, only, refuse);
  return { values: [only ?? null], isSpread: false };
}

/** The row of this resource, among a row and those that it hangs on. */
export function rowAbove(parent: ParentRow, name: string): Row {
  for (let above: ParentRow | undefined = parent; above !== undefined; above = above.parent) {
    if (above.resource === name) return above.row;
  }
  throw new TypeError(`"${name}" is not above the rows of "${parent.resource}"`);
}

/** Each value that is not null, once. */
function distinct(values: readonly Value[]): readonly Value[] {
  const known = new Map<string, Value>();
  for (const value of values) {
    const key = `${typeof value} ${textOf(value) ?? ''}`;
    if (value !== null && !known.has(key)) known.set(key, value);
  }
  return [...known.values()];
}

/** Refuses a value that cannot stand where its field does. */
function whyNot(use: FieldUse, value: Value | undefined, refuse: (why: string) => never): void {
  if (value === undefined) refuse('is missing');
  const text = textOf(value);
  if (use === 'value') return;
  if (text === undefined) refuse(value === null ? 'is null' : `is ${isRow(value) ? 'an object' : 'a list'}`);
  if (use === 'text') return;
  if (text === '') refuse('is empty, but a part of the path');
  if (text !== undefined && /^\.+$/.test(text)) refuse(`is "${text}", which is no name in a path`);
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
