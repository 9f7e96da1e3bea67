import type { TokenStore } from '../src/config/token-store.ts';
import { Redactor } from '../src/config/redactor.ts';
import type { Problem } from '../src/config/problem.ts';
import { Secret } from '../src/config/secret.ts';
import type { PipelineEvent } from '../src/core/event.ts';
import type { ApiRequest, Send } from '../src/http/http.ts';
import { retrying } from '../src/http/interceptors/retry.ts';
import { wireSend } from '../src/http/wire-send.ts';
import { nodeRuntime } from '../src/runtime/node-runtime.ts';
import { buildAuth, readAuth } from '../src/sources/rest-api/auth/index.ts';
import type { Auth } from '../src/sources/rest-api/auth/auth.ts';
import type { AuthConfig } from '../src/sources/rest-api/auth/vocabulary.ts';
import type { Place } from '../src/sources/rest-api/reading/reading.ts';
import { FakeClock } from './loopback.ts';
import { tokenStore } from './recording-api.ts';

/** An auth as one attempt of a run opens it, with waits that take no time. */
export interface AuthDesk {
  readonly auth: Auth;
  readonly clock: FakeClock;
  readonly redactor: Redactor;
  readonly tokens: TokenStore;
  readonly events: readonly PipelineEvent[];
  /** Opens it, as an attempt does. */
  open(): Send;
}

export interface DeskOptions {
  readonly tokens?: TokenStore;
  /** What is found where secrets are kept. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Where a configuration is read in a test, with the mistakes that were noted. */
export function readingPlace(
  secrets: Readonly<Record<string, string>> = {},
  redactor: Redactor = new Redactor(),
): Place {
  const problems: Problem[] = [];
  return {
    path: 'client.auth',
    problems,
    secrets: {
      find: (name) => (Object.hasOwn(secrets, name) ? new Secret(secrets[name] ?? '') : undefined),
      remember: (secret) => redactor.remember(secret),
      hint: (name) => `Set ${name.toUpperCase()}`,
    },
  };
}

/** @throws a text with the mistakes of the configuration */
export function authDesk(config: AuthConfig, baseUrl: string, options: DeskOptions = {}): AuthDesk {
  const redactor = new Redactor();
  const place = readingPlace(options.secrets, redactor);
  const read = readAuth(config, place);
  if (read === undefined || place.problems.length > 0) throw new Error(JSON.stringify(place.problems));
  const auth = buildAuth(read, { base_url: baseUrl });
  const clock = new FakeClock();
  const runtime = { ...nodeRuntime(), clock };
  const tokens = options.tokens ?? tokenStore();
  const events: PipelineEvent[] = [];
  const { mask } = redactor;
  const open = (): Send => {
    const send = retrying({ runtime, mask })(wireSend(runtime, { mask }));
    const remember = (secret: Secret): Secret => redactor.remember(secret);
    const interceptor = auth.open({ runtime, tokens, send, remember, emit: (event) => events.push(event) });
    return retrying({ runtime, mask })(interceptor(wireSend(runtime, { mask })));
  };
  return { auth, clock, redactor, tokens, events, open };
}

/** A request without anything special about it. */
export function plainGet(url: string): ApiRequest {
  return { method: 'GET', url, params: [], headers: {} };
}
