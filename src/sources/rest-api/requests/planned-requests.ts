import type { ApiRequest } from '../../../http/http.ts';
import { requestBody } from '../../../http/request-body.ts';
import { redactHeaders, redactUrl } from '../../../http/redact.ts';
import { requestUrl } from '../../../http/request-url.ts';
import { masked } from '../../../config/secret.ts';
import type { PlannedRequest } from '../../source.ts';
import { shownRequest } from '../walks/client.ts';
import { fillRequest, type Filling } from './request-template.ts';
import type { EndpointPlan, RestPlan } from '../endpoint-plan.ts';
import { holeText, type Hole } from './templates.ts';
import { joinUrl, wireUrl } from './urls.ts';

/** The first request of every endpoint, with placeholders where a row of the parent will be, and without secrets. */
export function plannedRequests(plan: RestPlan): readonly PlannedRequest[] {
  const endpoints = plan.members.flatMap((member) => (member.kind === 'endpoint' ? [member.endpoint] : []));
  return endpoints.map((endpoint) => {
    const request = shownRequest(endpoint, endpoint.paginator.first(fillRequest(endpoint.request, names(endpoint))));
    return {
      resource: endpoint.resource,
      parent: endpoint.parent,
      method: request.method,
      url: URL.canParse(request.url) ? shownUrl(requestUrl(request).href) : request.url,
      headers: redactHeaders(request.headers, endpoint.mask),
      body: shownBody(endpoint, request),
      paging: endpoint.paginator.summary,
    };
  });
}

function shownBody({ mask }: EndpointPlan, request: ApiRequest): string | undefined {
  const body = requestBody(request);
  return body === undefined ? undefined : mask(Buffer.from(body.bytes).toString('utf8'));
}

/** Every hole as its own name. */
function names(endpoint: EndpointPlan): Filling {
  const named = (hole: Hole): string => `{${hole.kind === 'incremental' ? shownWindow(hole.name) : holeText(hole)}}`;
  return {
    valueOf: named,
    textOf: named,
    segmentOf: named,
    urlOf: (path) => wireUrl(joinUrl(endpoint.baseUrl, path)),
  };
}

function shownWindow(name: string): string {
  return `incremental.${name === 'start_param' ? 'start_value' : name}`;
}

/** Braces are only readable as braces. */
function shownUrl(url: string): string {
  const readable = url.replaceAll('%7B', '{').replaceAll('%7D', '}').replaceAll(encodeURIComponent(masked), '***');
  return redactUrl(readable);
}
