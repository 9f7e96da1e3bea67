import { createHash } from 'node:crypto';
import type { Secret } from '../../../../config/secret.ts';
import { isSluiceError } from '../../../../core/error.ts';
import type { ApiRequest, QueryParam } from '../../../../http/http.ts';
import { formEncoded } from '../../../../http/request-url.ts';
import { outliving } from '../../../../http/outliving.ts';
import { oneOf, orNull, shape, text, wholeNumber } from '../../reading/reading.ts';
import type { AuthKind, AuthParts } from '../auth.ts';
import { bearerTokens } from './bearer-tokens.ts';
import { refreshTokenLost } from '../errors.ts';
import { isRefusal } from '../login-request.ts';
import {
  optionalSecretOf,
  readAddress,
  readOptionalSecret,
  readSecret,
  secretOf,
  withSecretKeys,
} from '../read-secret.ts';
import { askForToken, presetToken, type AccessToken, type TokenAnswer } from './token-endpoint.ts';
import type { RefreshTokenConfig } from '../vocabulary.ts';

/**
 * Tokens for a user who logged in once (RFC 6749, section 6). Where each use brings a new refresh token, that one is on
 * the disk before the access token beside it is used for the first time, so a process may die at any moment (F2.10).
 */
export const refreshToken: AuthKind<RefreshTokenConfig> = {
  read: (value, place) => readKeys(withSecretKeys(value, looked), place),
  build: (config) =>
    bearerTokens({
      preset: presetToken(optionalSecretOf(config.access_token)),
      obtain: (parts) => refresher(config, parts),
    }),
};

const looked = ['token_url', 'client_id', 'client_secret', 'refresh_token', 'access_token'];

const readKeys = shape<RefreshTokenConfig>({
  type: () => 'oauth2_refresh_token' as const,
  token_url: readAddress('token_url'),
  client_id: readSecret('client_id'),
  client_secret: readOptionalSecret('client_secret'),
  refresh_token: readSecret('refresh_token'),
  access_token: readOptionalSecret('access_token'),
  scope: orNull(text),
  request_format: oneOf(['form', 'json']),
  client_auth: oneOf(['body', 'basic']),
  default_token_expiration: wholeNumber,
});

/** Time for a refresh that is under way when the run is stopped: its answer may be the only copy of the next token. */
const graceMs = 10_000;

function refresher(config: RefreshTokenConfig, parts: AuthParts): (signal: AbortSignal) => Promise<AccessToken> {
  const name = chainName(config);
  let newest: Secret | undefined;
  return (signal) =>
    outliving(signal, { clock: parts.runtime.clock, graceMs }, async (longer) => {
      newest ??= (await parts.tokens.read(name)) ?? secretOf(config.refresh_token);
      const used = parts.remember(newest);
      const { access, refresh } = await refreshed(config, parts, used, longer);
      if (refresh !== undefined && refresh.reveal() !== used.reveal()) {
        await parts.tokens.write(name, refresh);
        newest = refresh;
      }
      return access;
    });
}

/**
 * A chain of refresh tokens is called after the one that the user set. So the newest of its own chain is found again,
 * and a token of a new login begins a chain of its own, which nothing older can be taken for.
 */
function chainName({ token_url, client_id, refresh_token }: RefreshTokenConfig): string {
  const parts = [token_url, client_id, refresh_token].map((part) => secretOf(part).reveal());
  return `refresh-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`;
}

async function refreshed(
  config: RefreshTokenConfig,
  parts: AuthParts,
  token: Secret,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  try {
    return await askForToken(parts, refreshRequest(config, token), config.default_token_expiration ?? 3600, signal);
  } catch (error) {
    if (isRefusal(error)) throw refreshTokenLost(error.message.replace(/^Cannot /, ''), error);
    // Some say so with status 200.
    const isLost = isSluiceError(error) && error.details['error'] === 'invalid_grant';
    throw isLost ? refreshTokenLost('the answer says "invalid_grant"', error) : error;
  }
}

function refreshRequest(config: RefreshTokenConfig, token: Secret): ApiRequest {
  const [id, secret] = [secretOf(config.client_id).reveal(), optionalSecretOf(config.client_secret)?.reveal()];
  const isBasic = config.client_auth === 'basic';
  const fields: readonly QueryParam[] = [
    ['grant_type', 'refresh_token'],
    ['refresh_token', token.reveal()],
    ...(isBasic ? [] : [['client_id', id] as const]),
    ...(isBasic || secret === undefined ? [] : [['client_secret', secret] as const]),
    ...(typeof config.scope === 'string' ? [['scope', config.scope] as const] : []),
  ];
  const body = config.request_format === 'json' ? { json: Object.fromEntries(fields) } : { data: fields };
  const url = secretOf(config.token_url).reveal();
  const headers = { Accept: 'application/json', ...(isBasic ? basicHeader(id, secret ?? '') : {}) };
  return { method: 'POST', url, params: [], headers, ...body };
}

/** Both are form-encoded first (RFC 6749, section 2.3.1). */
function basicHeader(id: string, secret: string): ApiRequest['headers'] {
  const pair = [id, secret].map((part) => formEncoded(['', part]).slice(1)).join(':');
  return { Authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}
