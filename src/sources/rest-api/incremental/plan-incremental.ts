/** Where a configuration says that an endpoint is incremental, and what of it goes into the request (7.3). */
import { keyOf, refuse, type Place } from '../reading/reading.ts';
import { isIncrementalParam, type RequestTemplate } from '../requests/request-template.ts';
import type { PairTemplates } from '../requests/body-template.ts';
import { textTemplate } from '../requests/templates.ts';
import type { EndpointConfig } from '../vocabulary.ts';
import { planIncremental } from './incremental.ts';
import type { IncrementalPlan } from './incremental-plan.ts';
import type { IncrementalConfig } from './vocabulary.ts';

/** A parameter of type `incremental` goes before the endpoint's own. */
export function incrementalOf(
  endpoint: EndpointConfig,
  { resource, primaryKey }: { readonly resource: string; readonly primaryKey: readonly string[] | undefined },
  place: Place,
): IncrementalPlan | undefined {
  const params = Object.entries(endpoint.params ?? {}).flatMap(([name, param]) =>
    isIncrementalParam(param) ? [{ name, param }] : [],
  );
  if (params.length > 1) {
    const names = params.map(({ name }) => name).join(', ');
    refuse(keyOf(place, 'params'), { message: `has several parameters of type incremental: ${names}` });
  }
  const [first] = params;
  if (first === undefined) {
    return endpoint.incremental ? planIncremental(endpoint.incremental, resource, primaryKey) : undefined;
  }
  const { type: _type, transform, ...config } = first.param;
  return planIncremental({ ...config, convert: config.convert ?? transform }, resource, primaryKey);
}

/** `start_param` and `end_param` go over parameters of the same name, else behind all others. */
export function withWindowParams(
  request: RequestTemplate,
  incremental: IncrementalConfig | null | undefined,
): RequestTemplate {
  const start = withWindowParam(request.params, incremental?.start_param, 'start_param');
  return { ...request, params: withWindowParam(start, incremental?.end_param, 'end_value') };
}

function withWindowParam(params: PairTemplates, name: string | null | undefined, value: string): PairTemplates {
  if (name === null || name === undefined) return params;
  const pair = { name: textTemplate(name), texts: [{ parts: [{ kind: 'incremental', name: value }] }] } as const;
  const position = params.findIndex((param) => param.name.parts.length === 1 && textOf(param.name.parts[0]) === name);
  return position < 0 ? [...params, pair] : params.with(position, pair);
}

function textOf(part: PairTemplates[number]['name']['parts'][number] | undefined): string | undefined {
  return part?.kind === 'text' ? part.text : undefined;
}
