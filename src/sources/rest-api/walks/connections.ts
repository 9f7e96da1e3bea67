/**
 * What the walks of one attempt share: budgets, opened credentials and cookies. Each is made when it is first needed and
 * lives as long as the attempt.
 */
import type { Interceptor } from '../../../http/http.ts';
import { keepingCookies } from '../../../http/interceptors/keep-cookies.ts';
import { retrying, type RetryOptions } from '../../../http/interceptors/retry.ts';
import { openTrafficBook, type TrafficBook } from '../../../http/traffic/traffic-book.ts';
import { wireSend } from '../../../http/wire-send.ts';
import { perRun, type RunContext } from '../../source.ts';
import type { Auth } from '../auth/auth.ts';
import type { EndpointPlan, Manners } from '../endpoint-plan.ts';

interface Shared {
  readonly budgets: Map<Manners, TrafficBook>;
  readonly auths: Map<Auth, Interceptor>;
  readonly cookies: Map<EndpointPlan, Interceptor>;
}

const sharedOf: (run: RunContext) => Shared = perRun(() => ({
  budgets: new Map(),
  auths: new Map(),
  cookies: new Map(),
}));

/** One book of budgets for all resources of a client: each origin and credential has a budget of its own. */
export function budgetsOf({ manners }: EndpointPlan, run: RunContext): TrafficBook {
  return once(sharedOf(run).budgets, manners, () => openTrafficBook(run.runtime, manners.traffic));
}

/** Opened once for all resources that name the same auth. */
export function openedAuth(endpoint: EndpointPlan, run: RunContext): Interceptor {
  const { auth } = endpoint;
  if (auth === undefined) return (next) => next;
  return once(sharedOf(run).auths, auth, () => openAuth(auth, endpoint, run));
}

/** The walks of a resource share their cookies (8.6). */
export function cookiesOf(endpoint: EndpointPlan, run: RunContext): Interceptor {
  return once(sharedOf(run).cookies, endpoint.walkOf ?? endpoint, () =>
    keepingCookies(endpoint.origin, run.runtime.clock),
  );
}

/** Logins are asked for like everything else, but without credentials, and no other host may see them. */
function openAuth(auth: Auth, endpoint: EndpointPlan, run: RunContext): Interceptor {
  const { runtime, tokens, emit } = run;
  const { resource, mask, rememberSecret: remember, manners } = endpoint;
  const onRetry: RetryOptions['onRetry'] = (told) => emit({ kind: 'request-retried', resource, ...told });
  const budgets = budgetsOf(endpoint, run);
  const retry = retrying({ runtime, mask, onRetry, policy: manners.retry });
  const send = retry(budgets.interceptor(logins)(wireSend(runtime, { mask })));
  return auth.open({ runtime, tokens, send, remember, emit });
}

/** Requests for tokens wait for no budget that only tokens could make room in. */
const logins = 'logins';

function once<Key, T>(made: Map<Key, T>, key: Key, make: () => T): T {
  const known = made.get(key);
  if (known !== undefined) return known;
  const fresh = make();
  made.set(key, fresh);
  return fresh;
}
