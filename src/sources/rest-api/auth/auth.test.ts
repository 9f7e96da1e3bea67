import { afterEach, describe, expect, test } from 'vitest';
import { authDesk, readingPlace } from '../../../../test/auth-desk.ts';
import { recordingApi, walkAll, type RecordingApi } from '../../../../test/recording-api.ts';
import { Secret } from '../../../config/secret.ts';
import { restApi } from '../index.ts';
import type { AuthParts } from './auth.ts';
import { readAuth } from './index.ts';
import { sharedAuths } from './shared-auths.ts';
import type { ApiRequest, Interceptor } from '../../../http/http.ts';
import type { AuthConfig } from './vocabulary.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

async function asked(auth: AuthConfig, headers: Readonly<Record<string, string>> = {}): Promise<RecordingApi> {
  const api = await recordingApi(() => ({ body: [{ id: 1 }] }));
  open.push(api);
  await walkAll(restApi({ client: { base_url: api.url, auth, headers }, resources: ['items'] }));
  return api;
}

describe('static credentials', () => {
  test('L2: a format spells the token of a bearer otherwise, and what is in it is taken as it is', async () => {
    const auth = { type: 'bearer', token: '$&{x}', format: 'ApiKey {token}' } as const;
    expect((await asked(auth)).requests[0]?.headers['authorization']).toBe('ApiKey $&{x}');
  });

  test('W31, W30: a key in a cookie stands beside the other cookies, and instead of one of its name', async () => {
    const auth = { type: 'api_key', api_key: 'K', name: 'k', location: 'cookie' } as const;
    expect((await asked(auth, { cookie: 'a=1; k=old' })).requests[0]?.headers['cookie']).toBe('a=1; k=K');
  });

  test('a 401 is no reason to ask again', async () => {
    const api = await recordingApi(() => ({ status: 401 }));
    open.push(api);
    const walk = walkAll(restApi({ client: { base_url: api.url, auth: { token: 'T' } }, resources: ['items'] }));
    await expect(walk).rejects.toMatchObject({ code: 'http_unauthorized' });
    expect(api.requests).toHaveLength(1);
  });
});

describe('readAuth()', () => {
  test.each<[alias: string, secrets: Readonly<Record<string, string>>, header: string]>([
    ['bearer', { token: 'T' }, 'Bearer T'],
    ['api_key', { api_key: 'K' }, 'K'],
    ['http_basic', { username: 'u', password: 'p' }, 'Basic dTpw'],
  ])('5.1: the alias %s looks its secrets up', async (alias, secrets, header) => {
    const api = await recordingApi(() => ({ body: [] }));
    open.push(api);
    const secret = (key: string): Secret => new Secret(secrets[key] ?? '');
    // The names of auths are what the vocabulary allows.
    const auth = alias as AuthConfig;
    await walkAll(restApi({ client: { base_url: api.url, auth }, resources: ['items'] }, { secret }));
    expect(api.requests[0]?.headers['authorization']).toBe(header);
  });

  test('W42: what is written wins over what could be looked up', () => {
    const place = readingPlace({ username: 'other', password: 'found' });
    const read = readAuth({ type: 'http_basic', username: 'mine' }, place);
    expect(read).toMatchObject({ type: 'http_basic' });
    const secrets = Object.values(read ?? {}).flatMap((value) => (value instanceof Secret ? [value.reveal()] : []));
    expect(secrets).toEqual(['mine', 'found']);
  });

  test('5.2: an empty text is a secret, null is looked up', () => {
    const place = readingPlace({ token: 'found' });
    const tokenOf = (token: string | null): unknown => {
      const read = readAuth({ token }, place);
      return read !== undefined && 'token' in read && read.token instanceof Secret ? read.token.reveal() : undefined;
    };
    expect([tokenOf(''), tokenOf(null)]).toEqual(['', 'found']);
  });

  test('a secret that is nowhere is a problem with every place that was looked at', () => {
    const secretPlaces = (key: string): readonly string[] => [`A__${key}`, `B__${key}`];
    const make = (): unknown =>
      restApi({ client: { base_url: 'http://h', auth: 'bearer' }, resources: ['items'] }, { secretPlaces });
    expect(make).toThrow(
      'client.auth.token: is not set. Set A__token, or B__token, or write token into the configuration',
    );
  });

  test.each([
    [{ type: 'constructor' }, 'client.auth.type: must be one of bearer, '],
    [{ type: 'oauth2_client_credential' }, 'Did you mean "oauth2_client_credentials"?'],
    [{ type: 'oauth2_client_credentials', access_token_url: 'example.com/token' }, 'must be an absolute http or https'],
    [
      { type: 'oauth2_client_credentials', access_token_url: 'https://u:p@example.com' },
      'must be an absolute http or https',
    ],
    [{ type: 'oauth2_refresh_token', client_auth: 'header' }, 'must be one of body, basic'],
    [['canary'], 'must be the name of an auth, an object with its type, or one with open()'],
  ])('%j is refused', (config, problem) => {
    const place = readingPlace({ client_id: 'canary-1', client_secret: 'canary-2' });
    readAuth(config, place);
    const said = place.problems.map(({ path, message, hint }) => `${path}: ${message}. ${hint ?? ''}`).join('\n');
    expect(said).toContain(problem);
    expect(said).not.toContain('canary');
  });
});

describe('sharedAuths()', () => {
  const sharer = (): ((config: unknown) => unknown) => {
    const share = sharedAuths({ base_url: 'http://h' });
    return (config) => {
      const read = readAuth(config, readingPlace());
      return read && share(read);
    };
  };
  const build = sharer();

  test('W32: the same configuration at the same client is the same auth', () => {
    expect(build({ token: 'T' })).toBe(build({ type: 'bearer', token: new Secret('T') }));
    expect(build({ token: 'T' })).not.toBe(build({ token: 'U' }));
    expect(build({ token: 'T' })).not.toBe(build({ token: 'T', format: 'X {t}' }));
    expect(build({ token: 'T' })).not.toBe(sharer()({ token: 'T' }));
  });

  test('5.6: an auth in code is the same where it is the same value', () => {
    const custom = { interceptor: ((next) => next) satisfies Interceptor };
    expect(build(custom)).toBe(build(custom));
    expect(build(custom)).not.toBe(build({ ...custom }));
  });
});

describe('5.6: an auth in code', () => {
  class Signing {
    readonly #key = 'k';

    open({ remember }: AuthParts): Interceptor {
      const signature = remember(new Secret(`signed-with-${this.#key}`));
      return (next) => (request, signal) =>
        next({ ...request, headers: { ...request.headers, 'X-Signature': signature.reveal() } }, signal);
    }
  }

  test('an instance with open()', async () => {
    expect((await asked(new Signing())).requests[0]?.headers['x-signature']).toBe('signed-with-k');
  });

  test('an interceptor alone, at one endpoint', async () => {
    const interceptor: Interceptor = (next) => (request, signal) =>
      next({ ...request, params: [...request.params, ['sig', '1']] }, signal);
    const api = await recordingApi(() => ({ body: [] }));
    open.push(api);
    const resources = [{ name: 'items', endpoint: { auth: { interceptor } } }, 'parts'] as const;
    await walkAll(restApi({ client: { base_url: api.url, auth: { token: 'T' } }, resources }));
    const seen = api.requests.map(({ target, headers }) => `${target} ${headers['authorization'] ?? '-'}`);
    expect(seen).toEqual(['/items?sig=1 -', '/parts Bearer T']);
  });

  test('its requests are shown as it says', () => {
    const show = (request: ApiRequest): ApiRequest => ({ ...request, params: [['sig', '…']] });
    const desk = authDesk({ interceptor: (next) => next, show }, 'http://h');
    expect(desk.auth.show({ method: 'GET', url: 'http://h', params: [], headers: {} }).params).toEqual([['sig', '…']]);
  });
});
