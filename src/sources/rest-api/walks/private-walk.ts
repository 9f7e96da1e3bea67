import { Redactor } from '../../../config/redactor.ts';
import { Secret } from '../../../config/secret.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';
import type { Binding } from '../requests/bindings.ts';
import { textOf } from '../requests/value-text.ts';

/**
 * The endpoint as a walk of a private resource sees it: values of rows above, which its requests are made of, are
 * masked like secrets in whatever is shown of them. Values of fewer than four characters are not.
 */
export function privateWalk(endpoint: EndpointPlan, { values }: Binding): EndpointPlan {
  if (endpoint.isPrivate !== true || values.size === 0) return endpoint;
  const redactor = new Redactor();
  for (const value of values.values()) redactor.remember(new Secret(textOf(value) ?? ''));
  return { ...endpoint, walkOf: endpoint, mask: (text) => redactor.mask(endpoint.mask(text)) };
}
