/** The words of `auth`: how requests prove who asks. @see section 5 of the REST reference */
import type { Secret } from '../../../config/secret.ts';
import type { CustomAuth } from './auth.ts';

/** A name alone looks all its secrets up. */
export type AuthConfig = AuthObject | AuthObject['type'] | BearerAlias | CustomAuth;
/** Every auth, by its type. */
export type AuthObject =
  BearerConfig | ApiKeyConfig | HttpBasicConfig | ClientCredentialsConfig | RefreshTokenConfig | SessionConfig;
/** Without a `type` an auth is `bearer`. */
export type BearerAlias = Omit<BearerConfig, 'type'>;

/** `Authorization: Bearer <token>`. */
export interface BearerConfig {
  readonly type: 'bearer';
  readonly token?: SecretText;
  /** Not in dlt: what is sent, with one placeholder for the token. @default Bearer {token} */
  readonly format?: string | null | undefined;
}

/** A key in a header, the query or a cookie. */
export interface ApiKeyConfig {
  readonly type: 'api_key';
  readonly api_key?: SecretText;
  /** Of the header, query parameter or cookie. @default Authorization */
  readonly name?: string | undefined;
  /** `param` is `query`. @default header */
  readonly location?: 'header' | 'query' | 'param' | 'cookie' | undefined;
  /** Not in dlt: what is sent, with one placeholder for the key: `Token {api_key}`. */
  readonly format?: string | null | undefined;
}

/** `Authorization: Basic` of name and password. */
export interface HttpBasicConfig {
  readonly type: 'http_basic';
  readonly username?: SecretText;
  readonly password?: SecretText;
}

/** OAuth 2.0 for machines: a token for the client itself (RFC 6749, section 4.4; section 5.5 of the REST reference). */
export interface ClientCredentialsConfig {
  readonly type: 'oauth2_client_credentials';
  readonly access_token_url?: SecretText;
  readonly client_id?: SecretText;
  readonly client_secret?: SecretText;
  /** To begin with, until it is refused. */
  readonly access_token?: SecretText;
  /** Beside `client_id`, `client_secret` and `grant_type`, and instead of them; null leaves one out. */
  readonly access_token_request_data?: Readonly<Record<string, FormText>> | null | undefined;
  /** Seconds, where the answer does not say how long the token lives. @default 3600 */
  readonly default_token_expiration?: number | undefined;
}

/** Not in dlt: OAuth 2.0 for a user who logged in once (RFC 6749, section 6). The newest refresh token is kept. */
export interface RefreshTokenConfig {
  readonly type: 'oauth2_refresh_token';
  readonly token_url?: SecretText;
  readonly client_id?: SecretText;
  readonly client_secret?: SecretText;
  /** Another one than before means that the user logged in again: it goes before what is kept. */
  readonly refresh_token?: SecretText;
  /** To begin with, until it is refused. */
  readonly access_token?: SecretText;
  readonly scope?: string | null | undefined;
  /** @default form */
  readonly request_format?: 'form' | 'json' | undefined;
  /** Where the client's own credentials go: into the body, or into a header. @default body */
  readonly client_auth?: 'body' | 'basic' | undefined;
  /** Seconds, where the answer does not say how long the token lives. @default 3600 */
  readonly default_token_expiration?: number | undefined;
}

/** Not in dlt: a login whose cookies, or whose token, later requests carry. An ended session logs in again, once. */
export interface SessionConfig {
  readonly type: 'session';
  readonly login: LoginConfig;
  /** Cookies that a login must set. @default any one, unless there is a `token_path` */
  readonly cookie?: string | readonly string[] | null | undefined;
  /** JSONPath of a token in the answer to the login, sent beside the cookies. */
  readonly token_path?: string | null | undefined;
  /** Of the token. @default Authorization */
  readonly header?: string | undefined;
  /** What is sent as the token, with one placeholder for it. @default Bearer {token} */
  readonly format?: string | null | undefined;
  readonly csrf?: CsrfConfig | null | undefined;
}

/** The request that logs in. A null among its values is looked up among the secrets, by its name. */
export interface LoginConfig {
  /** Joined with `client.base_url`. One of `path` and `url`. */
  readonly path?: string | undefined;
  readonly url?: string | undefined;
  /** @default POST */
  readonly method?: 'GET' | 'POST' | 'PUT' | undefined;
  readonly params?: Readonly<Record<string, LoginText>> | null | undefined;
  readonly headers?: Readonly<Record<string, LoginText>> | null | undefined;
  readonly json?: LoginObject | null | undefined;
  /** Sent as a form. */
  readonly data?: Readonly<Record<string, LoginText>> | null | undefined;
}

/** A token that a page hands out, and that the login and every request that is no GET must bring along. */
export interface CsrfConfig {
  /** The page, asked before the login. @default the path of the login */
  readonly path?: string | undefined;
  /** Cookie that has the token. One of `cookie` and `token_path`. */
  readonly cookie?: string | null | undefined;
  /** JSONPath of the token in the page. */
  readonly token_path?: string | null | undefined;
  /** Header that brings it along. */
  readonly header: string;
}

/** Absent or null: looked up among the secrets. */
export type SecretText = string | Secret | null | undefined;
/** A value in a form. */
export type FormText = string | number | boolean | Secret | null;
/** A value in a login. */
export type LoginText = FormText;
/** JSON with secrets in it. */
export type LoginValue = LoginText | readonly LoginValue[] | LoginObject;
export type LoginObject = { readonly [key: string]: LoginValue };
