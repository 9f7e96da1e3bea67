import type { ApiRequest, ApiResponse, Interceptor, Send } from '../../../http/http.ts';
import { retrying } from '../../../http/interceptors/retry.ts';
import { boundCredentials } from '../../../http/origin.ts';
import { wireSend } from '../../../http/wire-send.ts';
import type { ExtractContext } from '../../source.ts';
import { readAnswer } from '../answers/read-answer.ts';
import { ignoredBecause } from '../answers/response-actions.ts';
import type { EndpointPlan } from '../rest-plan.ts';

/** How an endpoint's requests leave: retried until the answer is whole, with credentials for one origin only. */
export function clientOf(endpoint: EndpointPlan, context: ExtractContext): Send {
  const { mask, allowedHosts, resource } = endpoint;
  const isIgnored = (response: ApiResponse): boolean => ignoredBecause(endpoint.actions, response) !== undefined;
  const retry = retrying({
    runtime: context.runtime,
    mask,
    credentialPlace: endpoint.credentialPlace,
    accepts: (response) => response.status < 400 || isIgnored(response),
    check: (response) => {
      if (!isIgnored(response)) readAnswer(response, resource, mask);
    },
    onRetry: (told) => context.emit({ kind: 'request-retried', resource, ...told }),
  });
  const bound = boundCredentials(endpoint.origin, endpoint.auth?.interceptor ?? withoutAuth, allowedHosts, mask);
  return retry(bound(wireSend(context.runtime, { allowedHosts, mask })));
}

/** The request with every credential as a mask; for plans. */
export function shownRequest(endpoint: EndpointPlan, request: ApiRequest): ApiRequest {
  return endpoint.auth?.show(request) ?? request;
}

const withoutAuth: Interceptor = (next) => next;
