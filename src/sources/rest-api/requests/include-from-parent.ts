import type { Row, Value } from '../../../core/value.ts';
import type { ParentRow } from '../../source.ts';
import type { EndpointPlan, Included } from '../endpoint-plan.ts';
import { parentFieldMissing } from '../errors.ts';
import { rowAbove } from './bindings.ts';

/** Names and values that each row of a walk gets from the rows above. */
export type IncludedFields = readonly (readonly [name: string, value: Value])[];

/**
 * The asked fields of the parent, as `_<parent>_<field>` or under the name that was chosen (2.9); looked for before
 * anything is asked for it.
 * @throws `parent_field_missing`
 */
export function includedFields({ included, resource }: EndpointPlan, above: ParentRow | undefined): IncludedFields {
  return above === undefined ? [] : included.map((one) => includedMember(one, resource, above));
}

/** Each row with the fields in it; they go before fields of the same name. */
export function withFields(rows: readonly Row[], fields: IncludedFields): readonly Row[] {
  if (fields.length === 0) return rows;
  return rows.map((row) => Object.fromEntries([...Object.entries(row), ...fields]));
}

function includedMember({ resource: owner, field, as }: Included, resource: string, above: ParentRow): [string, Value] {
  const parent = owner ?? above.resource;
  const row = rowAbove(above, parent);
  const value = field.first(row);
  const name = as ?? `_${parent}_${field.simpleName ?? field.text}`;
  if (value !== undefined) return [name, value];
  throw parentFieldMissing({ resource, parent, field: field.text, why: 'is missing', available: Object.keys(row) });
}
