import type { Row, Value } from '../../../core/value.ts';
import type { ParentRow } from '../../source.ts';
import { parentFieldMissing } from '../errors.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';

/**
 * Each row with the asked fields of its parent as `_<parent>_<field>` in it (2.9).
 * @throws `parent_field_missing`
 */
export function includeFromParent(
  endpoint: EndpointPlan,
  rows: readonly Row[],
  above: ParentRow | undefined,
): readonly Row[] {
  const { included, resource } = endpoint;
  if (above === undefined || included.length === 0) return rows;
  const { resource: parent, row: parentRow } = above;
  const added = included.map((field): readonly [string, Value] => {
    const value = Object.hasOwn(parentRow, field) ? parentRow[field] : undefined;
    if (value !== undefined) return [`_${parent}_${field}`, value];
    const available = Object.keys(parentRow);
    throw parentFieldMissing({ resource, parent, field, why: 'is missing', available });
  });
  return rows.map((row) => Object.fromEntries([...Object.entries(row), ...added]));
}
