/**
 * How requests prove who asks. An auth is opened once for each attempt of a run, and is an interceptor then: it puts the
 * credential on when a request leaves, and nothing else ever holds it, so that requests can be shown, stored and
 * compared. Which origin may see it is not decided here; the client binds it to its own.
 */
import type { TokenStore } from '../../../config/token-store.ts';
import type { Secret } from '../../../config/secret.ts';
import type { Emit } from '../../../core/event.ts';
import type { Runtime } from '../../../core/runtime.ts';
import type { ApiRequest, Interceptor, Send } from '../../../http/http.ts';
import type { Read } from '../reading/reading.ts';

/** Puts a credential on, and shows where. */
export interface Auth {
  /** Made once for each attempt of a run, and shared by all resources that name the same auth. */
  open(parts: AuthParts): Interceptor;
  /** The request with the credential's place filled by a mask; for plans. */
  show(request: ApiRequest): ApiRequest;
}

/** What an auth works with. */
export interface AuthParts {
  readonly runtime: Runtime;
  /** Survives the process. */
  readonly tokens: TokenStore;
  /** For logins and tokens: retried, without credentials; an answer with an error status is an error. */
  readonly send: Send;
  /** Masked in whatever is shown, from here on; gives it back. */
  readonly remember: (secret: Secret) => Secret;
  readonly emit: Emit;
}

/** One `type` of the vocabulary: how its keys are read, and what is made of them. */
export interface AuthKind<Config> {
  readonly read: Read<Config>;
  build(config: Config, client: AuthClient): Auth;
}

/** The client that an auth belongs to. */
export interface AuthClient {
  readonly base_url: string;
}

/** An auth in code, wherever a configuration may stand: one of `open` and `interceptor`. */
export type CustomAuth =
  | { open(parts: AuthParts): Interceptor; show?(request: ApiRequest): ApiRequest }
  | { readonly interceptor: Interceptor; show?(request: ApiRequest): ApiRequest };
