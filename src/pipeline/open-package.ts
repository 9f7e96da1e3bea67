import type { Stretch } from '../columnar/stretch.ts';
import type { LoadId } from '../core/names.ts';
import type { Extraction } from '../extract/extract.ts';
import { nextLoadId } from '../load-package/load-id.ts';
import type { LoadIdentity, LoadPackage, PackageRefresh, PackageWriter } from '../load-package/load-package.ts';
import type { PipelineState } from '../core/state.ts';
import { isAppended } from '../load/plan-load.ts';
import { settled } from '../schema/contract.ts';
import { applyHintsOfStep } from '../schema/hints.ts';
import { withSchemaHints } from '../schema/schema-hints.ts';
import type { Schema, TableSchema } from '../schema/table.ts';
import { hintedStep, versioned } from '../schema/version.ts';
import { isComplete } from './attempt.ts';
import { answersBase } from './begin-run.ts';
import type { LineParts } from './line-parts.ts';
import type { LoadQueue } from './load-queue.ts';
import { idleMs } from './load-client.ts';
import { missingKeyWatch } from './missing-keys.ts';
import type { PipelineLimits } from './options.ts';

/** Bytes that are worth a step of a load. */
const mostPartBytes = 16 * 1024 * 1024;

/** Bytes of a package that are put in ahead of its seal in one go. */
export function partBytes({ packageBytes }: PipelineLimits): number {
  return Math.min(mostPartBytes, packageBytes / 16);
}

/** The package that rows go to now. It begins with the first stretch, so that a run without news leaves none. */
export class OpenPackage {
  readonly #parts: LineParts;
  readonly #loads: LoadQueue;
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
  #part: { readonly begunAtMs: number; readonly byteCount: number } | undefined;
  /** Rows came so fast that a connection which waits for the next part stays open, and the destination wants them so. */
  #isFast: boolean;
  #isFirst: boolean;
  /** Until it is sealed. */
  #refresh: PackageRefresh | undefined;
  /** Hash of the import that this run began. */
  #imported: string | undefined;
  readonly #watchKeys: ReturnType<typeof missingKeyWatch>;
  byteCount = 0;

  constructor(parts: LineParts, loads: LoadQueue) {
    this.#parts = parts;
    this.#loads = loads;
    this.#watchKeys = missingKeyWatch(parts.emit);
    this.#schema = parts.schema;
    this.#state = parts.begun.state;
    this.#isFirst = !parts.begun.hasPackages;
    this.#refresh = parts.refresh;
    this.#identity = this.#identityAfter(parts.begun.newestLoad);
    this.#begunAtMs = this.#now();
    this.#isFast = this.#mayLoadAhead();
  }

  get id(): LoadId {
    return this.#identity.id;
  }

  async write(stretch: Stretch): Promise<void> {
    const { packages, runtime } = this.#parts;
    const createdAt = new Date(runtime.clock.now()).toISOString();
    this.#writer ??= await packages.begin({ ...this.#identity, createdAt });
    this.byteCount = await this.#writer.write(stretch);
    this.#part ??= this.#beginPart();
    this.#newest = stretch;
    for (const batch of stretch.batches) this.#rowCount += batch.rowCount;
    this.#hasTables ||= stretch.batches.length > 0;
    for (const { resource, table } of stretch.hinted) {
      this.#received.set(resource, (this.#received.get(resource) ?? new Set()).add(table));
    }
  }

  /** Files that are whole, once they are worth a load ahead of the seal; none where rows come slowly. */
  async loadAhead(): Promise<void> {
    const [writer, stretch, part] = [this.#writer, this.#newest, this.#part];
    if (writer === undefined || stretch === undefined || part === undefined || !this.#isFast) return;
    this.#isFast = this.#now() - part.begunAtMs <= idleMs;
    const dueBytes = partBytes(this.#parts.limits);
    if (!this.#isFast || this.byteCount - part.byteCount < dueBytes) return;
    const { schema } = stretch;
    const replaced = this.#replaced(schema).map(({ name }) => name);
    const tables = [...schema.tables.values()].filter((table) => isAppended({ schema, replaced }, table));
    const names = new Set(tables.map(({ name }) => name));
    const files = await writer.endFiles(schema, { fromBytes: dueBytes / 4, tables: names });
    this.#part = this.#beginPart();
    if (files.length > 0) this.#loads.ahead({ load: this.#identity, schema, files, replaced });
  }

  isOld({ packageMs }: PipelineLimits): boolean {
    return this.#now() - this.#begunAtMs >= packageMs;
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
    const place = { first: this.#isFirst, last: isEnd(this.#parts.extraction, stretch.state) };
    const made = place.last ? settled(stretch.schema) : stretch.schema;
    const hinted = this.#hinted();
    this.#imported ??= await this.#parts.beginImport?.(hintedStep(this.#schema, hinted));
    const schema = this.#linked(versioned(this.#schema, hinted, made));
    this.#watchKeys(schema, new Set([...this.#received.values()].flatMap((tables) => [...tables])));
    const replaced = this.#replaced(schema).map(({ name }) => name);
    await this.#loads.endAhead();
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
    await this.#loads.endAhead();
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
    this.#begunAtMs = this.#now();
    this.#part = undefined;
    this.#isFast = this.#mayLoadAhead();
    this.#identity = this.#identityAfter(this.#identity.id);
  }

  /** What a refresh does comes before all rows. */
  #mayLoadAhead(): boolean {
    return this.#refresh === undefined && this.#parts.destination.capabilities.loadsAhead === true;
  }

  #now(): number {
    return this.#parts.runtime.clock.monotonicMs();
  }

  #beginPart(): { readonly begunAtMs: number; readonly byteCount: number } {
    return { begunAtMs: this.#now(), byteCount: this.byteCount };
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

/** True when all that this attempt was asked for is read; a run may stay open for what an earlier one began. */
export function isEnd(extraction: Pick<Extraction, 'tree'>, { run }: PipelineState): boolean {
  return run === undefined || isComplete(extraction.tree, run.progress);
}
