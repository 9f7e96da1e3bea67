import { createHash } from 'node:crypto';
import type { Page } from '../core/page.ts';
import type { ChildResource, ChildWalk, ParentRow, Resource } from '../sources/source.ts';
import type { Ahead } from './ahead.ts';
import type { Family } from './family.ts';
import { inOrder } from './read-ahead.ts';
import type { ResourceTree } from './resource-tree.ts';

/** What leaves a unit: a page, or that a walk which is made once has been made. */
export type Leaving =
  | { readonly kind: 'page'; readonly resource: Resource; readonly page: Page }
  | { readonly kind: 'walked'; readonly resource: Resource; readonly once: string };

/** What the walks of a unit need. */
export interface UnitParts {
  readonly tree: ResourceTree;
  readonly ahead: Ahead;
  readonly family: Family;
}

/**
 * A page and all pages that hang on it, parents first, in an order that repeats: a crash repeats all of them or none.
 * The walks of its rows begin side by side.
 */
export async function* unitOf(
  parts: UnitParts,
  resource: Resource,
  page: Page,
  above?: ParentRow,
): AsyncGenerator<Leaving, void, undefined> {
  yield { kind: 'page', resource, page };
  const children = parts.tree.childrenOf(resource);
  if (children.length === 0 || page.rows.length === 0) return;
  const rows = page.rows.map((row): ParentRow => ({ resource: resource.name, row, parent: above }));
  const tasks = walksOf(parts, children, rows);
  yield* inOrder(page.answerKey === undefined ? tasks : refusedOnFailure(parts, tasks, page.answerKey), {
    ahead: parts.ahead,
    open: (begun, ahead) => walked({ ...parts, ahead }, begun),
    rowCountOf: (leaving) => (leaving.kind === 'page' ? leaving.page.rows.length + 1 : 0),
    most: mostWalks,
    least: leastWalks,
  });
}

/** Walks that wait begun: as many as may be in flight unless told otherwise, and twice as many. */
const leastWalks = 8;
const mostWalks = 16;

interface BegunWalk {
  readonly resource: ChildResource;
  readonly walk: ChildWalk;
  readonly parent: ParentRow;
}

/** Of one child after the other, in the order of the rows. Which walks are made is decided as late as they begin. */
function* walksOf(
  parts: UnitParts,
  children: readonly ChildResource[],
  rows: readonly ParentRow[],
): Generator<BegunWalk> {
  for (const resource of children) {
    for (const parent of rows) {
      for (const walk of resource.walks(parent)) {
        if (walk.once === undefined || parts.family.isFirst(resource, keyOf(walk.once)))
          yield { resource, walk, parent };
      }
    }
  }
}

/** A page whose rows cannot be asked for is of no use to the next attempt either. */
async function* refusedOnFailure<Task>(
  { family }: UnitParts,
  tasks: Iterable<Task>,
  answerKey: string,
): AsyncGenerator<Task, void, undefined> {
  try {
    yield* tasks;
  } catch (error) {
    await family.refuse(answerKey);
    throw error;
  }
}

async function* walked(parts: UnitParts, { resource, walk, parent }: BegunWalk): AsyncGenerator<Leaving> {
  for await (const page of walk.pages(parts.family.contextOf(resource))) yield* unitOf(parts, resource, page, parent);
  if (walk.once !== undefined) yield { kind: 'walked', resource, once: keyOf(walk.once) };
}

/** Short enough to keep a hundred thousand of them in the state of a run. */
function keyOf(once: string): string {
  return createHash('sha256').update(once).digest('base64url').slice(0, 16);
}
