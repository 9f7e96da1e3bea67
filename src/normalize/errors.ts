import { SluiceError } from '../core/error.ts';
import type { TableName } from '../core/names.ts';
import { evidence, type Breach } from '../schema/errors.ts';
import type { DataType } from '../schema/table.ts';

export function jsonTooDeep(table: TableName, limit: number): SluiceError {
  return new SluiceError(`Cannot put a row into "${table}": it is nested deeper than ${limit} levels`, {
    code: 'json_too_deep',
    phase: 'normalize',
    hint: 'Select a part of the answer that is less deep, or leave the nested field out',
    details: { table, limit },
  });
}

export function columnLimit(table: TableName, limit: number): SluiceError {
  return new SluiceError(`Cannot add a column to "${table}": its rows have more than ${limit} different fields`, {
    code: 'column_limit',
    phase: 'normalize',
    hint: 'Set max_table_nesting of the resource so that the object with the many keys stays one JSON column',
    details: { table, limit },
  });
}

export function tableLimit(table: TableName, limit: number): SluiceError {
  return new SluiceError(`Cannot add a table below "${table}": its rows have more than ${limit} different lists`, {
    code: 'table_limit',
    phase: 'normalize',
    hint: 'Set max_table_nesting of the resource so that the lists stay JSON columns',
    details: { table, limit },
  });
}

export function valueNotNull({ table, column, resource, origin }: Breach): SluiceError {
  const why = `"${column}" is null and must have a value${evidence({ origin })}`;
  return new SluiceError(`Cannot put a row into "${table}": ${why}`, {
    code: 'value_not_null',
    phase: 'normalize',
    hint: `Set nullable to true for "${column}", or leave it out of the keys of the resource`,
    details: { table, column, resource, origin },
  });
}

/** @param breach the column is the one that the value cannot have */
export function variantConflict(breach: Breach, type: DataType): SluiceError {
  const { table, column } = breach;
  return new SluiceError(
    `Cannot put a row into "${table}": "${column}" is taken, and a value of type ${type} needs it${evidence(breach)}`,
    {
      code: 'variant_conflict',
      phase: 'normalize',
      hint: `Give the field a column hint that takes all its values, such as text, or rename "${column}" in the source`,
      details: { ...breach, type },
    },
  );
}

export function rowsOverNested(table: TableName, resource: string): SluiceError {
  return new SluiceError(`Cannot load "${resource}" into "${table}": that table holds the lists of another resource`, {
    code: 'schema_conflict',
    phase: 'normalize',
    hint: `Give the resource "${resource}" another table name`,
    details: { table, resource },
  });
}

export function rowsOverSystemTable(table: TableName, resource: string): SluiceError {
  const reason = 'names with _dlt belong to the tables of sluice itself';
  return new SluiceError(`Cannot load "${resource}" into "${table}": ${reason}`, {
    code: 'schema_conflict',
    phase: 'normalize',
    hint: `Give the resource "${resource}" another table name`,
    details: { table, resource },
  });
}
