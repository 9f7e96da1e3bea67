import type { ApiRequest, Send } from '../../../http/http.ts';
import { retrying } from '../../../http/interceptors/retry.ts';
import { boundCredentials } from '../../../http/origin.ts';
import { wireSend } from '../../../http/wire-send.ts';
import type { RunContext } from '../../source.ts';
import { readAnswer } from '../answers/read-answer.ts';
import { actingOn } from '../answers/response-actions.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';
import { budgetsOf, cookiesOf, openedAuth } from './connections.ts';

/**
 * How an endpoint's requests leave: retried until the answer is whole, with credentials for one origin only, and no
 * faster than the API allows.
 */
export function clientOf(endpoint: EndpointPlan, run: RunContext): Send {
  const { runtime, emit } = run;
  const { mask, allowedHosts, resource, manners, origin } = endpoint;
  const budgets = budgetsOf(endpoint, run);
  const credential = endpoint.auth ?? 'none';
  const retry = retrying({
    runtime,
    mask,
    policy: manners.retry,
    traffic: budgets.of(origin, credential),
    credentialPlace: endpoint.credentialPlace,
    accepts: ({ ignored, status }) => ignored !== undefined || status < 400,
    check: (response) => {
      if (response.ignored === undefined) readAnswer(response, resource, mask);
    },
    onRetry: (told) => emit({ kind: 'request-retried', resource, ...told }),
  });
  const act = actingOn(endpoint.actions, resource);
  const [cookies, auth] = [cookiesOf(endpoint, run), openedAuth(endpoint, run)];
  const bound = boundCredentials(origin, (next) => cookies(auth(next)), allowedHosts, mask);
  return retry(act(bound(budgets.interceptor(credential)(wireSend(runtime, { allowedHosts, mask })))));
}

/** The request with every credential as a mask; for plans. */
export function shownRequest(endpoint: EndpointPlan, request: ApiRequest): ApiRequest {
  return endpoint.auth?.show(request) ?? request;
}
