/**
 * Packages to tables. A plan says which steps bring a package into a destination, and `load()` takes them; what a
 * step means there is the destination's business. Nothing here knows a database.
 */
import type { TableName } from '../core/names.ts';
import type { Area, Capabilities, LoadStep } from '../destinations/destination.ts';
import type { LoadPackage, PackageFile, PlaceInRun } from '../load-package/load-package.ts';
import { descendantsOf } from '../schema/schema.ts';
import type { TableSchema, WriteDisposition } from '../schema/table.ts';
import { keyMissing, noTransactions, skippedTable } from './errors.ts';

export interface LoadPlan {
  /** Stages in order; the steps of one stage may go side by side. */
  readonly prepare: readonly (readonly LoadStep[])[];
  /** In order, all of them or none. */
  readonly commit: readonly LoadStep[];
}

/**
 * The steps of a package. The tables of one root go the way that its write disposition asks for (dataset-format
 * section 5); schema, state and load record always come last.
 * @throws `key_missing` for a table that is to be merged and has neither primary nor merge key
 */
export function planLoad(loadPackage: LoadPackage, capabilities: Capabilities): LoadPlan {
  if (!capabilities.transactions) throw noTransactions(capabilities.dltType);
  const { place } = loadPackage;
  const plans = chainsOf(loadPackage).map((chain) => ways[chain.root.writeDisposition ?? 'append'](chain, place));
  const { schema, state } = loadPackage;
  const stageCount = Math.max(0, ...plans.map(({ prepare }) => prepare.length));
  return {
    prepare: Array.from({ length: stageCount }, (_, stage) => plans.flatMap(({ prepare }) => prepare[stage] ?? [])),
    commit: [
      ...plans.flatMap(({ commit }) => commit),
      { kind: 'save_schema', schema },
      { kind: 'save_state', state, schemaNames: [schema.name] },
      { kind: 'record_load', schema },
    ],
  };
}

/** A root table that the package has to do with, and its descendants, in the order of the schema. */
interface Chain {
  readonly root: TableSchema;
  readonly tables: readonly TableSchema[];
  readonly copies: (into: Area) => readonly LoadStep[];
}

interface ChainPlan {
  readonly prepare: readonly (readonly LoadStep[])[];
  readonly commit: readonly LoadStep[];
}

/** The way of a chain into the destination, by what its root asks for. */
const ways: { readonly [D in WriteDisposition]: (chain: Chain, place: PlaceInRun) => ChainPlan } = {
  append: ({ tables, copies }) => ({
    prepare: [],
    commit: [{ kind: 'migrate', tables, into: 'final' }, ...copies('final')],
  }),
  merge({ root, tables, copies }) {
    if (!hasKey(root)) throw keyMissing(root.name, root.resource);
    return {
      prepare: [...fillStaging(tables), copies('staging')],
      commit: [
        { kind: 'migrate', tables, into: 'final' },
        { kind: 'merge', tables },
      ],
    };
  },
  replace: (chain, place) => ({
    prepare: [],
    commit: place.first && place.last ? replaceAtOnce(chain) : replaceInParts(chain, place),
  }),
  skip({ root }) {
    throw skippedTable(root.name);
  },
};

function fillStaging(tables: readonly TableSchema[]): readonly (readonly LoadStep[])[] {
  return [
    [{ kind: 'migrate', tables, into: 'staging' }],
    [{ kind: 'truncate', tables: tables.map(({ name }) => name), into: 'staging' }],
  ];
}

function replaceAtOnce({ tables, copies }: Chain): readonly LoadStep[] {
  return [
    { kind: 'migrate', tables, into: 'final' },
    { kind: 'truncate', tables: tables.map(({ name }) => name), into: 'final' },
    ...copies('final'),
  ];
}

/**
 * The rows of a run gather in staging; the last package swaps them in, also when it has none of them itself
 * (invariant I11). The final tables grow their columns with every package, so that the stored schema is true of them.
 */
function replaceInParts({ tables, copies }: Chain, { first, last }: PlaceInRun): readonly LoadStep[] {
  const [migrate, truncate] = fillStaging(tables).flat();
  return [
    ...(migrate === undefined ? [] : [migrate]),
    ...(first && truncate !== undefined ? [truncate] : []),
    ...copies('staging'),
    { kind: 'migrate', tables, into: 'final' },
    ...(last ? [{ kind: 'swap', tables } as const] : []),
  ];
}

function chainsOf(loadPackage: LoadPackage): readonly Chain[] {
  const { schema, replaced } = loadPackage;
  const files = filesByTable(loadPackage);
  const roots = [...schema.tables.values()].filter(({ parent }) => parent === undefined);
  return roots.flatMap((root) => {
    const all = [root, ...descendantsOf(schema, root.name)];
    const isReplaced = root.writeDisposition === 'replace' && replaced.includes(root.name);
    if (!isReplaced && !all.some(({ name }) => files.has(name))) return [];
    const tables = all.filter((table) => files.has(table.name) || hasColumns(table));
    const copies = (into: Area): readonly LoadStep[] =>
      tables.flatMap((table): readonly LoadStep[] => {
        const rows = files.get(table.name);
        return rows === undefined ? [] : [{ kind: 'copy', table, files: rows, into }];
      });
    return tables.length === 0 ? [] : [{ root, tables, copies }];
  });
}

function filesByTable({ files }: LoadPackage): ReadonlyMap<TableName, readonly PackageFile[]> {
  const byTable = new Map<TableName, PackageFile[]>();
  for (const file of files) {
    const others = byTable.get(file.table);
    if (others === undefined) byTable.set(file.table, [file]);
    else others.push(file);
  }
  return byTable;
}

/** A table gets columns with its first rows; before that it is in no database. */
function hasColumns({ columns }: TableSchema): boolean {
  return [...columns.values()].some(({ dataType }) => dataType !== undefined);
}

function hasKey({ columns }: TableSchema): boolean {
  return [...columns.values()].some(({ primaryKey, mergeKey }) => primaryKey === true || mergeKey === true);
}
