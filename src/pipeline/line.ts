import type { Stretch } from '../columnar/stretch.ts';
import type { LoadId } from '../core/names.ts';
import type { PipelineState } from '../core/state.ts';
import type { FileAnswerLog } from '../extract/answer-log.ts';
import { extract, type Extraction } from '../extract/extract.ts';
import { nextLoadId } from '../load-package/load-id.ts';
import type { LoadIdentity, LoadPackage, PackageRefresh, PackageWriter } from '../load-package/load-package.ts';
import { normalize, type NormalizeOptions } from '../normalize/normalize.ts';
import { withStateTable } from '../schema/column-rules.ts';
import { settled } from '../schema/contract.ts';
import { applyHintsOfStep } from '../schema/hints.ts';
import { withSchemaHints, type SchemaHints } from '../schema/schema-hints.ts';
import type { Schema, TableSchema } from '../schema/table.ts';
import { hintedStep, versioned } from '../schema/version.ts';
import { isComplete } from './attempt.ts';
import { answersBase, type BegunRun } from './begin-run.ts';
import { commitPackage, type CommitParts } from './commit-package.ts';
import { missingKeyWatch } from './missing-keys.ts';
import type { PipelineLimits } from './options.ts';

/** All that the line is put together from. */
export interface LineParts extends CommitParts {
  readonly begun: BegunRun;
  readonly extraction: Extraction;
  readonly answers: FileAnswerLog;
  /** What the newest committed load left; undefined before the first. */
  readonly schema: Schema | undefined;
  /** What the first package drops or empties. */
  readonly refresh: PackageRefresh | undefined;
  /** The same or a new one, with what the source and the pipeline say. */
  readonly start: Schema;
  /** What the source says of all tables. */
  readonly schemaHints: SchemaHints;
  readonly normalizing: Omit<NormalizeOptions, 'loadId'>;
  readonly limits: PipelineLimits;
  /** Writes the file of an import that has none; resolves to the hash by which changes of it are known. */
  readonly beginImport: ((hinted: Schema) => Promise<string>) | undefined;
  /** Called before each seal. */
  readonly sealing: () => Promise<void>;
  /** Stops the reading when a load fails. */
  readonly abort: (reason: unknown) => void;
}

/**
 * The line: pages become stretches, stretches packages, packages loads. Nothing flows back; while a package is being
 * loaded the next one is filled, and no more than that one waits.
 */
export async function runLine(parts: LineParts): Promise<void> {
  let loading: Promise<void> = Promise.resolve();
  try {
    for await (const loadPackage of packagesOf(parts)) {
      await loading;
      loading = commitPackage(parts, loadPackage);
      loading.catch(parts.abort);
    }
  } finally {
    await loading;
  }
}

/** Seals a package at the first safe point at which it is large or old enough: memory, disk and loss are bounded. */
async function* packagesOf(parts: LineParts): AsyncGenerator<LoadPackage, void, undefined> {
  const { limits } = parts;
  const { start } = parts;
  const open = new OpenPackage(parts);
  const options = { ...parts.normalizing, loadId: () => open.id, isDue: () => open.isOld(limits) };
  const stretches = normalize(withStateTable(start), options)(extract(parts.extraction));
  try {
    for await (const stretch of stretches) {
      await open.write(stretch);
      if (stretch.state === undefined || isEnd(parts, stretch.state)) continue;
      if (open.byteCount < limits.packageBytes && !open.isOld(limits)) continue;
      yield await open.seal();
    }
    if (open.isWorthSealing()) yield await open.seal();
  } finally {
    await open.discard();
  }
}

/** True when all that this attempt was asked for is read; a run may stay open for what an earlier one began. */
function isEnd({ extraction }: LineParts, { run }: PipelineState): boolean {
  return run === undefined || isComplete(extraction.tree, run.progress);
}

/** The package that rows go to now. It begins with the first stretch, so that a run without news leaves none. */
class OpenPackage {
  readonly #parts: LineParts;
  #identity: LoadIdentity;
  #writer: PackageWriter | undefined;
  #newest: Stretch | undefined;
  /** Of the package before this one; `#start` when there is none. */
  #schema: Schema | undefined;
  /** By resource: the tables that its rows came for. */
  #received = new Map<string, Set<string>>();
  #state: PipelineState;
  #rowCount = 0;
  /** Also tables that are made without rows. */
  #hasTables = false;
  #begunAtMs = 0;
  #isFirst: boolean;
  /** Until it is sealed. */
  #refresh: PackageRefresh | undefined;
  /** Hash of the import that this run began. */
  #imported: string | undefined;
  readonly #watchKeys: ReturnType<typeof missingKeyWatch>;
  byteCount = 0;

  constructor(parts: LineParts) {
    this.#parts = parts;
    this.#watchKeys = missingKeyWatch(parts.emit);
    this.#schema = parts.schema;
    this.#state = parts.begun.state;
    this.#isFirst = !parts.begun.hasPackages;
    this.#refresh = parts.refresh;
    this.#identity = this.#identityAfter(parts.begun.newestLoad);
    this.#begunAtMs = parts.runtime.clock.monotonicMs();
  }

  get id(): LoadId {
    return this.#identity.id;
  }

  async write(stretch: Stretch): Promise<void> {
    const { packages, runtime } = this.#parts;
    const createdAt = new Date(runtime.clock.now()).toISOString();
    this.#writer ??= await packages.begin({ ...this.#identity, createdAt });
    this.byteCount = await this.#writer.write(stretch);
    this.#newest = stretch;
    for (const batch of stretch.batches) this.#rowCount += batch.rowCount;
    this.#hasTables ||= stretch.batches.length > 0;
    for (const { resource, table } of stretch.hinted) {
      this.#received.set(resource, (this.#received.get(resource) ?? new Set()).add(table));
    }
  }

  isOld({ packageMs }: PipelineLimits): boolean {
    return this.#parts.runtime.clock.monotonicMs() - this.#begunAtMs >= packageMs;
  }

  /** State alone is worth keeping where it changed; so is emptying a table that is replaced, and a refresh. */
  isWorthSealing(): boolean {
    if (this.#newest?.state === undefined) return false;
    if (this.#refresh !== undefined) return true;
    // A pipeline that was never run leaves its state, whatever it found.
    if (this.#schema === undefined || this.#hasTables || this.#replaced(this.#newest.schema).length > 0) return true;
    return JSON.stringify(this.#newest.state, asText) !== JSON.stringify(this.#state, asText);
  }

  async seal(): Promise<LoadPackage> {
    const [writer, stretch] = [this.#writer, this.#newest];
    if (writer === undefined || stretch?.state === undefined) throw new TypeError('sealed where no cut may fall');
    await this.#parts.sealing();
    // From here on answers belong to what comes after this package, whether it gets sealed or not.
    await this.#parts.answers.rotate(answersBase(this.#identity.id, this.#parts.begun.run));
    const place = { first: this.#isFirst, last: isEnd(this.#parts, stretch.state) };
    const made = place.last ? settled(stretch.schema) : stretch.schema;
    const hinted = this.#hinted();
    this.#imported ??= await this.#parts.beginImport?.(hintedStep(this.#schema, hinted));
    const schema = this.#linked(versioned(this.#schema, hinted, made));
    this.#watchKeys(schema, new Set([...this.#received.values()].flatMap((tables) => [...tables])));
    const replaced = this.#replaced(schema).map(({ name }) => name);
    const sealed = await writer.seal({ schema, place, replaced, refresh: this.#refresh });
    this.#parts.emit({
      kind: 'package-sealed',
      loadId: sealed.id,
      rowCount: this.#rowCount,
      byteCount: this.byteCount,
    });
    this.#beginNext(sealed);
    return sealed;
  }

  async discard(): Promise<void> {
    await this.#writer?.discard();
    this.#writer = undefined;
  }

  #beginNext({ state, schema }: LoadPackage): void {
    this.#state = state;
    this.#schema = schema;
    this.#received = new Map();
    this.#isFirst = false;
    this.#refresh = undefined;
    this.#writer = undefined;
    this.#newest = undefined;
    this.#rowCount = 0;
    this.#hasTables = false;
    this.byteCount = 0;
    this.#begunAtMs = this.#parts.runtime.clock.monotonicMs();
    this.#identity = this.#identityAfter(this.#identity.id);
  }

  #identityAfter(base: LoadId | undefined): LoadIdentity {
    const { target, runtime } = this.#parts;
    return { id: nextLoadId(runtime.clock, base), pipeline: target.pipeline, dataset: target.dataset, base };
  }

  #linked(schema: Schema): Schema {
    if (this.#imported === undefined) return schema;
    return { ...schema, extra: { ...schema.extra, imported_version_hash: this.#imported } };
  }

  /** The schema before this package, with what the resources that brought rows say about their tables. */
  #hinted(): Schema {
    const { normalizing, start, schemaHints } = this.#parts;
    const said = [...normalizing.resources].flatMap(([resource, { hints }]) =>
      [...(this.#received.get(resource) ?? [])].map((table) => ({ resource, table, hints })),
    );
    return said.reduce(
      (schema, hinted) => applyHintsOfStep(schema, hinted, normalizing.naming),
      this.#schema === this.#parts.schema ? start : withSchemaHints(this.#schema ?? start, schemaHints),
    );
  }

  /** Tables of the resources that this run walks and that replace what was there, however it got there (case 103). */
  #replaced(schema: Schema): readonly TableSchema[] {
    const { tree } = this.#parts.extraction;
    const replacing = tree.walked.filter((one) => tree.isLoaded(one) && one.hints.writeDisposition === 'replace');
    const names = new Set(replacing.map(({ name }) => name));
    return [...schema.tables.values()].filter(
      ({ parent, resource, seenData }) =>
        parent === undefined && seenData && resource !== undefined && names.has(resource),
    );
  }
}

function asText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
