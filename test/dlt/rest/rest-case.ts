/**
 * A configuration that dlt and sluice both run against the same API, told as data. `http://api` stands for the API
 * and `http://other` for a second host, in configurations, answers and expectations alike.
 */
import type { Value } from '../../../src/core/value.ts';
import type { Answer, Recorded } from '../../recording-api.ts';
import type { DifferenceId } from './differences.ts';

export interface RestCase {
  /** Begins with the number of the case, weakness or section of the reference that it covers. */
  readonly name: string;
  /** JSON; `{ $function: 'name' }` stands for one of the functions that both sides know by that name. */
  readonly config: Json;
  /** @param index counts the requests of a run from 0 @param run counts the runs from 0 */
  readonly answer: (request: Recorded, index: number, run: number) => Answer;
  /** The second run finds what the first one kept. @default 1 */
  readonly runs?: number;
  /** How the runs end on both sides. @default none fails */
  readonly fails?: Failure | readonly Failure[];
  /** Where the two are not alike on purpose: what each of them does, in full. */
  readonly differs?: { readonly id: DifferenceId; readonly dlt: Expected; readonly sluice: Expected };
}

export type Json = { readonly [key: string]: unknown };
export type Failure = 'no' | 'build' | 'run';
/** One run, or each of several. */
export type Expected = ExpectedRun | readonly ExpectedRun[];

export interface ExpectedRun {
  /** Written as `METHOD target [header: value]… body`. */
  readonly requests: readonly string[];
  /** @default none */
  readonly rows?: Readonly<Record<string, readonly Value[]>>;
  /** @default no */
  readonly fails?: Failure;
}

/** One resource `items`, of which these keys of its endpoint are said. */
export function items(endpoint: Json, resource: Json = {}, client: Json = {}): Json {
  return { client: { base_url: 'http://api', ...client }, resources: [{ name: 'items', ...resource, endpoint }] };
}

/** A parent `posts` and its child `c`. */
export function postsAndChild(child: Json, posts: Json = {}): Json {
  const parent = { name: 'posts', endpoint: { path: 'posts', paginator: 'single_page' }, ...posts };
  return { client: { base_url: 'http://api' }, resources: [parent, { name: 'c', ...child }] };
}

/** The same body for every request. */
export function always(body: unknown): RestCase['answer'] {
  return () => ({ body });
}

/** A body a request; the last one stays. */
export function inTurn(...bodies: readonly unknown[]): RestCase['answer'] {
  return (_, index) => ({ body: bodies[Math.min(index, bodies.length - 1)] });
}

/** An answer a request; the last one stays. */
export function answersInTurn(...answers: readonly Answer[]): RestCase['answer'] {
  return (_, index) => answers[Math.min(index, answers.length - 1)] ?? {};
}

/** The parent's rows at `/posts`, and the child's everywhere else. */
export function parentAndChild(
  posts: readonly unknown[],
  child: (request: Recorded) => unknown = () => [{ id: 30 }],
): RestCase['answer'] {
  return (request) => ({ body: request.path === '/posts' ? posts : child(request) });
}
