import { isRow, type Row, type Value } from '../../../core/value.ts';
import { parentFieldMissing } from '../errors.ts';
import type { Filling } from './request-template.ts';
import type { EndpointPlan } from '../rest-plan.ts';
import type { FieldPart } from './templates.ts';
import { joinUrl, pathSegment, wireUrl } from './urls.ts';
import { textOf } from './value-text.ts';

/**
 * Fills an endpoint's request from a row of its parent.
 * @throws `parent_field_missing` from the filling, for what is missing or cannot stand where it should (W21)
 */
export function parentValues(endpoint: EndpointPlan, row: Row): Filling {
  return {
    valueOf: (field) => {
      const value = field.path.first(row);
      return value === undefined ? refuse(field, 'is missing') : value;
    },
    textOf: asText,
    segmentOf: (value, field) => {
      const text = asText(value, field);
      if (text === '') return refuse(field, 'is empty, but a part of the path');
      return /^\.+$/.test(text) ? refuse(field, `is "${text}", which is no name in a path`) : pathSegment(text);
    },
    urlOf: (path) => wireUrl(joinUrl(endpoint.baseUrl, path)),
  };

  function asText(value: Value, field: FieldPart): string {
    return textOf(value) ?? refuse(field, value === null ? 'is null' : `is ${isRow(value) ? 'an object' : 'a list'}`);
  }

  function refuse(field: FieldPart, why: string): never {
    const { resource } = endpoint;
    throw parentFieldMissing({
      resource,
      parent: field.parent,
      field: field.path.text,
      why,
      available: Object.keys(row),
    });
  }
}

/** Each row with the asked fields of its parent as `_<parent>_<field>` in it (2.9). */
export function includeFromParent(
  endpoint: EndpointPlan,
  rows: readonly Row[],
  parentRow: Row | undefined,
): readonly Row[] {
  const { parent, included, resource } = endpoint;
  if (parent === undefined || parentRow === undefined || included.length === 0) return rows;
  const added = included.map((field): readonly [string, Value] => {
    const value = Object.hasOwn(parentRow, field) ? parentRow[field] : undefined;
    if (value !== undefined) return [`_${parent}_${field}`, value];
    const available = Object.keys(parentRow);
    throw parentFieldMissing({ resource, parent, field, why: 'is missing', available });
  });
  return rows.map((row) => Object.fromEntries([...Object.entries(row), ...added]));
}
