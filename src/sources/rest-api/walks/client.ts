import type { ApiRequest, Interceptor, Send } from '../../../http/http.ts';
import { keepingCookies } from '../../../http/interceptors/keep-cookies.ts';
import { retrying, type RetryOptions } from '../../../http/interceptors/retry.ts';
import { boundCredentials } from '../../../http/origin.ts';
import { wireSend } from '../../../http/wire-send.ts';
import { perRun, type RunContext } from '../../source.ts';
import { readAnswer } from '../answers/read-answer.ts';
import { actingOn } from '../answers/response-actions.ts';
import type { Auth, AuthParts } from '../auth/auth.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';

/** How an endpoint's requests leave: retried until the answer is whole, with credentials for one origin only. */
export function clientOf(endpoint: EndpointPlan, run: RunContext): Send {
  const { runtime, emit } = run;
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
  const [cookies, auth] = [cookiesOf(endpoint, run), openedAuth(endpoint, run)];
  const bound = boundCredentials(endpoint.origin, (next) => cookies(auth(next)), allowedHosts, mask);
  return retry(act(bound(wireSend(runtime, { allowedHosts, mask }))));
}

const openedAuths = perRun(() => new Map<Auth, Interceptor>());
const keptCookies = perRun(() => new Map<EndpointPlan, Interceptor>());

/** Opened once for all resources that share it. */
function openedAuth(endpoint: EndpointPlan, run: RunContext): Interceptor {
  const { auth } = endpoint;
  if (auth === undefined) return withoutAuth;
  const opened = openedAuths(run);
  const interceptor = opened.get(auth) ?? auth.open(authParts(endpoint, run));
  opened.set(auth, interceptor);
  return interceptor;
}

/** The walks of a resource share their cookies (8.6). */
function cookiesOf(endpoint: EndpointPlan, run: RunContext): Interceptor {
  const kept = keptCookies(run);
  const interceptor = kept.get(endpoint) ?? keepingCookies(endpoint.origin, run.runtime.clock);
  kept.set(endpoint, interceptor);
  return interceptor;
}

/** Logins are asked for like everything else, but without credentials, and no other host may see them. */
function authParts({ resource, mask, rememberSecret }: EndpointPlan, run: RunContext): AuthParts {
  const { runtime, tokens, emit } = run;
  const onRetry: RetryOptions['onRetry'] = (told) => emit({ kind: 'request-retried', resource, ...told });
  const send = retrying({ runtime, mask, onRetry })(wireSend(runtime, { mask }));
  return { runtime, tokens, send, remember: rememberSecret, emit };
}

/** The request with every credential as a mask; for plans. */
export function shownRequest(endpoint: EndpointPlan, request: ApiRequest): ApiRequest {
  return endpoint.auth?.show(request) ?? request;
}

const withoutAuth: Interceptor = (next) => next;
