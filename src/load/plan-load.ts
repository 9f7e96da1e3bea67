/**
 * Packages to tables. A plan says which steps bring a package into a destination, and `load()` takes them; what a
 * step means there is the destination's business. Nothing here knows a database.
 */
import type { Area, Capabilities, LoadStep } from '../destinations/destination.ts';
import type { LoadPackage, PackageRefresh } from '../load-package/load-package.ts';
import { needsWholeRun } from '../schema/dispositions.ts';
import { rootOf } from '../schema/schema.ts';
import type { Schema, TableSchema, WriteDisposition } from '../schema/table.ts';
import { chainsOf, stagingTables, type Chain, type ChainFacts } from './chains.ts';
import { checkDisposition, checkTable } from './check-table.ts';

export interface LoadPlan {
  /** Stages in order; the steps of one stage may go side by side. */
  readonly prepare: readonly (readonly LoadStep[])[];
  /** In order, all of them or none. */
  readonly commit: readonly LoadStep[];
}

/**
 * The steps of a package. The tables of one root go the way that its write disposition asks for (dataset-format
 * section 5); schema, state and load record always come last.
 * @throws `key_missing`, `config_invalid` for a table that cannot be loaded as it asks for, see `checkTable()`
 */
export function planLoad(loadPackage: LoadPackage, capabilities: Capabilities): LoadPlan {
  const plans = chainsOf(loadPackage).map((chain) => chainPlan(chain, loadPackage, capabilities));
  const { schema, state, refresh } = loadPackage;
  const stageCount = Math.max(0, ...plans.map(({ prepare }) => prepare.length));
  const stages = Array.from({ length: stageCount }, (_, stage) => plans.flatMap(({ prepare }) => prepare[stage] ?? []));
  return {
    prepare: refresh === undefined ? stages : [dropping(refresh, 'staging'), ...stages],
    commit: [
      ...(refresh === undefined ? [] : clearing(refresh, schema)),
      ...plans.flatMap(({ commit }) => commit),
      refresh !== undefined && isDropping(refresh)
        ? { kind: 'save_schema', schema, forgets: true }
        : { kind: 'save_schema', schema },
      { kind: 'save_state', state, schemaNames: [schema.name], refresh },
      { kind: 'record_load', schema },
    ],
  };
}

/** Files of a package that is still being written, and what is known of it. */
export type PackagePart = Omit<ChainFacts, 'place'>;

/** Steps of the commit to come that can be done ahead of it. @param part files of tables that are only appended to */
export function planAhead(part: PackagePart): readonly LoadStep[] {
  // Where a package stands in its run is nothing to tables that are appended to.
  const chains = chainsOf({ ...part, place: { first: false, last: false } });
  return chains.filter(({ root }) => isAppended(part, root)).flatMap((chain) => appended(chain).commit);
}

/** Whether the rows of a table are only added to those that are there. */
export function isAppended(
  { schema, replaced }: Pick<PackagePart, 'schema' | 'replaced'>,
  table: TableSchema,
): boolean {
  const root = rootOf(schema, table);
  return !replaced.includes(root.name) && (root.writeDisposition ?? 'append') === 'append';
}

/** A refresh comes before all rows of its package, and with them (section 7.7). */
function clearing(refresh: PackageRefresh, schema: Schema): readonly LoadStep[] {
  if (refresh.mode !== 'drop_data') return dropping(refresh, 'final');
  const tables = refresh.tables.flatMap((name) => schema.tables.get(name) ?? []);
  if (tables.length === 0) return [];
  // Columns come first: DuckDB adds none to a table that the same transaction took rows from.
  return [
    { kind: 'migrate', tables, into: 'final' },
    { kind: 'truncate', tables: refresh.tables, into: 'final' },
  ];
}

function dropping({ tables }: PackageRefresh, into: Area): readonly LoadStep[] {
  return tables.length === 0 ? [] : [{ kind: 'drop', tables, into }];
}

function isDropping({ mode, tables }: PackageRefresh): boolean {
  return mode !== 'drop_data' && tables.length > 0;
}

interface ChainPlan {
  readonly prepare: readonly (readonly LoadStep[])[];
  readonly commit: readonly LoadStep[];
}

function chainPlan(chain: Chain, loadPackage: LoadPackage, capabilities: Capabilities): ChainPlan {
  if (chain.isReplaced) {
    checkDisposition(chain.root.name, 'replace', capabilities);
    return ways.replace(chain, loadPackage);
  }
  checkTable(chain.root, capabilities);
  return ways[chain.root.writeDisposition ?? 'append'](chain, loadPackage);
}

/** The way of a chain into the destination, by what its root asks for. */
const ways: { readonly [D in WriteDisposition]: (chain: Chain, loadPackage: LoadPackage) => ChainPlan } = {
  append: appended,
  merge(chain, loadPackage) {
    const { first, last } = loadPackage.place;
    const merge = { kind: 'merge', tables: chain.tables, boundary: loadPackage.createdAt } as const;
    if ((first && last) || !needsWholeRun(chain.root)) return mergeAtOnce(chain, merge);
    // Staging ends empty, or what another run left there would be merged by a run that brings no rows.
    return gather(chain, loadPackage, [merge, emptying(chain)]);
  },
  replace(chain, loadPackage) {
    const { first, last } = loadPackage.place;
    if (first && last) return { prepare: [], commit: replaceAtOnce(chain) };
    return gather(chain, loadPackage, [{ kind: 'swap', tables: chain.tables }]);
  },
  skip: () => ({ prepare: [], commit: [] }),
};

function appended({ tables, copies }: Chain): ChainPlan {
  return { prepare: [], commit: [{ kind: 'migrate', tables, into: 'final' }, ...copies('final')] };
}

function mergeAtOnce(chain: Chain, merge: LoadStep): ChainPlan {
  return {
    prepare: [[growing(chain)], [emptying(chain)], chain.copies('staging')],
    commit: [{ kind: 'migrate', tables: chain.tables, into: 'final' }, merge],
  };
}

function replaceAtOnce({ tables, copies }: Chain): readonly LoadStep[] {
  return [
    { kind: 'migrate', tables, into: 'final' },
    { kind: 'truncate', tables: tables.map(({ name }) => name), into: 'final' },
    ...copies('final'),
  ];
}

/**
 * The rows of a run gather in staging; the last package brings them into the final tables, also when it has none of
 * them itself (invariant I11). The final tables grow their columns with every package, so that the stored schema is
 * true of them.
 */
function gather(chain: Chain, { place }: LoadPackage, ending: readonly LoadStep[]): ChainPlan {
  return {
    prepare: [],
    commit: [
      growing(chain),
      ...(place.first ? [emptying(chain)] : []),
      ...chain.copies('staging'),
      { kind: 'migrate', tables: chain.tables, into: 'final' },
      ...(place.last ? ending : []),
    ],
  };
}

function growing(chain: Chain): LoadStep {
  return { kind: 'migrate', tables: stagingTables(chain), into: 'staging' };
}

function emptying({ tables }: Chain): LoadStep {
  return { kind: 'truncate', tables: tables.map(({ name }) => name), into: 'staging' };
}
