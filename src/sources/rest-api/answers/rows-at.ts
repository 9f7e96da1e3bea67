import { parseJson } from '../../../core/json.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';
import { detectRows } from './detect-rows.ts';

/** Where the rows of an answer are: the `data_selector` that does not miss them, or what is found to be one. */
export function rowsAt({ selectors }: Pick<EndpointPlan, 'selectors'>, body: Uint8Array): string {
  const value = parseJson(body);
  const selector = selectors.find((one) => !one.misses(value)) ?? selectors[0];
  if (selector !== undefined) return selector.text;
  const { keys } = detectRows(value);
  return keys.length === 0 ? '$' : keys.map((key) => (/^[\w-]+$/.test(key) ? key : `['${key}']`)).join('.');
}
