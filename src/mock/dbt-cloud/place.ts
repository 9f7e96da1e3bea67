/** A row as a list shows it. */
export type DbtRow = Readonly<Record<string, unknown>>;

/** Where rows come from: an account, and the numbers of what they hang on. */
export interface Place {
  readonly seed: number;
  readonly moment: number;
  readonly account: number;
  readonly firstRun: number;
  readonly firstJob: number;
  readonly jobCount: number;
  readonly firstProject: number;
  readonly projectCount: number;
  readonly firstEnvironment: number;
  readonly environmentCount: number;
}
