import type { Row, Value } from '../../../core/value.ts';
import type { ParentRow } from '../../source.ts';
import type { EndpointPlan, Included } from '../endpoint-plan.ts';
import { parentFieldMissing } from '../errors.ts';
import { rowAbove } from './bindings.ts';

/**
 * Each row with the asked fields of its parent in it, as `_<parent>_<field>` or under the name that was chosen (2.9).
 * @throws `parent_field_missing`
 */
export function includeFromParent(
  { included, resource }: EndpointPlan,
  rows: readonly Row[],
  above: ParentRow | undefined,
): readonly Row[] {
  if (above === undefined || included.length === 0) return rows;
  const added = included.map((one) => includedMember(one, resource, above));
  return rows.map((row) => Object.fromEntries([...Object.entries(row), ...added]));
}

function includedMember({ resource: owner, field, as }: Included, resource: string, above: ParentRow): [string, Value] {
  const parent = owner ?? above.resource;
  const row = rowAbove(above, parent);
  const value = field.first(row);
  const name = as ?? `_${parent}_${field.simpleName ?? field.text}`;
  if (value !== undefined) return [name, value];
  throw parentFieldMissing({ resource, parent, field: field.text, why: 'is missing', available: Object.keys(row) });
}
