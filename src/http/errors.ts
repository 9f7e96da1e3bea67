import { SluiceError } from '../core/error.ts';

/** What every error of asking an API says: `GET https://…`, redacted. */
export type Asked = string;

export function urlInvalid(url: string, why: string): SluiceError {
  return new SluiceError(`Cannot ask ${url}: ${why}`, {
    code: 'config_invalid',
    phase: 'extract',
    hint: 'Set client.base_url to an https URL without credentials, and put those into client.auth',
  });
}

export function headerInvalid(name: string): SluiceError {
  return new SluiceError(`Cannot send the header ${name}: its value has characters that no header may have`, {
    code: 'config_invalid',
    phase: 'extract',
    hint: 'Remove line breaks and other control characters from the value',
  });
}

export function bodyTooDeep(deepest: number): SluiceError {
  return new SluiceError(`Cannot send the JSON body: it is nested deeper than ${deepest} levels`, {
    code: 'json_too_deep',
    phase: 'extract',
    hint: 'Make the json of the endpoint flatter',
  });
}

export function foreignOrigin(url: string, origin: string, host: string): SluiceError {
  return new SluiceError(`Cannot ask ${url}: it is not on ${origin}, and credentials go nowhere else`, {
    code: 'http_foreign_origin',
    phase: 'extract',
    hint: `Set client.base_url to that origin, or list "${host}" in client.allowed_hosts to ask it without credentials`,
    details: { url, origin, host },
  });
}

/** A redirect to another origin, which the credentials must not follow (S2, row 13 of the vendors' list). */
export function baseUrlMoved(asked: Asked, target: string, { origin, host }: URL): SluiceError {
  return new SluiceError(`Cannot ${asked}: the base URL has moved, it redirects to ${target}`, {
    code: 'http_foreign_origin',
    phase: 'extract',
    hint: `Set client.base_url to ${origin} if you trust it with your credentials, or list "${host}" in client.allowed_hosts to follow without them`,
    details: { target, origin, host },
  });
}

export function tooManyRedirects(asked: Asked, most: number): SluiceError {
  return new SluiceError(`Cannot ${asked}: it was redirected more than ${most} times`, {
    code: 'http_redirect',
    phase: 'extract',
    hint: 'Open the URL in a browser, and set client.base_url or the path to where it ends',
  });
}

export function redirectRefused(asked: Asked, target: string, why: string): SluiceError {
  return new SluiceError(`Cannot ${asked}: it redirects to ${target}, ${why}`, {
    code: 'http_redirect',
    phase: 'extract',
    hint: 'Set client.base_url to where the API really is',
    details: { target },
  });
}

export interface NetworkTrouble {
  /** One clause: `connection refused`. */
  readonly why: string;
  /** For machines: `ECONNREFUSED`. */
  readonly networkCode?: string | undefined;
  readonly hint: string;
  readonly retryable: boolean;
  /** True when the request cannot have arrived. */
  readonly unsent?: boolean | undefined;
  /** True when an idle connection was closed by the other side: the next one will do. */
  readonly reset?: boolean | undefined;
}

export function unreachable(origin: string, trouble: NetworkTrouble): SluiceError {
  return new SluiceError(`Cannot reach ${origin}: ${trouble.why}`, {
    code: 'http_unreachable',
    phase: 'extract',
    hint: trouble.hint,
    retryable: trouble.retryable,
    details: {
      origin,
      networkCode: trouble.networkCode,
      unsent: trouble.unsent ?? false,
      reset: trouble.reset ?? false,
    },
  });
}

export function bodyCut(asked: Asked, why: string): SluiceError {
  return new SluiceError(`Cannot ${asked}: ${why}`, {
    code: 'http_unreachable',
    phase: 'extract',
    hint: 'Run again; if it stays, ask for smaller pages',
    retryable: true,
  });
}

export function timedOut(asked: Asked, what: string, limitMs: number): SluiceError {
  return new SluiceError(`Cannot ${asked}: ${what} within ${limitMs / 1000} s`, {
    code: 'http_timeout',
    phase: 'extract',
    hint: 'Run again; if it stays, ask for smaller pages or raise the time limit',
    retryable: true,
    details: { limitMs },
  });
}

export function bodyTooLarge(asked: Asked, limit: string): SluiceError {
  return new SluiceError(`Cannot ${asked}: the answer is larger than ${limit}`, {
    code: 'http_body_limit',
    phase: 'extract',
    hint: 'Ask for smaller pages',
  });
}

export function encodingRefused(asked: Asked, why: string): SluiceError {
  return new SluiceError(`Cannot ${asked}: ${why}`, {
    code: 'http_encoding',
    phase: 'extract',
    hint: 'Set the header Accept-Encoding to identity in client.headers',
  });
}

export interface StatusFacts {
  readonly status: number;
  readonly attempts: number;
  /** What the server said, cut, escaped and masked; empty for nothing. */
  readonly excerpt: string;
  readonly retryable: boolean;
  /** Where the credential comes from, for the hint: `SOURCES__SVIX__TOKEN`. */
  readonly credentialPlace?: string | undefined;
}

export function statusRefused(asked: Asked, facts: StatusFacts): SluiceError {
  return new SluiceError(`Cannot ${asked}: ${answered(facts)}`, {
    code: 'http_status',
    phase: 'extract',
    hint: statusHint(facts.status),
    retryable: facts.retryable,
    details: { status: facts.status, attempts: facts.attempts },
  });
}

/** The same failure, and why it is not tried again: retries are a tenth of the requests of the last minute (F2.8). */
export function retriesUsedUp(failure: SluiceError): SluiceError {
  const why = 'it is not tried again, because too many requests of the last minute were retries';
  return new SluiceError(`${failure.message}; ${why}`, {
    code: failure.code,
    phase: failure.phase,
    hint: 'Run again when the API is well: it goes on where it stopped',
    retryable: failure.retryable,
    details: { ...failure.details, retriesUsedUp: true },
    cause: failure.cause,
  });
}

export function unauthorized(asked: Asked, facts: StatusFacts): SluiceError {
  const place = facts.credentialPlace ?? 'client.auth';
  return new SluiceError(`Cannot ${asked}: ${answered(facts)}`, {
    code: 'http_unauthorized',
    phase: 'extract',
    hint: `Check the credential in ${place}: that it is complete, not expired, and may read this`,
    details: { status: facts.status },
  });
}

function answered(facts: StatusFacts): string {
  const attempts = facts.attempts === 1 ? '' : `, ${facts.attempts} times`;
  const excerpt = facts.excerpt === '' ? '' : `; the server said: ${facts.excerpt}`;
  return `the answer has status ${facts.status}${attempts}${excerpt}`;
}

function statusHint(status: number): string {
  if (status === 404 || status === 410) return 'Check client.base_url and the path of the endpoint';
  if (status === 429) return 'Wait, and run again: it goes on where it stopped';
  if (status >= 500) return 'Run again later: it goes on where it stopped';
  return 'Compare path, params and body of the endpoint with the documentation of the API';
}
