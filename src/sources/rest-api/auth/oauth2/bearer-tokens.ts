import { masked } from '../../../../config/secret.ts';
import { refreshOnce, renewable } from '../../../../http/interceptors/refresh-once.ts';
import type { Auth, AuthParts } from '../auth.ts';
import { withCredential, type CredentialPlace } from '../credential-place.ts';
import type { AccessToken } from './token-endpoint.ts';

/** Where tokens come from. */
export interface TokenOrigin {
  /** Used until it is refused. */
  readonly preset?: AccessToken | undefined;
  /** Made once for each attempt of a run. */
  readonly obtain: (parts: AuthParts) => (signal: AbortSignal) => Promise<AccessToken>;
}

/** `Authorization: Bearer` of tokens that end and are got anew: one for all requests, and another one after a 401. */
export function bearerTokens({ preset, obtain }: TokenOrigin): Auth {
  return {
    open(parts) {
      const { clock } = parts.runtime;
      const credential = renewable<AccessToken>({
        obtain: obtain(parts),
        isFresh: ({ endsAtMs }) => clock.monotonicMs() < endsAtMs,
        preset,
      });
      return refreshOnce({
        credential,
        put: (request, { secret }) => withCredential(request, header, `Bearer ${secret.reveal()}`),
      });
    },
    show: (request) => withCredential(request, header, `Bearer ${masked}`),
  };
}

const header: CredentialPlace = { location: 'header', name: 'Authorization' };
