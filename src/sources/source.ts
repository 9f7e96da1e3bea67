/**
 * Where data comes from. A source is a list of resources; a resource is a stream of pages. User code runs here and in
 * `extract/` only: behind these interfaces there are no callbacks, only data.
 */
import type { AnswerLog } from '../core/answer-log.ts';
import type { Emit } from '../core/event.ts';
import type { Page } from '../core/page.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Row, Value } from '../core/value.ts';
import type { TableHints } from '../schema/table.ts';

export interface Source {
  /** Also the name of the schema that its tables are described by. */
  readonly name: string;
  readonly resources: readonly Resource[];
  /** The requests that would be made, in order, with credentials masked; what `plan` prints. */
  readonly requests?: readonly PlannedRequest[] | undefined;
}

export interface PlannedRequest {
  readonly resource: string;
  readonly parent?: string | undefined;
  readonly method: string;
  /** With placeholders where a value is only known later. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** How the walk goes on and where it ends, in one clause. */
  readonly paging: string;
}

export type Resource = RootResource | ChildResource;

interface ResourceBase {
  readonly name: string;
  /** Where its rows go, in the source's own spelling. */
  readonly table: string;
  readonly hints: TableHints;
  /** False: it is walked for its children only, and its own rows are not loaded. */
  readonly selected: boolean;
}

export interface RootResource extends ResourceBase {
  readonly kind: 'root';
  pages(context: ExtractContext): AsyncIterable<Page>;
}

/** Walks once for every row of its parent. */
export interface ChildResource extends ResourceBase {
  readonly kind: 'child';
  readonly parent: string;
  pages(context: ExtractContext, parentRow: Row): AsyncIterable<Page>;
}

export interface ExtractContext {
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  readonly answers: AnswerLog;
  /** What the resource kept last time; what it sets is saved together with the rows. */
  readonly values: Map<string, Value>;
  /** Root resources only: where to go on. */
  readonly resumeFrom?: Value | undefined;
}
