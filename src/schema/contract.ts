/**
 * What may change when rows bring something new (dataset-format section 6.1): tables, columns, types. A contract says
 * it once for all tables, or for the tables of one resource; names of the engine itself are never held back.
 */
import type { TableName } from '../core/names.ts';
import { isRow, type Row, type Value } from '../core/value.ts';
import { completeColumns } from './schema.ts';
import { isSystemName } from './system-tables.ts';
import type { Contract, ContractEntity, ContractMode, ContractSetting } from './contract-setting.ts';
import type { Schema, TableSchema } from './table.ts';

const entities: readonly (readonly [entity: ContractEntity, stored: string])[] = [
  ['tables', 'tables'],
  ['columns', 'columns'],
  ['dataType', 'data_type'],
];

/** The four modes, in the order of the reference. */
export const contractModes: readonly ContractMode[] = ['evolve', 'freeze', 'discard_row', 'discard_value'];

/** The contract with what was not said; undefined where all may change. */
export function contractFrom(setting: ContractSetting | undefined): Contract | undefined {
  if (setting === undefined) return undefined;
  const said = typeof setting === 'string' ? { tables: setting, columns: setting, dataType: setting } : setting;
  const { tables = 'evolve', columns = 'evolve', dataType = 'evolve' } = said;
  const isAnything = [tables, columns, dataType].some((mode) => mode !== 'evolve');
  return isAnything ? { tables, columns, dataType } : undefined;
}

/** The contract that rows of a table are under: its own, or that of the next table above, or that of the schema. */
export function contractOf(schema: Schema, name: TableName): Contract | undefined {
  if (isSystemName(name)) return undefined;
  let table = schema.tables.get(name);
  while (table !== undefined && table.contract === undefined && table.parent !== undefined) {
    table = schema.tables.get(table.parent);
  }
  return contractFrom(table?.contract ?? schema.settings.contract);
}

/** True for a table that is not there, or of which only hints without a type are known. */
export function isNewTable(table: TableSchema | undefined): boolean {
  return table === undefined || completeColumns(table).length === 0;
}

/** The setting as a stored document spells it. */
export function contractDocument(setting: ContractSetting | undefined): Value | undefined {
  if (setting === undefined || typeof setting === 'string') return setting;
  const said = entities.flatMap(([entity, stored]) => {
    const mode = setting[entity];
    return mode === undefined ? [] : [[stored, mode] as const];
  });
  return Object.fromEntries(said);
}

/** The setting of a stored document; undefined where there is none, or none of these words. */
export function contractFromDocument(value: Value | undefined): ContractSetting | undefined {
  if (isMode(value)) return value;
  if (!isRow(value)) return undefined;
  const said = entities.flatMap(([entity, stored]) => {
    const mode = ownMember(value, stored);
    return isMode(mode) ? [[entity, mode] as const] : [];
  });
  return Object.fromEntries(said);
}

/** The schema once a run is over: tables that this run made are open no more. */
export function settled(schema: Schema): Schema {
  const tables = [...schema.tables].map(([name, table]) => {
    const isOpen = table.evolvesOnce === true && table.seenData;
    return [name, isOpen ? { ...table, evolvesOnce: undefined } : table] as const;
  });
  return { ...schema, tables: new Map(tables) };
}

function ownMember(row: Row, name: string): Value | undefined {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

function isMode(value: Value | undefined): value is ContractMode {
  return contractModes.some((mode) => mode === value);
}
