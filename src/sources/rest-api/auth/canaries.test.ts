import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { answerLog, recordingApi, walkAll, type Answer, type RecordingApi } from '../../../../test/recording-api.ts';
import { isSluiceError } from '../../../core/error.ts';
import { restApi } from '../index.ts';
import type { AuthConfig } from './vocabulary.ts';

const open: RecordingApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

/** In everything that is secret, with signs that encodings change. */
const canary = (name: string): string => `cnr/${name}+zz=&ü`;

const configs = (url: string): readonly (readonly [name: string, auth: AuthConfig])[] => [
  ['bearer', { token: canary('token').replace('ü', 'u') }],
  ['api_key', { type: 'api_key', api_key: canary('key'), location: 'query', name: 'k' }],
  ['http_basic', { type: 'http_basic', username: canary('user'), password: canary('password') }],
  [
    'oauth2_client_credentials',
    {
      type: 'oauth2_client_credentials',
      access_token_url: `${url}/token`,
      client_id: canary('id'),
      client_secret: canary('secret'),
      access_token_request_data: { password: canary('data') },
    },
  ],
  [
    'oauth2_refresh_token',
    {
      type: 'oauth2_refresh_token',
      token_url: `${url}/token`,
      client_id: canary('id'),
      client_secret: canary('secret'),
      refresh_token: canary('refresh'),
      request_format: 'json',
      client_auth: 'basic',
    },
  ],
  [
    'session',
    {
      type: 'session',
      token_path: 'access_token',
      login: {
        path: 'token',
        json: { user: canary('user'), list: [canary('pin')] },
        headers: { 'X-Key': 'cnr/header' },
      },
    },
  ],
];

type Kind = 'fine' | 'a 403' | 'a 401 for good' | 'a refused login' | 'a login without a token' | 'a broken answer';

/** Echoes all that it is sent wherever something goes wrong. */
async function echoing(kind: Kind): Promise<RecordingApi> {
  const api = await recordingApi(({ path, headers, body, target }): Answer => {
    const echo = { echo: [headers, target, body, encodeURIComponent(body)] };
    if (path === '/token') {
      if (kind === 'a refused login') return { status: 400, body: echo };
      if (kind === 'a login without a token') return { body: { token: echo } };
      const tokens = { access_token: 'cnr/access+zz=', refresh_token: 'cnr/rotated+zz=' };
      return { headers: { 'Set-Cookie': 'sid=cnr/session+zz=; Path=/' }, body: tokens };
    }
    if (kind === 'a 403') return { status: 403, body: echo };
    if (kind === 'a 401 for good') return { status: 401, body: echo };
    if (kind === 'a broken answer') return { body: `{"x": ${JSON.stringify(echo)}` };
    return { headers: { 'Set-Cookie': 'rolling=cnr/rolled+zz=' }, body: { data: [{ id: 1 }], next: null } };
  });
  open.push(api);
  return api;
}

const secretForms = /cnr[/+]|cnr%2f|Y25yL/i;
const names = configs('').map(([name]) => name);

describe('S1: no secret in', () => {
  test.each(names)('what is planned, kept, said and remembered with %s', async (name) => {
    const api = await echoing('fine');
    const auth = configs(api.url).find(([other]) => other === name)?.[1];
    const source = restApi({ client: { base_url: api.url, auth, paginator: 'json_link' }, resources: ['items'] });
    const answers = answerLog();
    const walked = await walkAll(source, { answers });
    expect(api.requests.length).toBeGreaterThan(0);
    const everything = inspect([source, walked, answers.kept, JSON.stringify(source)], { depth: Infinity });
    expect(everything).not.toMatch(secretForms);
    expect(answers.kept.map(([, { body }]) => Buffer.from(body).toString()).join()).not.toMatch(secretForms);
  });

  const kinds: readonly Kind[] = [
    'a 403',
    'a 401 for good',
    'a refused login',
    'a login without a token',
    'a broken answer',
  ];
  test.each(names.flatMap((name) => kinds.map((kind) => [name, kind] as const)))(
    'the errors and events of %s with %s',
    async (name, kind) => {
      const api = await echoing(kind);
      const auth = configs(api.url).find(([other]) => other === name)?.[1];
      const source = restApi({ client: { base_url: api.url, auth }, resources: ['items'] });
      const isLoginOnly = kind.includes('login') && !/oauth2|session/.test(name);
      const error: unknown = await walkAll(source).catch((thrown: unknown) => thrown);
      if (!isLoginOnly) expect(isSluiceError(error)).toBe(true);
      expect(inspect(error, { depth: Infinity })).not.toMatch(secretForms);
    },
  );
});
