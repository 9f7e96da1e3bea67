/** Requests that a list takes: one a page, and one where it is empty. */
export function pages(rowCount: number, pageSize: number): number {
  return Math.max(1, Math.ceil(rowCount / pageSize));
}

/** The same for the children of each parent. */
export function childPages(
  parents: readonly unknown[],
  countOf: (parent: unknown) => number,
  pageSize: number,
): number {
  return parents.reduce<number>((sum, parent) => sum + pages(countOf(parent), pageSize), 0);
}
