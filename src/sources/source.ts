/**
 * Where data comes from. A source is a list of resources; a resource is a stream of pages. User code runs here and in
 * `extract/` only: behind these interfaces there are no callbacks, only data.
 */
import type { AnswerLog } from '../core/answer-log.ts';
import type { Emit } from '../core/event.ts';
import type { Page } from '../core/page.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Row, Value } from '../core/value.ts';
import type { SchemaHints } from '../schema/schema-hints.ts';
import type { TableHints } from '../schema/table.ts';
import type { TokenStore } from '../config/token-store.ts';

export interface Source {
  /** Also the name of the schema that its tables are described by. */
  readonly name: string;
  readonly resources: readonly Resource[];
  /** What holds for all its tables. */
  readonly schema?: SchemaHints | undefined;
  /** The requests that would be made, in order, with credentials masked; what `plan` prints. */
  readonly requests?: readonly PlannedRequest[] | undefined;
  /** What is no mistake and yet worth a look, found without asking anybody; what `check` prints. */
  readonly remarks?: readonly SourceRemark[] | undefined;
}

export interface SourceRemark {
  readonly resource?: string | undefined;
  /** Where, as the user would write it: `resources[0].endpoint.paginator`. */
  readonly path: string;
  /** `contradiction`: two things that cannot both be meant. `risk`: rows or secrets may be lost. `note`: good to know. */
  readonly kind: 'contradiction' | 'risk' | 'note';
  /** What is so, and what follows from it. */
  readonly message: string;
  /** What to do about it: one imperative sentence. */
  readonly hint: string;
}

export interface PlannedRequest {
  readonly resource: string;
  readonly parent?: string | undefined;
  readonly method: string;
  /** With placeholders where a value is only known later. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** How the walk goes on, in one clause. */
  readonly paging: string;
  /** How the walk knows its end, in one clause. */
  readonly end?: string | undefined;
  /** Headers and parameters that a credential fills. */
  readonly credentials?: readonly string[] | undefined;
  /** What the placeholders in the request stand for. */
  readonly unknown?: readonly PlannedUnknown[] | undefined;
}

/** A value that is only known while a run is under way. */
export interface PlannedUnknown {
  /** As it stands in the request: `{resources.users.id}`. */
  readonly placeholder: string;
  readonly meaning: string;
}

export type Resource = RootResource | ChildResource;

interface ResourceBase {
  readonly name: string;
  /** Where its rows go, in the source's own spelling; code that says it of each row is called in `extract/`. */
  readonly table: string | TableOfRow;
  readonly hints: TableHints;
  /** False: it is walked for its children only, and its own rows are not loaded. */
  readonly selected: boolean;
  /** Where in the body of an answer its rows are, as a selector; for checks. */
  readonly rowsAt?: ((body: Uint8Array) => string) | undefined;
  /**
   * What is kept once the rows of a page are safe: of what was kept before and the page's `news`. A pure function.
   * @default the members of the news go over those that were kept
   */
  readonly remember?: ((kept: Kept, news: Row) => Kept) | undefined;
  /** What is kept when all walks of the run have ended. @default what was kept */
  readonly finish?: ((kept: Kept) => Kept) | undefined;
}

/** The table of a row, in the source's own spelling. A pure function: a run that is taken up calls it again. */
export type TableOfRow = (row: Row) => string;

/** What a resource keeps from run to run: saved together with the rows it speaks of. */
export type Kept = Row;

export interface RootResource extends ResourceBase {
  readonly kind: 'root';
  pages(context: ExtractContext): AsyncIterable<Page>;
}

/** Walks for every row of its parent. */
export interface ChildResource extends ResourceBase {
  readonly kind: 'child';
  readonly parent: string;
  /** One, several or none for a row. A pure function. */
  walks(parent: ParentRow): readonly ChildWalk[];
}

/** A walk that hangs on a row. */
export interface ChildWalk {
  /** Of walks with the same text only the first of a run is made. @default every walk is made */
  readonly once?: string | undefined;
  pages(context: ExtractContext): AsyncIterable<Page>;
}

/** A row, and the rows that it hangs on itself. */
export interface ParentRow {
  readonly resource: string;
  readonly row: Row;
  readonly parent?: ParentRow | undefined;
}

/** What the walks of one resource are given. */
export interface ExtractContext {
  readonly run: RunContext;
  /** As it was when the run began: it does not move while walks are under way. */
  readonly kept: Kept;
  /** Root resources only: where to go on. */
  readonly resumeFrom?: Value | undefined;
}

/** What all walks of a run share: one object for each attempt. */
export interface RunContext {
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  readonly answers: AnswerLog;
  /** Of the run and not of the attempt, so that a run which is taken up makes the same requests. ISO 8601, in UTC. */
  readonly startedAt: string;
  readonly tokens: TokenStore;
}

/**
 * One thing for each attempt of a run, made when it is first asked for: connections, budgets and tokens live in such.
 */
export function perRun<T>(make: (run: RunContext) => T): (run: RunContext) => T {
  const made = new WeakMap<RunContext, T>();
  return (run) => {
    const known = made.get(run);
    if (known !== undefined) return known;
    const fresh = make(run);
    made.set(run, fresh);
    return fresh;
  };
}
