import type { Value } from '../../../core/value.ts';
import { formatMismatch, windowValueMissing } from '../errors.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';
import type { Binding } from './bindings.ts';
import type { Filling } from './request-template.ts';
import { formatted } from './python-format.ts';
import { holeText, type Hole } from './templates.ts';
import { joinUrl, pathSegment, wireUrl } from './urls.ts';
import { textOf } from './value-text.ts';

/** Value of `{incremental.<name>}`; undefined where there is none yet. */
export type WindowValue = (name: string) => Value | undefined;

/** Fills the request of one walk. What has no value yet is left out, but a path cannot be without it. */
export function fillingOf(endpoint: EndpointPlan, { values }: Binding, windowValue: WindowValue): Filling {
  const valueOf = (hole: Hole): Value | undefined =>
    hole.kind === 'incremental' ? windowValue(hole.name) : values.get(holeText(hole));
  const asText = (hole: Hole): string | undefined => {
    if (hole.format === undefined) return textOf(valueOf(hole));
    const text = formatted(valueOf(hole), hole.format);
    if (text === false) throw formatMismatch(endpoint.resource, holeText(hole), valueOf(hole));
    return text;
  };
  return {
    valueOf,
    textOf: asText,
    segmentOf: (hole) => {
      const text = asText(hole);
      if (text === undefined) throw windowValueMissing(endpoint.resource, holeText(hole));
      return pathSegment(text);
    },
    urlOf: (path) => wireUrl(joinUrl(endpoint.baseUrl, path)),
  };
}
