import { jsonBody } from '../../../http/json-body.ts';
import { redactHeaders, redactUrl } from '../../../http/redact.ts';
import { requestUrl } from '../../../http/request-url.ts';
import { masked } from '../../../config/secret.ts';
import type { PlannedRequest } from '../../source.ts';
import { shownRequest } from '../walks/client.ts';
import { fillRequest, type Filling } from './request-template.ts';
import type { EndpointPlan, RestPlan } from '../rest-plan.ts';
import { fieldText } from './templates.ts';
import { joinUrl, wireUrl } from './urls.ts';
import { textOf } from './value-text.ts';

/** The first request of every endpoint, with placeholders where a row of the parent will be, and without secrets. */
export function plannedRequests(plan: RestPlan): readonly PlannedRequest[] {
  return plan.endpoints.map((endpoint) => {
    const request = shownRequest(endpoint, endpoint.paginator.first(fillRequest(endpoint.request, names(endpoint))));
    return {
      resource: endpoint.resource,
      parent: endpoint.parent,
      method: request.method,
      url: URL.canParse(request.url) ? shownUrl(requestUrl(request).href) : request.url,
      headers: redactHeaders(request.headers, endpoint.mask),
      body:
        request.json === undefined ? undefined : endpoint.mask(Buffer.from(jsonBody(request.json)).toString('utf8')),
      paging: endpoint.paginator.summary,
    };
  });
}

/** Every field of the parent as its own name. */
function names(endpoint: EndpointPlan): Filling {
  const asText: Filling['textOf'] = (value) => textOf(value) ?? '';
  return {
    valueOf: (field) => `{${fieldText(field)}}`,
    textOf: asText,
    segmentOf: asText,
    urlOf: (path) => wireUrl(joinUrl(endpoint.baseUrl, path)),
  };
}

/** Braces are only readable as braces. */
function shownUrl(url: string): string {
  const readable = url.replaceAll('%7B', '{').replaceAll('%7D', '}').replaceAll(encodeURIComponent(masked), '***');
  return redactUrl(readable);
}
