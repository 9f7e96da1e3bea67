import type { Page } from '../core/page.ts';
import type { PipelineState } from '../core/state.ts';
import type { Row } from '../core/value.ts';
import type { ChildResource, ExtractContext, Kept, Resource, RootResource, RunContext } from '../sources/source.ts';
import type { ResourceTree } from './resource-tree.ts';
import { snakeCase } from '../schema/naming/snake-case.ts';
import type { NamingConvention } from '../schema/naming/naming.ts';
import { shownRows } from './hidden-columns.ts';
import type { RunProgress } from './run-progress.ts';

/** What a family begins with. */
export interface FamilyStart {
  readonly run: RunContext;
  readonly state: PipelineState;
  readonly progress: RunProgress;
}

/**
 * A root resource and all that hangs on it, with what each of them keeps. That moves with the pages as they leave,
 * never with those that were read ahead.
 */
export class Family {
  readonly root: RootResource;
  /** Parents first. */
  readonly members: readonly Resource[];
  readonly #contexts: ReadonlyMap<Resource, ExtractContext>;
  readonly #kept: Map<string, Kept>;
  readonly #showing = new Map<Resource, ReturnType<typeof shownRows>>();
  /** Walks that are made once and were begun, by resource. */
  readonly #begun: ReadonlyMap<Resource, Set<string>>;

  constructor(tree: ResourceTree, root: RootResource, { run, state, progress }: FamilyStart) {
    const members: Resource[] = [root];
    for (const resource of members) members.push(...tree.childrenOf(resource));
    this.root = root;
    this.members = members;
    this.#kept = new Map(members.map(({ name }) => [name, state.resources[name]?.values ?? {}]));
    this.#begun = new Map(members.map((resource) => [resource, new Set(progress.walked(resource.name))]));
    const before = progress.of(root.name);
    const resumeFrom = before?.kind === 'open' && before.resumeFrom !== null ? before.resumeFrom : undefined;
    this.#contexts = new Map(
      members.map((resource) => [
        resource,
        { run, kept: this.kept(resource), resumeFrom: resource === root ? resumeFrom : undefined },
      ]),
    );
  }

  contextOf(resource: Resource): ExtractContext {
    const context = this.#contexts.get(resource);
    if (context === undefined) throw new TypeError(`${resource.name} is not of this family`);
    return context;
  }

  kept(resource: Resource): Kept {
    return this.#kept.get(resource.name) ?? {};
  }

  /** True for the first who says so in a run. */
  isFirst(resource: ChildResource, once: string): boolean {
    const begun = this.#begun.get(resource);
    if (begun?.has(once) !== false) return false;
    begun.add(once);
    return true;
  }

  /** The next attempt must not take this answer. */
  refuse(answerKey: string): Promise<void> {
    return this.contextOf(this.root).run.answers.refuse(answerKey);
  }

  /** The page has left: its rows will be safe with the next safe point. */
  remember(resource: Resource, { news }: Page): void {
    if (news === undefined) return;
    const fold = resource.remember ?? withMembers;
    this.#kept.set(resource.name, fold(this.kept(resource), news));
  }

  /** Rows of a resource as they may leave memory; its children have seen all of them by then. */
  shown(resource: Resource, rows: readonly Row[], naming: NamingConvention = snakeCase()): readonly Row[] {
    const { visibility } = resource.hints;
    if (visibility === undefined) return rows;
    const known = this.#showing.get(resource) ?? shownRows(visibility, naming);
    this.#showing.set(resource, known);
    return known(rows);
  }

  /** All walks of the run have ended. */
  finish(): void {
    for (const resource of this.members) {
      if (resource.finish !== undefined) this.#kept.set(resource.name, resource.finish(this.kept(resource)));
    }
  }

  /** What all resources keep, of this family and of others; one that keeps nothing is absent. */
  addTo(resources: PipelineState['resources']): PipelineState['resources'] {
    const after = new Map(Object.entries(resources));
    for (const [name, kept] of this.#kept) {
      if (Object.keys(kept).length === 0) after.delete(name);
      else after.set(name, { values: kept });
    }
    return Object.fromEntries(after);
  }
}

function withMembers(kept: Kept, news: Row): Kept {
  return Object.fromEntries([...Object.entries(kept), ...Object.entries(news)]);
}
