import { parseJson } from '../../../../core/json.ts';
import type { JsonPath } from '../../../../core/json-path.ts';
import { Secret } from '../../../../config/secret.ts';
import { CookieJar, withCookies, type Cookie } from '../../../../http/cookies.ts';
import type { ApiRequest, ApiResponse } from '../../../../http/http.ts';
import type { AuthParts } from '../auth.ts';
import { withCredential } from '../credential-place.ts';
import { cookieMissing, loginRefused, tokenMissing } from '../errors.ts';
import { askForLogin, isRefusal } from '../login-request.ts';
import type { CsrfPlan, LoginPlan } from './login-plan.ts';

/** What a login brought. */
export interface Session {
  readonly jar: CookieJar;
  readonly token?: Secret | undefined;
  /** The token against forged requests, empty where there is none: servers change it as they like. */
  readonly csrf: (nowMs: number) => string;
}

/** @throws `http_unauthorized` for a login that says no, `token_missing` for one that brings nothing */
export async function logIn(plan: LoginPlan, parts: AuthParts, signal: AbortSignal): Promise<Session> {
  const desk: LoginDesk = { parts, jar: new CookieJar(plan.url), signal };
  try {
    const csrf = plan.csrf === undefined ? () => '' : await csrfToken(plan.csrf, desk);
    const request = plan.request();
    const response = await ask(desk, csrfOn(plan, request, csrf(parts.runtime.clock.now())));
    checkCookies(plan, desk);
    const token = plan.tokenPath === undefined ? undefined : tokenAt(plan.tokenPath, plan.url, response);
    return { jar: desk.jar, token: token && parts.remember(token), csrf };
  } catch (error) {
    throw isRefusal(error) ? loginRefused(error) : error;
  }
}

/** What the requests of one login have in common. */
interface LoginDesk {
  readonly parts: AuthParts;
  readonly jar: CookieJar;
  readonly signal: AbortSignal;
}

async function ask({ parts, jar, signal }: LoginDesk, request: ApiRequest): Promise<ApiResponse> {
  const { clock } = parts.runtime;
  const response = await askForLogin(parts, withCookies(request, jar.toSend(request.url, clock.now())), signal);
  for (const cookie of jar.take(response, clock.now())) if (isTelling(cookie)) parts.remember(new Secret(cookie.value));
  return response;
}

/** Short values, such as languages and flags, are in every text. */
function isTelling({ value }: Cookie): boolean {
  return value.length >= 8;
}

function csrfOn(plan: LoginPlan, request: ApiRequest, value: string): ApiRequest {
  return plan.csrf === undefined ? request : withCredential(request, plan.csrf.header, value);
}

async function csrfToken(csrf: CsrfPlan, desk: LoginDesk): Promise<Session['csrf']> {
  const page = await ask(desk, { method: 'GET', url: csrf.url, params: [], headers: { Accept: '*/*' } });
  if (csrf.path !== undefined) {
    const token = desk.parts.remember(tokenAt(csrf.path, csrf.url, page));
    return () => token.reveal();
  }
  const cookie = csrf.cookie ?? '';
  if (desk.jar.find(cookie, desk.parts.runtime.clock.now()) === undefined) throw cookieMissing(csrf.url, [cookie]);
  return (nowMs) => decoded(desk.jar.find(cookie, nowMs)?.value ?? '');
}

/** As scripts in a page read it. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function checkCookies(plan: LoginPlan, { parts, jar }: LoginDesk): void {
  const nowMs = parts.runtime.clock.now();
  const missing = plan.cookies.filter((name) => jar.find(name, nowMs) === undefined);
  const isEmpty = plan.tokenPath === undefined && jar.isEmpty;
  if (missing.length > 0 || isEmpty) throw cookieMissing(plan.url, missing);
}

function tokenAt(path: JsonPath, url: string, { body }: ApiResponse): Secret {
  const token = valueAt(path, body);
  if (typeof token === 'string' && token !== '') return new Secret(token);
  throw tokenMissing(url, path.text, { what: token === undefined ? 'nothing is there' : 'there is no text' });
}

/** Of an answer that may hold secrets, so that nothing of it is told. */
function valueAt(path: JsonPath, body: Uint8Array): unknown {
  try {
    return path.find(parseJson(body))[0];
  } catch {
    return undefined;
  }
}
