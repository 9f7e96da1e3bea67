import type { Secret } from '../../config/secret.ts';
import type { AuthConfig } from '../../sources/rest-api/auth/vocabulary.ts';
import type { RestApiConfig } from '../../sources/rest-api/vocabulary.ts';
import { lightdashResources, type LightdashWishes } from './resources.ts';

/** Who asks: a token, or somebody who logs in. */
export type LightdashAccess =
  | {
      /** A personal access token (`ldpat_…`), or one of a service account (`ldsvc_…`). */
      readonly token: string | Secret;
      /** What goes before the token. @default Bearer for a token of a service account, otherwise ApiKey */
      readonly scheme?: 'ApiKey' | 'Bearer' | 'none' | undefined;
    }
  | { readonly email: string; readonly password: string | Secret };

/** What an address may end with without meaning another server. */
export const lightdashApiPath: RegExp = /\/api(?:\/v\d+)?$/;

/**
 * What Lightdash serves, as it really answers: each list whole, but for a few that have pages; single objects as one
 * row. Nothing can be asked for by its time of change, so each run reads everything.
 * @param root where `api/v1` and `api/v2` are
 */
export function lightdashConfig(root: string, access: LightdashAccess, wishes: LightdashWishes = {}): RestApiConfig {
  return {
    client: { base_url: root, auth: authOf(access), paginator: 'single_page' },
    resource_defaults: {
      primary_key: 'uuid',
      write_disposition: 'merge',
      max_table_nesting: 1,
      // Gone since it was listed, in a private space, or not in this version: that one is left out.
      endpoint: {
        data_selector: 'results',
        paginator: 'single_page',
        response_actions: [
          { status_code: 403, action: 'ignore' },
          { status_code: 404, action: 'ignore' },
        ],
      },
    },
    resources: lightdashResources(wishes),
  };
}

function authOf(access: LightdashAccess): AuthConfig {
  if ('token' in access) {
    const { token, scheme = schemeOf(token) } = access;
    const format = scheme === 'none' ? '{token}' : `${scheme} {token}`;
    return { type: 'api_key', name: 'Authorization', location: 'header', api_key: token, format };
  }
  const { email, password } = access;
  return { type: 'session', cookie: 'connect.sid', login: { path: 'api/v1/login', json: { email, password } } };
}

function schemeOf(token: string | Secret): 'ApiKey' | 'Bearer' {
  const text = typeof token === 'string' ? token : token.reveal();
  return text.startsWith('ldsvc_') ? 'Bearer' : 'ApiKey';
}
