import type { ApiRequest, Interceptor, Send } from '../../../http/http.ts';
import { retrying } from '../../../http/interceptors/retry.ts';
import { boundCredentials } from '../../../http/origin.ts';
import { wireSend } from '../../../http/wire-send.ts';
import type { RunContext } from '../../source.ts';
import { readAnswer } from '../answers/read-answer.ts';
import { actingOn } from '../answers/response-actions.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';

/** How an endpoint's requests leave: retried until the answer is whole, with credentials for one origin only. */
export function clientOf(endpoint: EndpointPlan, { runtime, emit }: RunContext): Send {
  const { mask, allowedHosts, resource } = endpoint;
  const retry = retrying({
    runtime,
    mask,
    credentialPlace: endpoint.credentialPlace,
    accepts: ({ ignored, status }) => ignored !== undefined || status < 400,
    check: (response) => {
      if (response.ignored === undefined) readAnswer(response, resource, mask);
    },
    onRetry: (told) => emit({ kind: 'request-retried', resource, ...told }),
  });
  const act = actingOn(endpoint.actions, resource);
  const bound = boundCredentials(endpoint.origin, endpoint.auth?.interceptor ?? withoutAuth, allowedHosts, mask);
  return retry(act(bound(wireSend(runtime, { allowedHosts, mask }))));
}

/** The request with every credential as a mask; for plans. */
export function shownRequest(endpoint: EndpointPlan, request: ApiRequest): ApiRequest {
  return endpoint.auth?.show(request) ?? request;
}

const withoutAuth: Interceptor = (next) => next;
