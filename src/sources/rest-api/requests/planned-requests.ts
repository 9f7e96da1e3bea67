import type { ApiRequest } from '../../../http/http.ts';
import { requestBody } from '../../../http/request-body.ts';
import { bodyText } from '../../../http/cassettes/shown-request.ts';
import { redactHeaders, redactUrl } from '../../../http/redact.ts';
import { requestUrl } from '../../../http/request-url.ts';
import { masked } from '../../../config/secret.ts';
import type { PlannedRequest, PlannedUnknown } from '../../source.ts';
import { shownRequest } from '../walks/client.ts';
import { fillRequest, type Filling } from './request-template.ts';
import type { EndpointPlan, RestPlan } from '../endpoint-plan.ts';
import { holeText, type Hole } from './templates.ts';
import { joinUrl, wireUrl } from './urls.ts';
import { walkEnd } from './walk-end.ts';

/** The first request of every endpoint, with placeholders where a row of the parent will be, and without secrets. */
export function plannedRequests(plan: RestPlan): readonly PlannedRequest[] {
  const endpoints = plan.members.flatMap((member) => (member.kind === 'endpoint' ? [member.endpoint] : []));
  return endpoints.map((endpoint) => {
    const { resource, parent, paginator, paging, mask } = endpoint;
    const plain = paginator.first(fillRequest(endpoint.request, names(endpoint)));
    const request = shownRequest(endpoint, plain);
    const shown = {
      method: request.method,
      url: URL.canParse(request.url) ? shownUrl(requestUrl(request).href) : request.url,
      headers: redactHeaders(request.headers, mask),
      body: shownBody(request, endpoint),
    };
    return {
      resource,
      parent,
      ...shown,
      paging: paginator.summary,
      end: walkEnd(paging),
      credentials: filledIn(plain, request),
      unknown: unknownIn(JSON.stringify(shown)),
    };
  });
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

function shownBody(request: ApiRequest, { mask }: EndpointPlan): string | undefined {
  const body = requestBody(request);
  return body === undefined ? undefined : bodyText(body.bytes, body.contentType ?? '', mask);
}

/** The headers and parameters that are there, or are others, once the credential is put on. */
function filledIn(plain: ApiRequest, request: ApiRequest): readonly string[] {
  const before = new Set([...Object.entries(plain.headers), ...plain.params].map((pair) => JSON.stringify(pair)));
  const after = [...Object.entries(request.headers), ...request.params];
  return [...new Set(after.filter((pair) => !before.has(JSON.stringify(pair))).map(([name]) => name))];
}

/** Placeholders are looked for in what is shown, so that none is left without a word. */
function unknownIn(shown: string): readonly PlannedUnknown[] {
  const found = shown.matchAll(/\{((resources)\.([^.{}"]+)\.([^{}"]+)|(incremental)\.[\w.]+)\}/g);
  const meanings = [...found].map(([placeholder, , kind, parent = '', field = '']): readonly [string, string] => [
    placeholder,
    kind === 'resources' ? fieldMeaning(field, parent) : incrementalMeaning(placeholder),
  ]);
  return [...new Map(meanings)].map(([placeholder, meaning]) => ({ placeholder, meaning }));
}

function fieldMeaning(field: string, parent: string): string {
  const [, name] = /^\$\.\.([^.[\]]+)$/.exec(field) ?? [];
  return name === undefined ? `${field} of each row of ${parent}` : `each ${name} anywhere in the rows of ${parent}`;
}

function incrementalMeaning(placeholder: string): string {
  if (placeholder.includes('initial_value')) return 'the initial value of the cursor';
  if (placeholder.includes('end_value')) return 'the end value of the cursor';
  return 'where the last run came to, or the initial value of the cursor';
}
