import { isSecretName } from '../../core/secret-names.ts';
import { isRow, type Row, type Value } from '../../core/value.ts';

/**
 * The details of a project without what was meant for its connections only: tokens and the like, and what variables of
 * the environment are set to. Their names stay.
 */
export function withoutSecrets(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, name.endsWith('Connection') ? cleaned(value, false) : value]),
  );
}

function cleaned(value: Value, isVariable: boolean): Value {
  if (Array.isArray(value)) return value.map((element: Value) => cleaned(element, isVariable));
  if (!isRow(value)) return value;
  const left = Object.entries(value).filter(([name]) => (isVariable ? name !== 'value' : !isSecretName(name)));
  return Object.fromEntries(left.map(([name, member]) => [name, cleaned(member, name === 'environment')]));
}
