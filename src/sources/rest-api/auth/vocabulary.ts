/** The words of `auth`: how requests prove who asks. @see section 5 of the REST reference */
import type { Secret } from '../../../config/secret.ts';

/** A name alone looks all its secrets up. */
export type AuthConfig = AuthObject | AuthObject['type'] | BearerAlias;
/** Every auth, by its type. */
export type AuthObject = BearerConfig | ApiKeyConfig | HttpBasicConfig;
/** Without a `type` an auth is `bearer`. */
export type BearerAlias = Omit<BearerConfig, 'type'>;

/** `Authorization: Bearer <token>`. */
export interface BearerConfig {
  readonly type: 'bearer';
  readonly token?: SecretText;
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

/** Absent or null: looked up among the secrets. */
export type SecretText = string | Secret | null | undefined;
