import { isSluiceError } from '../../../../core/error.ts';
import type { ApiRequest, ApiResponse } from '../../../../http/http.ts';
import { parsedUrl } from '../../../../http/request-url.ts';
import type { LoginPlan } from './login-plan.ts';

/** True for a request that was redirected to where one logs in: what a web session says instead of a 401. */
export function leadsToLogin(plan: LoginPlan, response: ApiResponse, request: ApiRequest): boolean {
  return pathOf(response.url) !== pathOf(request.url) && looksLikeLogin(plan, response.url);
}

/** True for a redirect that was not followed because its login page is on another host. */
export function isLoginPage(plan: LoginPlan, error: unknown): boolean {
  if (!isSluiceError(error) || error.code !== 'http_foreign_origin') return false;
  return looksLikeLogin(plan, String(error.details['target']));
}

function looksLikeLogin(plan: LoginPlan, url: string): boolean {
  const path = pathOf(url) ?? '';
  return path === pathOf(plan.url) || path.split('/').some((segment) => loginSegment.test(segment));
}

/** `login`, `log_in.php`, `sign-in`, `sso`. */
const loginSegment = /^(?:log[-_]?in|sign[-_]?in|sso|saml2?|authorize)(?:\.\w+)?$/i;

function pathOf(url: string): string | undefined {
  return parsedUrl(url)?.pathname;
}
