import type { RestCase } from './rest-case.ts';

/** What a configuration may ask of sluice beyond what every source needs. */
export type Feature =
  | 'auto'
  | 'cookies'
  | 'data'
  | 'fan-out'
  | 'filters'
  | 'formats'
  | 'functions'
  | 'header_cursor'
  | 'incremental'
  | 'oauth2'
  | 'parallelized'
  | 'processing_steps'
  | 'put right';

/** What sluice does not have yet; a word that is taken away here makes the cases that need it count. */
const missing: ReadonlySet<Feature> = new Set<Feature>([]);

/** True for a case that only dlt runs for now. */
export function isWaiting({ needs }: RestCase): boolean {
  return needs !== undefined && missing.has(needs);
}
