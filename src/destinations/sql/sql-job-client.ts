import type { TableName } from '../../core/names.ts';
import type { Area, CommitOutcome, JobClient, LoadStep, Restored, Target } from '../destination.ts';
import type { LoadIdentity } from '../../load-package/load-package.ts';
import { bookkeepingTables } from '../../schema/system-tables.ts';
import {
  isRecorded,
  readNewestLoad,
  readNewestSchema,
  readNewestState,
  restoreDataset,
  type Lookup,
} from './bookkeeping.ts';
import { AheadLoad } from './ahead-load.ts';
import { catalogueFrom, checkUnaltered, createSchema, migration, type Catalogue } from './ddl.ts';
import { DoneAhead } from './done-ahead.ts';
import {
  sqlDataset,
  type SqlDataset,
  type SqlDialect,
  type SqlSession,
  type Statement,
  type Transacted,
} from './dialect.ts';
import { stepStatements, type StepFacts } from './steps.ts';
import { copyParts } from './widen.ts';

export interface SqlDestination {
  readonly dialect: SqlDialect;
  /** As dlt calls the kind of destination. */
  readonly dltType: string;
  /** See `Capabilities`: a transaction may stay open while rows are written, as it keeps nobody out. */
  readonly loadsAhead?: boolean | undefined;
}

/**
 * Loads into one dataset of a database that has transactions, also over tables and their columns. What is prepared is
 * kept and runs at the head of the commit's transaction: staging tables are shared by all who load into the dataset,
 * and so they never hold rows of another load than the one that is under way.
 */
export class SqlJobClient implements JobClient {
  readonly #destination: SqlDestination;
  readonly #session: SqlSession;
  readonly #target: Target;
  readonly #dataset: SqlDataset;
  readonly #merged = new Set<TableName>();
  #prepared: readonly LoadStep[] = [];
  #ahead: { readonly open: AheadLoad; readonly done: DoneAhead } | undefined;

  constructor(destination: SqlDestination, session: SqlSession, target: Target) {
    this.#destination = destination;
    this.#session = session;
    this.#target = target;
    this.#dataset = sqlDataset(destination.dialect, target.dataset, session.catalog);
  }

  async restore(): Promise<Restored> {
    await this.#giveUpAhead();
    return restoreDataset(await this.#lookup());
  }

  prepare(step: LoadStep): Promise<void> {
    this.#prepared = [...this.#prepared, step];
    return Promise.resolve();
  }

  /** A commit whose answer was lost is looked up, never sent again blindly (cases F3.2, F3.3, point P10). */
  async commit(load: LoadIdentity, steps: readonly LoadStep[]): Promise<CommitOutcome> {
    const transacted = await this.#transacted(load, [...this.#prepared, ...steps]);
    if (transacted.outcome === 'unknown' && !(await this.#isCommitted(load))) throw transacted.error;
    this.#prepared = [];
    return transacted.outcome === 'unknown' ? 'committed' : transacted.result;
  }

  async ahead(load: LoadIdentity, steps: readonly LoadStep[]): Promise<boolean> {
    if (this.#destination.loadsAhead !== true) return false;
    if (this.#ahead?.open.load.id !== load.id) await this.#giveUpAhead();
    const { open, done } = (this.#ahead ??= this.#beginAhead(load));
    const left = open.isOpen ? done.added(steps) : undefined;
    if (left !== undefined) return open.take(left);
    await open.giveUp();
    return false;
  }

  async close(): Promise<void> {
    await this.#giveUpAhead();
    await this.#session.close(this.#merged);
  }

  #beginAhead(load: LoadIdentity): { readonly open: AheadLoad; readonly done: DoneAhead } {
    const open = new AheadLoad(this.#session, load, {
      begin: async () => {
        if ((await this.#begin(load, [])) !== 'begun') throw new TypeError('the commit tells why not');
      },
      step: (step) => this.#runStep(load, step),
    });
    return { open, done: new DoneAhead(this.#dataset) };
  }

  async #giveUpAhead(): Promise<void> {
    await this.#ahead?.open.giveUp();
    this.#ahead = undefined;
  }

  /** Goes on with what was done ahead, or does all of it now. */
  async #transacted(load: LoadIdentity, steps: readonly LoadStep[]): Promise<Transacted<CommitOutcome>> {
    const ahead = this.#ahead?.open.load.id === load.id ? this.#ahead : undefined;
    const left = ahead?.done.left(steps);
    if (ahead?.open.isOpen === true && left !== undefined) {
      this.#ahead = undefined;
      return ahead.open.end(left);
    }
    await this.#giveUpAhead();
    return this.#session.transaction(() => this.#runAll(load, steps));
  }

  async #isCommitted(load: LoadIdentity): Promise<boolean> {
    return isRecorded(await this.#lookup(), load);
  }

  async #runAll(load: LoadIdentity, steps: readonly LoadStep[]): Promise<CommitOutcome> {
    const begun = await this.#begin(load, steps);
    if (begun !== 'begun') return begun;
    for (const step of steps) await this.#runStep(load, step);
    return 'committed';
  }

  async #begin(load: LoadIdentity, steps: readonly LoadStep[]): Promise<Exclude<CommitOutcome, 'committed'> | 'begun'> {
    const dataset = this.#dataset;
    const lookup = await this.#lookup();
    if (await isRecorded(lookup, load)) return 'already_committed';
    if ((await readNewestLoad(lookup)) !== load.base) return 'fenced';
    const stored = await readNewestSchema(lookup);
    if (stored !== undefined) checkUnaltered(dataset, stored, lookup.catalogue, droppedBy(steps));
    await this.#run([
      ...createSchema(dataset, 'final'),
      ...migration(dataset, 'final', bookkeepingTables, lookup.catalogue),
    ]);
    return 'begun';
  }

  async #runStep(load: LoadIdentity, step: LoadStep): Promise<void> {
    if (step.kind === 'copy') return this.#copy(step);
    if (step.kind === 'merge') for (const { name } of step.tables) this.#merged.add(name);
    const facts: StepFacts = {
      loadId: load.id,
      target: this.#target,
      dltType: this.#destination.dltType,
      catalogue: await this.#catalogue('into' in step ? step.into : 'final'),
      newestState: step.kind === 'save_state' ? await readNewestState(await this.#lookup()) : undefined,
    };
    await this.#run(stepStatements(this.#dataset, step, facts));
  }

  async #copy(step: Extract<LoadStep, { kind: 'copy' }>): Promise<void> {
    if (step.files.length === 0) return;
    for (const part of copyParts(this.#dataset, step)) {
      if (part.kind === 'run') await this.#session.run(part.statement);
      else await this.#session.copy(part.table, part.files);
    }
  }

  async #run(statements: readonly Statement[]): Promise<void> {
    for (const statement of statements) await this.#session.run(statement);
  }

  async #lookup(): Promise<Lookup> {
    const catalogue = await this.#catalogue('final');
    return { session: this.#session, dataset: this.#dataset, target: this.#target, catalogue };
  }

  async #catalogue(area: Area): Promise<Catalogue> {
    return catalogueFrom(this.#dataset.dialect, await this.#session.rows(this.#dataset.catalogue(area)));
  }
}

function droppedBy(steps: readonly LoadStep[]): ReadonlySet<TableName> {
  return new Set(steps.flatMap((step) => (step.kind === 'drop' && step.into === 'final' ? step.tables : [])));
}
