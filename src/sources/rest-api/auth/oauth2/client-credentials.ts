import { Secret } from '../../../../config/secret.ts';
import { isSecretName } from '../../../../core/secret-names.ts';
import type { ApiRequest, QueryParam } from '../../../../http/http.ts';
import { mapOf, orNull, refuse, shape, wholeNumber, type Place } from '../../reading/reading.ts';
import type { Auth, AuthKind } from '../auth.ts';
import { bearerTokens } from './bearer-tokens.ts';
import { tokenRefused } from '../errors.ts';
import { isRefusal } from '../login-request.ts';
import {
  optionalSecretOf,
  readAddress,
  readOptionalSecret,
  readSecret,
  secretOf,
  withSecretKeys,
} from '../read-secret.ts';
import { askForToken, presetToken } from './token-endpoint.ts';
import type { ClientCredentialsConfig, FormText } from '../vocabulary.ts';

/** A token for the client itself, got when it is needed and once for all who need it (5.5, W32; cases 125 to 127). */
export const clientCredentials: AuthKind<ClientCredentialsConfig> = {
  read: (value, place) => readKeys(withSecretKeys(value, looked), place),
  build(config): Auth {
    const request = tokenRequest(config);
    return bearerTokens({
      preset: presetToken(optionalSecretOf(config.access_token)),
      obtain: (parts) => async (signal) => {
        try {
          return (await askForToken(parts, request(), config.default_token_expiration ?? 3600, signal)).access;
        } catch (error) {
          throw isRefusal(error) ? tokenRefused(error) : error;
        }
      },
    });
  },
};

const looked = ['access_token_url', 'client_id', 'client_secret', 'access_token'];

const readKeys = shape<ClientCredentialsConfig>(
  {
    type: () => 'oauth2_client_credentials' as const,
    access_token_url: readAddress('access_token_url'),
    client_id: readSecret('client_id'),
    client_secret: readSecret('client_secret'),
    access_token: readOptionalSecret('access_token'),
    access_token_request_data: orNull(mapOf(readFormText)),
    default_token_expiration: wholeNumber,
  },
  { elsewhere: { session: 'Leave it out: tokens are asked for with the retries of all requests' } },
);

function readFormText(value: unknown, place: Place): FormText | undefined {
  const name = place.path.split(/[.[\]'"]/).findLast((part) => part !== '') ?? '';
  if (value instanceof Secret) return place.secrets.remember(value);
  if (typeof value === 'string') return isSecretField(name) ? place.secrets.remember(new Secret(value)) : value;
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return refuse(place, { message: 'must be a text, a number, true, false or null', found: value });
}

function isSecretField(name: string): boolean {
  return isSecretName(name) || /assertion|passcode|username|^code$/i.test(name);
}

/** Spelled when it is sent: until then the secrets are wrapped. */
function tokenRequest(config: ClientCredentialsConfig): () => ApiRequest {
  const fields = new Map<string, FormText>([
    ['client_id', secretOf(config.client_id)],
    ['client_secret', secretOf(config.client_secret)],
    ['grant_type', 'client_credentials'],
    ...Object.entries(config.access_token_request_data ?? {}),
  ]);
  return () => ({
    method: 'POST',
    url: secretOf(config.access_token_url).reveal(),
    params: [],
    headers: { Accept: 'application/json' },
    data: [...fields].flatMap(([name, value]): readonly QueryParam[] =>
      value === null ? [] : [[name, formText(value)]],
    ),
  });
}

/** As Python spells it, for the request is to be dlt's. */
function formText(value: Exclude<FormText, null>): string {
  if (value instanceof Secret) return value.reveal();
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}
