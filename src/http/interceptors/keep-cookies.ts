import type { Clock } from '../../core/runtime.ts';
import { CookieJar, withCookies } from '../cookies.ts';
import type { Interceptor } from '../http.ts';

/**
 * Sends back the cookies that earlier answers set, as long as this interceptor lives, to this origin only. One for each
 * resource is what dlt does (section 8.6 of the REST reference). Nothing is kept between runs.
 */
export function keepingCookies(origin: string, clock: Pick<Clock, 'now'>): Interceptor {
  const jar = new CookieJar(origin);
  return (next) => async (request, signal) => {
    const response = await next(withCookies(request, jar.toSend(request.url, clock.now())), signal);
    jar.take(response, clock.now());
    return response;
  };
}
