/**
 * Who is there at a moment. All that is in a project is gone with it; a row is a number, and belongs to the project that
 * its number says.
 */
import { advancedRows, bornRows, type LivingRow, type LivingRows } from '../living-rows.ts';
import { uuidOf } from '../made-values.ts';

export type LightdashRow = Readonly<Record<string, unknown>>;

/** What is born, changes and goes. */
export type Kind =
  'projects' | 'dashboards' | 'charts' | 'spaces' | 'explores' | 'metrics' | 'users' | 'groups' | 'schedulers' | 'runs';

export interface World {
  readonly seed: number;
  readonly lists: ReadonlyMap<Kind, LivingRows>;
}

/** Rows in the beginning. The last project has nothing in it. */
const usualCounts: Readonly<Record<Kind, number>> = {
  projects: 5,
  dashboards: 37,
  charts: 90,
  spaces: 14,
  explores: 22,
  metrics: 130,
  users: 257,
  groups: 8,
  schedulers: 103,
  runs: 40,
};

/** Rows of the organization itself. */
const withoutProject: readonly Kind[] = ['projects', 'users', 'groups'];
const projectsWithContent = usualCounts.projects - 1;

export function bornWorld(seed: number, scale: number): World {
  // Projects are what everything is in: there are always as many.
  const counts = Object.entries(usualCounts).map(([kind, count]): [Kind, LivingRows] => [
    // The keys of the table are the kinds.
    kind as Kind,
    bornRows(kind === 'projects' ? count : Math.round(count * scale)),
  ]);
  return { seed, lists: new Map(counts) };
}

export function advancedWorld({ seed, lists }: World, moment: number): World {
  return { seed, lists: new Map([...lists].map(([kind, rows]) => [kind, advancedRows(rows, moment)])) };
}

/** Those of a kind that are there, oldest first. */
export function living(world: World, kind: Kind): readonly LivingRow[] {
  const { rows } = world.lists.get(kind) ?? bornRows(0);
  if (withoutProject.includes(kind)) return rows;
  const projects = new Set(living(world, 'projects').map(({ index }) => index));
  return rows.filter(({ index }) => projects.has(projectOf(index)));
}

/** Those of them that are in a project. */
export function livingIn(world: World, kind: Kind, project: LivingRow): readonly LivingRow[] {
  return living(world, kind).filter(({ index }) => projectOf(index) === project.index);
}

export function projectOf(index: number): number {
  return index % projectsWithContent;
}

/** A chart of the same project as another row. */
export function chartNear(index: number, step: number): number {
  return projectOf(index) + projectsWithContent * ((index + step * 3) % 20);
}

export function isThere(world: World, kind: Kind, index: number): boolean {
  return living(world, kind).some((row) => row.index === index);
}

/** The row that an identity names, where it is there. */
export function findByUuid(world: World, kind: Kind, uuid: string): LivingRow | undefined {
  return living(world, kind).find(({ index }) => uuidOf(kind, index, world.seed) === uuid);
}
