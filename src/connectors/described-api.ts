/** An API as somebody described it. */
export interface DescribedApi {
  /** What the description is called; counts as the vendor where the host says nothing. */
  readonly name: string;
  readonly host: string;
  /** True where the host only stands for one that the user has to give. */
  readonly isStandIn?: boolean | undefined;
  /** Requests in a minute that are said to be allowed. */
  readonly requestsPerMinute?: number | undefined;
  readonly writeDisposition?: string | undefined;
  /** True where loading by time is said of no resource in particular. */
  readonly hasLooseIncremental?: boolean | undefined;
  readonly resources: readonly DescribedResource[];
}

export interface DescribedResource {
  readonly name: string;
  /** As requests have it: `v1/app/{resources.applications.id}/endpoint`. */
  readonly path: string;
  readonly primaryKey: readonly string[];
  readonly selector?: string | undefined;
  readonly cursor?: string | undefined;
  readonly paginatorType?: string | undefined;
  readonly limit?: number | undefined;
  /** Names of parameters that are sent with every request. */
  readonly params?: readonly string[] | undefined;
  /** True where rows are said to depend on another resource that its path takes nothing of. */
  readonly hasUnusedParent?: boolean | undefined;
}
