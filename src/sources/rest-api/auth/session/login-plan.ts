import { compileJsonPath, type JsonPath } from '../../../../core/json-path.ts';
import { Secret } from '../../../../config/secret.ts';
import type { Value } from '../../../../core/value.ts';
import type { ApiRequest, QueryParam } from '../../../../http/http.ts';
import { joinUrl } from '../../requests/urls.ts';
import type { AuthClient } from '../auth.ts';
import type { CredentialPlace } from '../credential-place.ts';
import type { CsrfConfig, LoginConfig, LoginText, LoginValue, SessionConfig } from '../vocabulary.ts';

/** How a session is opened, and what its requests carry. */
export interface LoginPlan {
  readonly url: string;
  /** Spelled when it is sent: until then the secrets are wrapped. */
  readonly request: () => ApiRequest;
  /** That a login must set. */
  readonly cookies: readonly string[];
  readonly tokenPath?: JsonPath | undefined;
  /** Of the token. */
  readonly header: CredentialPlace;
  readonly format: string;
  readonly csrf?: CsrfPlan | undefined;
}

/** Where the token against forged requests is found, and where it goes. */
export interface CsrfPlan {
  readonly url: string;
  readonly cookie?: string | undefined;
  readonly path?: JsonPath | undefined;
  readonly header: CredentialPlace;
}

/** @param config as it was read */
export function loginPlan(config: SessionConfig, client: AuthClient): LoginPlan {
  const { login, token_path, csrf } = config;
  const url = login.url ?? joinUrl(client.base_url, login.path ?? '');
  return {
    url,
    request: () => loginRequest(login, url),
    cookies: [config.cookie ?? []].flat(),
    tokenPath: typeof token_path === 'string' ? compileJsonPath(token_path) : undefined,
    header: { location: 'header', name: config.header ?? 'Authorization' },
    format: config.format ?? 'Bearer {token}',
    csrf: csrf ? csrfPlan(csrf, url, client) : undefined,
  };
}

function csrfPlan(csrf: CsrfConfig, loginUrl: string, client: AuthClient): CsrfPlan {
  return {
    url: csrf.path === undefined ? loginUrl : joinUrl(client.base_url, csrf.path),
    cookie: csrf.cookie ?? undefined,
    path: typeof csrf.token_path === 'string' ? compileJsonPath(csrf.token_path) : undefined,
    header: { location: 'header', name: csrf.header },
  };
}

function loginRequest({ method, params, headers, json, data }: LoginConfig, url: string): ApiRequest {
  const texts = Object.entries(headers ?? {}).map(([name, value]) => [name, textOf(value)]);
  return {
    method: method ?? 'POST',
    url,
    params: pairsOf(params),
    headers: { Accept: 'application/json, */*', ...Object.fromEntries(texts) },
    json: json ? revealed(json) : undefined,
    data: data ? pairsOf(data) : undefined,
  };
}

function pairsOf(values: Readonly<Record<string, LoginText>> | null | undefined): readonly QueryParam[] {
  return Object.entries(values ?? {}).map(([name, value]) => [name, textOf(value)]);
}

function textOf(value: LoginText): string {
  return value instanceof Secret ? value.reveal() : String(value ?? '');
}

function revealed(value: LoginValue): Value {
  if (value instanceof Secret) return value.reveal();
  if (typeof value !== 'object' || value === null) return value;
  // A list of the vocabulary is read-only, which the check for lists does not see through.
  if (Array.isArray(value)) return (value as readonly LoginValue[]).map(revealed);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, revealed(member)]));
}
