/** How much the end of a walk can be trusted; `short` is the worst. */
export type Verdict = 'proven' | 'consistent' | 'unknown' | 'short';

/** Why a walk over the pages of a resource ended. */
export interface WalkEnd {
  readonly verdict: Verdict;
  /** One clause for the report, such as `the API said there is no next page`. */
  readonly reason: string;
  /** How many walks ended because their answer was ignored as the configuration says; absent: none. */
  readonly ignoredWalks?: number | undefined;
}
