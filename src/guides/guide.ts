/**
 * Guides: texts that describe an API for people, and Python files that describe it for dlt. A guide becomes a
 * configuration in the words of `sources/rest-api/`, and a report that says of every statement what became of it.
 * Nothing in a guide is run, and nothing is guessed without being told.
 */
import type { Joined, Lookup } from './python/python-value.ts';

/** What a guide says, read and understood; nothing is looked up yet. */
export interface Guide {
  /** A REST configuration whose values may still be look-ups. */
  readonly config: GuideConfig;
  readonly findings: readonly Finding[];
  /** Set where the address in the guide is only there to be replaced: a run needs `client.base_url` from the user. */
  readonly standIn?: StandInAddress | undefined;
  /** Where each resource begins, by its name; and keys of all, as `client.base_url`. */
  readonly lines: ReadonlyMap<string, number>;
}

/** JSON with look-ups in it. `client` and `resources` are always there. */
export type GuideConfig = Readonly<Record<string, GuideValue>>;

/** A value of a guide: JSON, or something that is looked up when the source is made. */
export type GuideValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Lookup
  | Joined
  | GuideCode
  | readonly GuideValue[]
  | { readonly [key: string]: GuideValue };

/** A value that no text can say: a function, or a resource that is code. The guide's reader made it, not the guide. */
export interface GuideCode {
  readonly kind: 'code';
  readonly code: object;
  /** What it does, for people. */
  readonly shown: string;
  /** A function that only chooses, as data: `then` for this value, `otherwise` for all others. */
  readonly choice?: GuideChoice | undefined;
}

export interface GuideChoice {
  readonly value: GuideValue;
  readonly chosen: string;
  readonly otherwise: string;
}

/** What became of one statement. */
export interface Finding {
  /**
   * `taken`: as it is written. `inferred`: not written, but it follows. `contradictory`: two statements, or a statement
   * and the API, cannot both be right. `ignored`: it changes nothing.
   */
  readonly kind: 'taken' | 'inferred' | 'contradictory' | 'ignored';
  /** In the file, from 1. */
  readonly line: number;
  readonly resource?: string | undefined;
  /** Of the key that it became or would have become: `endpoint.paginator`. */
  readonly path: string;
  /** What was understood, and why. */
  readonly message: string;
  /** What to do about it: one imperative sentence. */
  readonly hint?: string | undefined;
}

export interface StandInAddress {
  readonly written: string;
  readonly line: number;
}

/** Gives the value of a variable of the user, such as `account_id`; undefined where it is set nowhere. */
export type VariableLookup = (name: string) => string | undefined;
