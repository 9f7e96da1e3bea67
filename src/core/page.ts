import type { PipelineState } from './state.ts';
import type { Row, Value } from './value.ts';
import type { WalkEnd } from './verdict.ts';

/** Where the rows of a page come from, for messages: never a secret. */
export interface PageOrigin {
  /** Counted from 1 within its walk. */
  readonly page: number;
  /** Redacted. Absent where nothing was asked over HTTP. */
  readonly url?: string | undefined;
}

/** What one request, or one `yield`, brought: rows bound for one table. The first currency of the line. */
export interface Page {
  readonly resource: string;
  /** Name of the table in the source's own spelling, before the naming convention. */
  readonly table: string;
  readonly rows: readonly Row[];
  /** Given back to the resource, makes it go on after this page. Plain JSON, free of secrets. Absent after the last. */
  readonly resumeFrom?: Value | undefined;
  /** What the resource remembers of this page once its rows are safe; see `remember` in `sources/`. */
  readonly news?: Row | undefined;
  /** Of the answer that it came with, in the log of answers. */
  readonly answerKey?: string | undefined;
  /** Shown where a row of the page cannot be loaded. */
  readonly origin?: PageOrigin | undefined;
  /** Set on the last page of a walk. */
  readonly end?: WalkEnd | undefined;
}

/** A page on its way to its table. */
export interface ExtractedPage extends Page {
  /** What to remember once all rows so far are safe. Absent where no cut may fall: between children and their parent. */
  readonly stateAfter?: PipelineState | undefined;
}
