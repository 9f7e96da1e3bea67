import { masked } from '../../../../config/secret.ts';
import { withCookies } from '../../../../http/cookies.ts';
import type { ApiRequest, Interceptor } from '../../../../http/http.ts';
import { refreshOnce, renewable } from '../../../../http/interceptors/refresh-once.ts';
import type { AuthKind, AuthParts } from '../auth.ts';
import { withCredential } from '../credential-place.ts';
import { sessionRefused } from '../errors.ts';
import { formatted } from '../format.ts';
import type { SessionConfig } from '../vocabulary.ts';
import { isLoginPage, leadsToLogin } from './login-page.ts';
import { logIn, type Session } from './log-in.ts';
import { loginPlan, type LoginPlan } from './login-plan.ts';
import { readSession } from './read-session.ts';

/**
 * A login, and requests that carry its cookies or its token. A session that has ended, by a 401 or by a way to the login
 * page, is opened anew once for all requests that met its end, and each of them goes again.
 */
export const session: AuthKind<SessionConfig> = {
  read: readSession,
  build(config, client) {
    const plan = loginPlan(config, client);
    return { open: (parts) => withSessions(plan, parts), show: (request) => shown(plan, request) };
  },
};

function withSessions(plan: LoginPlan, parts: AuthParts): Interceptor {
  const { clock } = parts.runtime;
  const refreshing = refreshOnce({
    credential: renewable<Session>({
      obtain: (signal) => logIn(plan, parts, signal),
      isFresh: ({ jar }) => plan.cookies.every((name) => jar.find(name, clock.now()) !== undefined),
    }),
    put: (request, held) => withSession(plan, request, held, clock.now()),
    isRefused: (response, request) => response.status === 401 || leadsToLogin(plan, response, request),
    isRefusal: (error) => isLoginPage(plan, error),
    // A session that rolls on sets its cookies anew.
    onAccepted: (response, { jar }) => jar.take(response, clock.now()),
  });
  return (next) => {
    const send = refreshing(next);
    return async (request, signal) => {
      const response = await send(request, signal);
      if (leadsToLogin(plan, response, request)) throw sessionRefused(request.url);
      return response;
    };
  };
}

function withSession(plan: LoginPlan, request: ApiRequest, { jar, token, csrf }: Session, nowMs: number): ApiRequest {
  const withJar = withCookies(request, jar.toSend(request.url, nowMs));
  const withToken =
    token === undefined ? withJar : withCredential(withJar, plan.header, formatted(plan.format, token.reveal()));
  if (request.method === 'GET' || plan.csrf === undefined) return withToken;
  return withCredential(withToken, plan.csrf.header, csrf(nowMs));
}

function shown(plan: LoginPlan, request: ApiRequest): ApiRequest {
  const cookies = plan.cookies.map((name) => ({ name, value: masked }));
  const withJar = withCookies(request, cookies);
  return plan.tokenPath === undefined ? withJar : withCredential(withJar, plan.header, formatted(plan.format, masked));
}
