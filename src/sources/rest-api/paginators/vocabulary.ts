/** What can be written as `paginator`: how pages hang together. @see section 4 of the REST reference */
import type { Paginator } from './paginator.ts';
import type { PlainPaginator, SettledPaginator } from './plain-vocabulary.ts';

export type * from './plain-vocabulary.ts';

/** A name alone takes all defaults; what has `first` and `next` is a paginator of one's own (5.6). */
export type PaginatorConfig =
  WrittenPaginator | Exclude<PlainPaginator['type'], 'offset'> | 'json_response' | OwnPaginator;
/** Every paginator that people write as an object with its type. */
export type WrittenPaginator = PlainPaginator | CustomConfig;
/** Every paginator that one can be built from: what people write, and what was detected. */
export type PaginatorObject = SettledPaginator | CustomConfig;

/** Not in dlt: code. The functions get nothing but their arguments to go by, so one serves any number of walks. */
export type OwnPaginator = Pick<Paginator, 'first' | 'next'> & Partial<Pick<Paginator, 'summary' | 'ahead'>>;

/** Not in dlt: the long form of a paginator that is code. */
export interface CustomConfig {
  readonly type: 'custom';
  readonly paginator: OwnPaginator;
}
