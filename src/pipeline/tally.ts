import type { Emit, PipelineEvent } from '../core/event.ts';
import type { LoadId } from '../core/names.ts';
import type { OpenRun } from '../core/state.ts';
import type { ResourceTree } from '../extract/resource-tree.ts';
import type { DiscardReport, ResourceReport } from './report.ts';

/** Listens to a run on its way to the user's listener, and counts what the report wants to know. */
export class Tally {
  readonly #requests = new Map<string, number>();
  readonly #committed: LoadId[] = [];
  readonly #notices = new Set<string>();
  readonly #discarded = new Map<string, DiscardReport>();
  readonly #listener: Emit;

  constructor(listener: Emit) {
    this.#listener = listener;
  }

  readonly emit: Emit = (event) => {
    this.#count(event);
    this.#listener(event);
  };

  get loadIds(): readonly LoadId[] {
    return this.#committed;
  }

  /** One line for each resource that is loaded, in the order in which they are walked. */
  reports(tree: ResourceTree, progress: OpenRun['progress']): readonly ResourceReport[] {
    return tree.walked
      .filter((resource) => tree.isLoaded(resource))
      .map(({ name }) => {
        const reached = progress[name];
        const counts = reached?.counts ?? { rows: 0, pages: 0 };
        const end = reached?.kind === 'done' ? reached.end : undefined;
        return { name, ...counts, requests: this.#requests.get(name) ?? 0, end };
      });
  }

  /** What contracts held back, by table. */
  get discarded(): readonly DiscardReport[] {
    return [...this.#discarded.values()];
  }

  /** What the run said beside its progress, each once and no more than a hundred. */
  get notices(): readonly string[] {
    return [...this.#notices];
  }

  #discard({ table, rows, values }: DiscardReport): void {
    const before = this.#discarded.get(table);
    this.#discarded.set(table, {
      table,
      rows: rows + (before?.rows ?? 0),
      values: values + (before?.values ?? 0),
    });
  }

  #count(event: PipelineEvent): void {
    const isRequest = event.kind === 'request-retried' || (event.kind === 'page-received' && !event.replayed);
    if (isRequest) this.#requests.set(event.resource, (this.#requests.get(event.resource) ?? 0) + 1);
    if (event.kind === 'notice' && this.#notices.size < 100) this.#notices.add(event.message);
    if (event.kind === 'rows-discarded') this.#discard(event);
    if (event.kind === 'load-committed') this.#committed.push(event.loadId);
  }
}
