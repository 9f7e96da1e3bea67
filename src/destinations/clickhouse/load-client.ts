import type { TableName } from '../../core/names.ts';
import type { LoadIdentity } from '../../load-package/load-package.ts';
import { bookkeepingTables, loadIdColumn, stateTable } from '../../schema/system-tables.ts';
import type { Schema, TableSchema } from '../../schema/table.ts';
import type { Area, CommitOutcome, JobClient, LoadStep, Restored, Target } from '../destination.ts';
import {
  isRecorded,
  readNewestLoad,
  readNewestSchema,
  readNewestState,
  restoreDataset,
  type Lookup,
} from '../sql/bookkeeping.ts';
import { catalogueFrom, checkUnaltered, migration, type Catalogue } from '../sql/ddl.ts';
import { sqlDataset, type SqlDataset } from '../sql/dialect.ts';
import { rowKeyOf } from '../sql/merge-parts.ts';
import { columnList } from '../sql/replace.ts';
import { stepStatements } from '../sql/steps.ts';
import { Attempts } from './attempts.ts';
import { clickhouseDialect, sentinel } from './dialect.ts';
import type { ClickhouseSession } from './session.ts';

/** What a commit finds out and collects while it takes its steps. */
interface Commit {
  readonly load: LoadIdentity;
  readonly schema: Schema | undefined;
  /** Tables that get all their rows anew; they wait in tables of their own until everything else is done. */
  readonly replaced: Set<string>;
  readonly fresh: Set<string>;
  /** What may only be done once the load is recorded. */
  readonly afterwards: string[];
}

/**
 * Loads without transactions: the load record is the last row that is written, and one INSERT. What an attempt that
 * died left behind is known by its load id and deleted before the rows come again; tables that are replaced change at
 * once, each for itself, by its only partition.
 */
export class ClickhouseJobClient implements JobClient {
  readonly #session: ClickhouseSession;
  readonly #target: Target;
  readonly #place: string;
  readonly #dltType: string;
  readonly #dataset: SqlDataset;
  readonly #attempts: Attempts;
  #prepared: readonly LoadStep[] = [];

  /** @param place where the server is, by which loads of this process wait for each other */
  constructor(session: ClickhouseSession, target: Target, facts: { readonly place: string; readonly dltType: string }) {
    this.#session = session;
    this.#target = target;
    this.#place = `${facts.place} ${target.dataset}`;
    this.#dltType = facts.dltType;
    this.#dataset = sqlDataset(clickhouseDialect, target.dataset);
    this.#attempts = new Attempts(session, this.#dataset, target.schemaName);
  }

  async restore(): Promise<Restored> {
    return restoreDataset(await this.#lookup());
  }

  prepare(step: LoadStep): Promise<void> {
    this.#prepared = [...this.#prepared, step];
    return Promise.resolve();
  }

  commit(load: LoadIdentity, steps: readonly LoadStep[]): Promise<CommitOutcome> {
    const all = [...this.#prepared, ...steps];
    this.#prepared = [];
    return inTurn(this.#place, () => this.#commitNow(load, all));
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  async #commitNow(load: LoadIdentity, steps: readonly LoadStep[]): Promise<CommitOutcome> {
    const lookup = await this.#lookup();
    if (await isRecorded(lookup, load)) return 'already_committed';
    if ((await readNewestLoad(lookup)) !== load.base) return 'fenced';
    const stored = await readNewestSchema(lookup);
    const dropped = steps.flatMap((step) => (step.kind === 'drop' && step.into === 'final' ? step.tables : []));
    if (stored !== undefined) checkUnaltered(this.#dataset, stored, lookup.catalogue, new Set(dropped));
    const schema = steps.find((step) => step.kind === 'save_schema')?.schema;
    const commit: Commit = { load, schema, replaced: new Set(), fresh: new Set(), afterwards: [] };
    try {
      return await this.#takeAll(commit, steps, lookup.catalogue);
    } catch (error) {
      await this.#undo(commit, lookup.catalogue).catch(() => undefined);
      throw error;
    }
  }

  async #takeAll(commit: Commit, steps: readonly LoadStep[], catalogue: Catalogue): Promise<CommitOutcome> {
    const { load, afterwards } = commit;
    for (const died of await this.#attempts.begin(load.id)) await this.#removeRows(commit, died);
    await this.#runAll(migration(this.#dataset, 'final', bookkeepingTables, catalogue).map(({ text }) => text));
    await this.#runAll([
      `CREATE TABLE IF NOT EXISTS ${this.#dataset.table('final', sentinel)} (\`_dlt_id\` String NOT NULL PRIMARY KEY)` +
        ' ENGINE = MergeTree',
    ]);
    const isLast = (step: LoadStep): boolean => step.kind === 'record_load';
    for (const step of steps) if (!isLast(step)) await this.#take(commit, step);
    for (const table of commit.replaced) await this.#replace(commit, table);
    if ((await readNewestLoad(await this.#lookup())) !== load.base || !(await this.#attempts.isMine(load.id))) {
      await this.#undo(commit, catalogue);
      return 'fenced';
    }
    for (const step of steps) if (isLast(step)) await this.#take(commit, step);
    await this.#runAll(afterwards);
    await this.#attempts.end(load.id);
    return 'committed';
  }

  async #take(commit: Commit, step: LoadStep): Promise<void> {
    if (step.kind === 'truncate' && step.into === 'final') {
      for (const table of step.tables) commit.replaced.add(table);
      return;
    }
    if (step.kind === 'swap') return this.#swap(commit, step.tables);
    if (step.kind === 'copy') return this.#copy(commit, step);
    const isForgetting = step.kind === 'save_schema' && step.forgets === true;
    const facts = {
      loadId: commit.load.id,
      target: this.#target,
      dltType: this.#dltType,
      catalogue: await this.#catalogue('into' in step ? step.into : 'final'),
      newestState: step.kind === 'save_state' ? await readNewestState(await this.#lookup()) : undefined,
    };
    const taken = isForgetting ? { kind: 'save_schema' as const, schema: step.schema } : step;
    for (const statement of stepStatements(this.#dataset, taken, facts)) await this.#session.run(statement);
    if (isForgetting) commit.afterwards.push(this.#attempts.forgetting(step.schema));
  }

  async #copy(commit: Commit, { table, files, into }: Extract<LoadStep, { kind: 'copy' }>): Promise<void> {
    const isReplaced = into === 'final' && commit.replaced.has(table.name);
    const name = isReplaced ? await this.#freshTable(commit, table.name) : this.#dataset.table(into, table.name);
    await this.#session.copy({ schema: table, name }, files);
  }

  async #swap(commit: Commit, tables: readonly TableSchema[]): Promise<void> {
    for (const table of tables) {
      commit.replaced.add(table.name);
      const fresh = await this.#freshTable(commit, table.name);
      const columns = columnList(this.#dataset, table);
      const staging = this.#dataset.table('staging', table.name);
      await this.#runAll([`INSERT INTO ${fresh} (${columns}) SELECT ${columns} FROM ${staging}`]);
      // If this attempt dies, the next one finds the rows there still.
      commit.afterwards.push(`TRUNCATE TABLE ${staging}`);
    }
  }

  /** An empty table that is like the final one. */
  async #freshTable({ fresh }: Commit, table: string): Promise<string> {
    const name = this.#dataset.table('staging', `${table} fresh`);
    if (fresh.has(table)) return name;
    await this.#runAll([
      `DROP TABLE IF EXISTS ${name} SYNC`,
      `CREATE TABLE ${name} AS ${this.#dataset.table('final', table)}`,
    ]);
    fresh.add(table);
    return name;
  }

  async #replace({ fresh }: Commit, table: string): Promise<void> {
    const final = this.#dataset.table('final', table);
    if (!(await this.#catalogue('final')).has(table)) return;
    const from = this.#dataset.table('staging', `${table} fresh`);
    const count = fresh.has(table) ? await this.#count(from) : '0';
    await this.#runAll([
      count === '0' ? `TRUNCATE TABLE ${final}` : `ALTER TABLE ${final} REPLACE PARTITION tuple() FROM ${from}`,
      ...(fresh.has(table) ? [`DROP TABLE ${from} SYNC`] : []),
    ]);
  }

  /** The rows that an attempt left in tables which are not replaced as a whole; nested rows by their parents. */
  async #removeRows({ schema }: Commit, loadId: string): Promise<void> {
    for (const area of ['final', 'staging'] as const) {
      const catalogue = await this.#catalogue(area);
      const tables = [...(schema?.tables.values() ?? [])].filter(({ name }) => catalogue.has(name));
      for (const table of tables.toSorted((a, b) => depth(schema, b) - depth(schema, a))) {
        const condition = this.#ofLoad(schema, area, table);
        if (condition === undefined) continue;
        const text = `DELETE FROM ${this.#dataset.table(area, table.name)} WHERE ${condition}`;
        await this.#session.run({ text, parameters: [loadId] });
      }
      if (area === 'final' && catalogue.has(stateTable.name))
        await this.#session.run({
          text: `DELETE FROM ${this.#dataset.table('final', stateTable.name)} WHERE _dlt_load_id = $1`,
          parameters: [loadId],
        });
    }
  }

  #ofLoad(schema: Schema | undefined, area: Area, table: TableSchema): string | undefined {
    const { quote } = clickhouseDialect;
    const parent = table.parent === undefined ? undefined : schema?.tables.get(table.parent);
    if (parent === undefined)
      return table.columns.has(loadIdColumn.name) ? `${quote(loadIdColumn.name)} = $1` : undefined;
    const parentKey = [...table.columns.values()].find((column) => column.parentKey === true);
    const above = this.#ofLoad(schema, area, parent);
    if (parentKey === undefined || above === undefined) return undefined;
    const parents = `SELECT ${quote(rowKeyOf(parent))} FROM ${this.#dataset.table(area, parent.name)} WHERE ${above}`;
    return `${quote(parentKey.name)} IN (${parents})`;
  }

  /** Takes back what can be: rows of the load, and tables that were made for it and are empty. */
  async #undo(commit: Commit, before: Catalogue): Promise<void> {
    await this.#removeRows(commit, commit.load.id);
    for (const table of commit.fresh)
      await this.#runAll([`DROP TABLE IF EXISTS ${this.#dataset.table('staging', `${table} fresh`)} SYNC`]);
    for (const table of (await this.#catalogue('final')).keys()) {
      const name = this.#dataset.table('final', table);
      if (!before.has(table) && (await this.#count(name)) === '0') await this.#runAll([`DROP TABLE ${name} SYNC`]);
    }
    if (before.size === 0) await this.#runAll([`DROP TABLE IF EXISTS ${this.#dataset.table('final', sentinel)} SYNC`]);
    await this.#attempts.end(commit.load.id);
  }

  async #count(name: string): Promise<string> {
    const [[count] = []] = await this.#session.rows({ text: `SELECT toString(count()) FROM ${name}` });
    return count ?? '0';
  }

  async #runAll(texts: readonly string[]): Promise<void> {
    for (const text of texts) await this.#session.run({ text });
  }

  async #lookup(): Promise<Lookup> {
    const catalogue = await this.#catalogue('final');
    return { session: this.#session, dataset: this.#dataset, target: this.#target, catalogue };
  }

  async #catalogue(area: Area): Promise<Catalogue> {
    return catalogueFrom(clickhouseDialect, await this.#session.rows(this.#dataset.catalogue(area)));
  }
}

function depth(schema: Schema | undefined, { parent }: { readonly parent?: TableName | undefined }): number {
  const above = parent === undefined ? undefined : schema?.tables.get(parent);
  return above === undefined ? 0 : depth(schema, above) + 1;
}

/** By place, the end of the newest commit that was asked for. */
const turns = new Map<string, Promise<unknown>>();

/** One after the other: nothing in the server keeps two commits from looking at the same newest load. */
async function inTurn<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
  const before = turns.get(place) ?? Promise.resolve();
  const mine = before.then(work, work);
  turns.set(place, mine);
  try {
    return await mine;
  } finally {
    if (turns.get(place) === mine) turns.delete(place);
  }
}
