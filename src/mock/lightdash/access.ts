import type { MockRequest, MockResponse } from '../mock-api.ts';
import { ok, unauthorized } from './answers.ts';

export interface Doors {
  /** Sent as `ApiKey …`; one that begins with `ldsvc_` as `Bearer …`. */
  readonly token: string;
  readonly email: string;
  readonly password: string;
  /** Requests after which a session has ended. */
  readonly sessionRequests: number;
}

/** Who is let in: a token, or a session that a login opened. */
export interface Access {
  readonly logins: number;
  login(request: MockRequest, user: unknown): MockResponse;
  /** How this request is let in. */
  of(request: MockRequest): 'token' | 'session' | 'nobody';
  /** Whoever is logged in has to log in again. */
  endSessions(): void;
}

const cookieName = 'connect.sid';

export function accessBy(doors: Doors): Access {
  const requestsLeft = new Map<string, number>();
  const scheme = doors.token.startsWith('ldsvc_') ? 'Bearer' : 'ApiKey';
  let logins = 0;
  return {
    get logins() {
      return logins;
    },
    login({ body }, user) {
      const { email, password } = read(body);
      if (email !== doors.email || password !== doors.password) return unauthorized();
      logins += 1;
      const session = `s%3Alocal0mock0session0${logins}`;
      requestsLeft.set(session, doors.sessionRequests);
      return ok(user, { 'set-cookie': `${cookieName}=${session}; Path=/; HttpOnly` });
    },
    of({ headers }) {
      if (headers['authorization'] === `${scheme} ${doors.token}`) return 'token';
      const session = new RegExp(`(?:^|; *)${cookieName}=([^;]*)`).exec(headers['cookie'] ?? '')?.[1] ?? '';
      const left = requestsLeft.get(session) ?? 0;
      requestsLeft.set(session, left - 1);
      return left > 0 ? 'session' : 'nobody';
    },
    endSessions: () => requestsLeft.clear(),
  };
}

function read(body: string): { readonly email?: unknown; readonly password?: unknown } {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
