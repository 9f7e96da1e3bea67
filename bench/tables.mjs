/**
 * The tables of a workload in other shapes. A name says where its values come from: `orders__line_items` are the elements of
 * `line_items` of an order, `attributes__color` is `attributes.color`, and `value` is an element that is no object.
 */

/** The tables that are not within another. */
export const rootsOf = (tables) => Object.keys(tables).filter((name) => parentOf(tables, name) === undefined);

/** The tables one level below, each with the path of its list. */
export function childrenOf(tables, parent) {
  return Object.keys(tables)
    .filter((name) => parentOf(tables, name) === parent)
    .map((name) => ({ name, path: name.slice(parent.length + 2).split('__') }));
}

/** The JSON schema of the documents of a table, with all that is in them. */
export function documentSchema(tables, table) {
  const schema = emptyObject();
  for (const [column, type] of Object.entries(tables[table])) put(schema, column.split('__'), schemaTypes[type]);
  for (const { name, path } of childrenOf(tables, table)) {
    const isScalar = Object.keys(tables[name]).join() === 'value';
    const items = isScalar ? schemaTypes[tables[name].value] : documentSchema(tables, name);
    put(schema, path, { type: ['null', 'array'], items });
  }
  return schema;
}

/** The JSON schema of rows whose objects are flattened with one underline, and whose lists are texts. */
export function flatSchema(tables, table) {
  const schema = emptyObject();
  for (const [column, type] of Object.entries(tables[table])) {
    schema.properties[column.replaceAll('__', '_')] = schemaTypes[type];
  }
  for (const { path } of childrenOf(tables, table)) schema.properties[path.join('_')] = schemaTypes.VARCHAR;
  return schema;
}

/**
 * Statements that make views of documents, so that they look like the tables. `present` are the columns that a root table
 * really has: an object may be one column of JSON, or have become several.
 */
export function viewsOfDocuments(tables, root, present) {
  const columns = Object.entries(tables[root]).map(([column, type]) => `${rootValue(column)}::${type} AS "${column}"`);
  const lists = childrenOf(tables, root).flatMap(({ name, path }) =>
    viewsOfList(
      tables,
      name,
      `SELECT unnest(CAST(${rootValue(path.join('__'), 'json')} AS JSON[])) AS item FROM loaded."${root}"`,
    ),
  );
  return [`CREATE TEMP VIEW "${root}" AS SELECT ${columns.join(', ')} FROM loaded."${root}"`, ...lists];

  function rootValue(name, how = 'text') {
    const written = [name, name.replaceAll('__', '_')].find((one) => present.has(one));
    if (written !== undefined) return `"${written}"`;
    const [first, ...rest] = name.split('__');
    return within(`"${first}"`, rest, how);
  }
}

function viewsOfList(tables, table, elements) {
  const columns = Object.entries(tables[table]).map(([column, type]) => {
    const path = column === 'value' ? [] : column.split('__');
    return `${within('item', path)}::${type} AS "${column}"`;
  });
  const lists = childrenOf(tables, table).flatMap(({ name, path }) =>
    viewsOfList(
      tables,
      name,
      `SELECT unnest(CAST(${within('item', path, 'json')} AS JSON[])) AS item FROM (${elements})`,
    ),
  );
  return [`CREATE TEMP VIEW "${table}" AS SELECT ${columns.join(', ')} FROM (${elements})`, ...lists];
}

function within(value, path, how = 'text') {
  return `(${value}::JSON ${how === 'json' ? '->' : '->>'} '${['$', ...path].join('.')}')`;
}

function parentOf(tables, name) {
  const parents = Object.keys(tables).filter((other) => name.startsWith(`${other}__`));
  return parents.toSorted((one, other) => other.length - one.length)[0];
}

function put(schema, path, value) {
  const [name, ...rest] = path;
  if (rest.length === 0) schema.properties[name] = value;
  else put((schema.properties[name] ??= emptyObject()), rest, value);
}

const emptyObject = () => ({ type: ['null', 'object'], properties: {} });

const schemaTypes = {
  BIGINT: { type: ['null', 'integer'] },
  DOUBLE: { type: ['null', 'number'] },
  BOOLEAN: { type: ['null', 'boolean'] },
  VARCHAR: { type: ['null', 'string'] },
  TIMESTAMPTZ: { type: ['null', 'string'], format: 'date-time' },
};
