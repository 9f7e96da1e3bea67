import { isRow, type Row, type Value } from '../core/value.ts';

/**
 * A stored schema of engine 8, 9 or 10 as engine 11 has it, step by step; and without the marks that dlt 1.22 left on
 * columns that had only nulls (section 4.4). Documents of other engines stay as they are, for the reader to refuse.
 */
export function migratedDocument(document: Row): Row {
  let migrated = document;
  for (;;) {
    const step = stepsByEngine.get(migrated['engine_version']);
    if (step === undefined) return hasMarks(migrated) ? withTables(migrated, withoutNullFirst) : migrated;
    migrated = step(migrated);
  }
}

const stepsByEngine: ReadonlyMap<Value | undefined, (document: Row) => Row> = new Map([
  [8, (document) => ({ ...withTables(document, markedSeen), engine_version: 9 })],
  [9, (document) => ({ ...withRowKeys(document), engine_version: 10 })],
  [10, (document) => ({ ...keepingPathsWhole(document), engine_version: 11 })],
]);

function markedSeen(table: Row): Row {
  if (!Object.hasOwn(rowIn(table, 'columns'), '_dlt_id')) return table;
  return { ...table, 'x-normalizer': { ...rowIn(table, 'x-normalizer'), 'seen-data': true } };
}

/** Type `complex` is now `json`; what a foreign key was is said by row keys and parent keys. */
function withRowKeys(document: Row): Row {
  const settings = rowIn(document, 'settings');
  const { foreign_key: _gone, ...defaultHints } = rowIn(settings, 'default_hints');
  const normalizers = rowIn(document, 'normalizers');
  const json = rowIn(normalizers, 'json');
  const { generate_dlt_id: _unused, ...config } = rowIn(json, 'config');
  return {
    ...withTables(document, (table) => withColumns(table, withKeys)),
    settings: {
      ...settings,
      ...(isRow(settings['preferred_types'])
        ? { preferred_types: mapped(settings['preferred_types'], (type) => (type === 'complex' ? 'json' : type)) }
        : {}),
      ...(isRow(settings['default_hints'])
        ? { default_hints: { ...defaultHints, row_key: ['_dlt_id'], parent_key: ['_dlt_parent_id'] } }
        : {}),
    },
    normalizers: isRow(json['config']) ? { ...normalizers, json: { ...json, config } } : normalizers,
  };
}

function withKeys(name: string, column: Row): Row {
  const { foreign_key: foreignKey = false, ...rest } = column;
  const typed = rest['data_type'] === 'complex' ? { ...rest, data_type: 'json' } : rest;
  if (name === '_dlt_id') return { ...typed, row_key: typed['unique'] ?? false };
  return name === '_dlt_parent_id' ? { ...typed, parent_key: foreignKey } : typed;
}

function keepingPathsWhole(document: Row): Row {
  return { ...document, normalizers: { ...rowIn(document, 'normalizers'), use_break_path_on_normalize: false } };
}

function hasMarks(document: Row): boolean {
  const tables = Object.values(rowIn(document, 'tables'));
  return tables.some((table) => isRow(table) && Object.values(rowIn(table, 'columns')).some(hasNullFirst));
}

/** A column without a type that only had nulls is forgotten; from one with a type only the mark goes. */
function withoutNullFirst(table: Row): Row {
  const columns = Object.entries(rowIn(table, 'columns')).flatMap(([name, column]) => {
    if (!isRow(column) || !hasNullFirst(column)) return [[name, column] as const];
    if (column['data_type'] === undefined) return [];
    const { 'x-normalizer': normalizer, ...rest } = column;
    const { 'seen-null-first': _mark, ...left } = isRow(normalizer) ? normalizer : {};
    return [[name, Object.keys(left).length === 0 ? rest : { ...rest, 'x-normalizer': left }] as const];
  });
  return { ...table, columns: Object.fromEntries(columns) };
}

function hasNullFirst(column: Value): boolean {
  return isRow(column) && Object.hasOwn(rowIn(column, 'x-normalizer'), 'seen-null-first');
}

function withTables(document: Row, change: (table: Row) => Row): Row {
  const tables = document['tables'];
  if (!isRow(tables)) return document;
  return { ...document, tables: mapped(tables, (table) => (isRow(table) ? change(table) : table)) };
}

function withColumns(table: Row, change: (name: string, column: Row) => Row): Row {
  const columns = Object.entries(rowIn(table, 'columns')).map(
    ([name, column]) => [name, isRow(column) ? change(name, column) : column] as const,
  );
  return { ...table, columns: Object.fromEntries(columns) };
}

function mapped(row: Row, change: (value: Value) => Value): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, change(value)]));
}

function rowIn(row: Row, name: string): Row {
  const value = Object.hasOwn(row, name) ? row[name] : undefined;
  return isRow(value) ? value : {};
}
