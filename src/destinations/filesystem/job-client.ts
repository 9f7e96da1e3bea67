import type { LoadId } from '../../core/names.ts';
import type { LoadIdentity } from '../../load-package/load-package.ts';
import type { Schema, TableSchema } from '../../schema/table.ts';
import type { Area, CommitOutcome, JobClient, LoadStep, Restored } from '../destination.ts';
import { decide, finishCommits, type CommitEntry, type Removal } from './commit-entry.ts';
import { moveStaged, removeFilesOf, removeOrphans, writeDataFiles, type DataFile } from './data-files.ts';
import { columnUnfit, mergeInFiles } from './errors.ts';
import type { DataFormat } from './file-kind.ts';
import { folderName } from './layout.ts';
import {
  isRecorded,
  readNewestLoad,
  readRecordNotes,
  readSchema,
  readStorageVersion,
  restoreDataset,
  type FileDataset,
} from './ledger.ts';
import {
  dataFilesFrom,
  loadDocument,
  otherVersions,
  schemaDocuments,
  stateDocuments,
  type Document,
} from './load-documents.ts';
import { ParquetMaker, type MakerSettings } from './parquet-maker.ts';

export interface ClientSettings extends MakerSettings {
  readonly usual: { readonly format: DataFormat; readonly isGzipped: boolean };
  /** As dlt calls the kind of destination. */
  readonly dltType: string;
}

type Place = { readonly area: Area; readonly table: string };

/**
 * Loads into one dataset of files. Files come first, under names of their own; then one key decides that the load is
 * the next one; what follows from that, the load record last, is done by this process or by whoever comes after it.
 */
export class FileJobClient implements JobClient {
  readonly #dataset: FileDataset;
  readonly #settings: ClientSettings;
  readonly #maker: ParquetMaker;
  readonly #cleaned = new Set<string>();
  #prepared: readonly LoadStep[] = [];

  /** @throws `destination_format` for a dataset of a version that is not known */
  static async open(dataset: FileDataset, settings: ClientSettings): Promise<FileJobClient> {
    await readStorageVersion(dataset);
    await finishCommits(dataset);
    return new FileJobClient(dataset, settings);
  }

  private constructor(dataset: FileDataset, settings: ClientSettings) {
    this.#dataset = dataset;
    this.#settings = settings;
    this.#maker = new ParquetMaker(settings, dataset.target);
  }

  restore(): Promise<Restored> {
    return restoreDataset(this.#dataset);
  }

  prepare(step: LoadStep): Promise<void> {
    this.#prepared = [...this.#prepared, step];
    return Promise.resolve();
  }

  /** A load that is decided is ended, never made anew (cases F3.2, F3.3, point P10). */
  async commit(load: LoadIdentity, steps: readonly LoadStep[]): Promise<CommitOutcome> {
    const dataset = this.#dataset;
    await finishCommits(dataset);
    if (await isRecorded(dataset, load.id)) return this.#ended('already_committed');
    const allSteps = [...this.#prepared, ...steps];
    const places = placesOf(allSteps);
    if ((await readNewestLoad(dataset, load.base)) !== load.base) return this.#fenced(load.id, places);
    // One that cannot be read here must not get a successor.
    await readSchema(dataset, load.base);
    const { initial } = await this.#initialized();
    await this.#removeOrphans(places);
    const work = await this.#write(load, allSteps, initial !== 1);
    const decision = await decide(dataset, { loadId: load.id, base: load.base, ...work });
    await finishCommits(dataset);
    if (decision === 'won' && (await isRecorded(dataset, load.id))) return this.#ended('committed');
    return this.#fenced(load.id, places);
  }

  async close(): Promise<void> {
    this.#maker.close();
    await this.#dataset.store.close();
  }

  #ended(outcome: CommitOutcome): CommitOutcome {
    this.#prepared = [];
    return outcome;
  }

  async #fenced(id: LoadId, places: readonly Place[]): Promise<CommitOutcome> {
    await removeFilesOf(this.#dataset, id, places);
    return this.#ended('fenced');
  }

  /** The init file as dlt keeps it: written with the first load, and brought up to the present version. */
  async #initialized(): Promise<{ readonly initial: 1 | 2 }> {
    const { store, layout, target } = this.#dataset;
    if (!(await store.isExclusive(layout.probe))) target.notice?.(oneWriterOnly(store.location));
    const { initial = 2, current } = await readStorageVersion(this.#dataset);
    const text = `{"initial_version":${initial},"current_version":2}`;
    if (current !== 2) await store.put(layout.init, Buffer.from(text, 'utf8'));
    return { initial };
  }

  /** Once a connection and table: looking costs a listing. */
  async #removeOrphans(places: readonly Place[]): Promise<void> {
    const fresh = places.filter(({ area, table }) => !this.#cleaned.has(`${area} ${table}`));
    await removeOrphans(this.#dataset, fresh);
    for (const { area, table } of fresh) this.#cleaned.add(`${area} ${table}`);
  }

  async #write(
    load: LoadIdentity,
    steps: readonly LoadStep[],
    namesGzip: boolean,
  ): Promise<Pick<CommitEntry, 'writes' | 'removals' | 'deletes'>> {
    const dataset = this.#dataset;
    const base = load.base === undefined ? {} : await readRecordNotes(dataset, load.base);
    const draft: LoadDraft = {
      files: [],
      staged: [...dataFilesFrom(base['staged'])],
      writes: [],
      removals: [],
      deletes: [],
    };
    for (const step of steps) await this.#take(step, load.id, draft, namesGzip);
    const kept = new Set([...draft.files, ...draft.staged].map(({ key }) => key));
    await removeFilesOf(dataset, load.id, placesOf(steps), kept);
    const replaced = draft.removals.filter(({ area }) => area === 'final').map(({ table }) => table);
    if (draft.schema !== undefined)
      draft.writes.push(loadDocument(dataset, load.id, draft.schema, { ...draft, replaced }));
    return draft;
  }

  async #take(step: LoadStep, id: LoadId, draft: LoadDraft, namesGzip: boolean): Promise<void> {
    const dataset = this.#dataset;
    const { usual, dltType } = this.#settings;
    switch (step.kind) {
      case 'migrate':
        // Files bring their columns themselves.
        for (const table of step.tables) checkNames(dataset, table);
        return;
      case 'truncate':
      case 'drop':
        draft.removals.push(...step.tables.map((table) => ({ area: step.into, table, own: false })));
        if (step.into === 'staging') draft.staged = without(draft.staged, step.tables);
        return;
      case 'copy': {
        const { table, into, files } = step;
        const written = await writeDataFiles(
          dataset,
          { usual, namesGzip, maker: this.#maker },
          { id, table, into, files },
        );
        draft[into === 'final' ? 'files' : 'staged'].push(...written);
        return;
      }
      case 'swap':
        for (const { name } of step.tables) {
          const staged = draft.staged.filter(({ table }) => table === name);
          draft.files.push(...(await moveStaged(dataset, id, name, staged)));
          draft.removals.push({ area: 'final', table: name, own: false }, { area: 'staging', table: name, own: true });
        }
        draft.staged = without(
          draft.staged,
          step.tables.map(({ name }) => name),
        );
        return;
      case 'merge':
        throw mergeInFiles();
      case 'save_schema':
        draft.writes.push(...(await schemaDocuments(dataset, step, id)));
        if (step.forgets === true) draft.deletes.push(...(await otherVersions(dataset, step.schema)));
        draft.schema = step.schema;
        return;
      case 'save_state':
        if (draft.schema !== undefined)
          draft.writes.push(...(await stateDocuments(dataset, step, { id, schema: draft.schema, dltType })));
        return;
      case 'record_load':
        draft.schema = step.schema;
    }
  }
}

/** What is read back by name must have one: no two columns that differ in case only, and none with NUL. */
function checkNames({ layout }: FileDataset, { name, columns }: TableSchema): void {
  layout.table('final', name);
  const seen = new Set<string>();
  for (const column of columns.keys()) {
    if (column.includes('\0')) throw columnUnfit(name, column, 'has a NUL character in its name');
    if (seen.has(column.toLowerCase())) throw columnUnfit(name, column, 'differs from another one in case only');
    seen.add(column.toLowerCase());
  }
}

function oneWriterOnly(location: string): string {
  return `${location} does not refuse to make what is there already: only one run may load there at a time`;
}

/** A load while its steps are taken. */
interface LoadDraft {
  files: DataFile[];
  staged: DataFile[];
  readonly writes: Document[];
  readonly removals: Removal[];
  readonly deletes: string[];
  schema?: Schema;
}

function without(files: readonly DataFile[], tables: readonly string[]): DataFile[] {
  return files.filter(({ table }) => !tables.includes(table));
}

/** Where the steps put files or look for them. */
function placesOf(steps: readonly LoadStep[]): readonly Place[] {
  const places = steps.flatMap((step): readonly Place[] => {
    if (step.kind === 'copy') return [{ area: step.into, table: step.table.name }];
    if (step.kind !== 'swap') return [];
    return step.tables.flatMap(({ name }) => [
      { area: 'final', table: name },
      { area: 'staging', table: name },
    ]);
  });
  return [...new Map(places.map((place) => [`${place.area} ${place.table}`, place])).values()];
}

/** What a step does, for people. */
export function describeStep(step: LoadStep, location: string): readonly string[] {
  const area = 'into' in step && step.into === 'staging' ? '_staging' : '';
  switch (step.kind) {
    case 'copy':
      return step.files.length === 0 ? [] : [`write ${location}${area}/${folderName('table', step.table.name)}/`];
    case 'truncate':
    case 'drop':
      return step.tables.map((table) => `remove the older files of ${location}${area}/${table}/`);
    case 'swap':
      return step.tables.map(({ name }) => `move the files of ${location}_staging/${name}/ to ${location}/${name}/`);
    case 'save_schema':
      return [`write ${location}/_dlt_version/`];
    case 'save_state':
      return [`write ${location}/_dlt_pipeline_state/`];
    case 'record_load':
      return [`write ${location}/_dlt_loads/`];
    case 'migrate':
      return step.tables.map(({ name }) => `make ${location}${area}/${name}/ with its first file`);
    case 'merge':
      return ['refuse: rows that are there cannot be changed'];
  }
}
