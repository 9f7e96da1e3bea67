/**
 * What the rows of the local Ruddr are made of. Fields and their types are the vendor's; values are invented. Numbers of
 * one field come as integers and as fractions, which is what makes columns flip.
 */
import { instantOf, uuidOf, wordsOf } from '../made-values.ts';

export interface RuddrRow {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** Who another row is: never more than this of it. */
export interface Reference {
  readonly id: string;
  readonly name: string;
}

/** The identity and the birth of a row: all lists are in the order of births. */
export function born(kind: string, index: number, seed: number): { readonly id: string; readonly createdAt: string } {
  return { id: uuidOf(kind, index, seed), createdAt: instantOf(index * 97 + 13) };
}

export function reference(kind: string, index: number, seed: number): Reference {
  return { id: uuidOf(kind, index, seed), name: `${wordsOf(kind, index, seed)} ${index}` };
}

/** A project as other rows show it. */
export function projectOf(index: number, seed: number): Reference & { readonly client: Reference } {
  return { ...reference('projects', index % 200, seed), client: reference('clients', index % 257, seed) };
}

/** Null for one row in so many. */
export function unless<T>(index: number, every: number, value: T): T | null {
  return index % every === 0 ? null : value;
}

/** Whole for one row in three; the revision changes it. */
export function amountOf(index: number, revision: number): number {
  const whole = 100 + index * 17 + revision * 1000;
  return index % 3 === 0 ? whole : whole + ((index * 31) % 100) / 100;
}
