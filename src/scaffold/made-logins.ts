import { parseJsonPath } from '../core/json-path/parse.ts';
import { joinUrl } from '../sources/rest-api/requests/urls.ts';
import { stepsOf, withValueAt } from './made-rows.ts';
import type { CodeValue } from './print-code.ts';
import { isPlain } from './settle.ts';

/** What lets a source in that has to log in, or to get a token, before it asks. @param config with made-up values */
export function madeLogins(config: unknown): readonly CodeValue[] {
  const client = isPlain(config) ? config['client'] : undefined;
  const auth = isPlain(client) ? client['auth'] : undefined;
  if (!isPlain(client) || !isPlain(auth)) return [];
  const token = auth['access_token_url'] ?? auth['token_url'];
  if (typeof token === 'string') {
    const body = { access_token: 'made-up', token_type: 'Bearer', expires_in: 3600 };
    return [{ method: 'POST', path: new URL(token).pathname, body }];
  }
  const login = auth['login'];
  if (auth['type'] !== 'session' || !isPlain(login)) return [];
  const base = text(client['base_url']);
  const path = pathOf(text(login['url']) || joinUrl(base, text(login['path'])));
  const cookies = [auth['cookie'] ?? 'session'].flat();
  const csrf = isPlain(auth['csrf']) ? [csrfPage(auth['csrf'], base, path)] : [];
  const headers = { 'set-cookie': `${text(cookies[0]) || 'session'}=made-up; Path=/` };
  return [...csrf, { method: text(login['method']) || 'POST', path, headers, body: bodyWith(auth['token_path']) }];
}

function csrfPage(csrf: Readonly<Record<string, unknown>>, base: string, login: string): CodeValue {
  const own = text(csrf['path']);
  const cookie = text(csrf['cookie']);
  return {
    path: own === '' ? login : pathOf(joinUrl(base, own)),
    ...(cookie === '' ? {} : { headers: { 'set-cookie': `${cookie}=made-up; Path=/` } }),
    body: bodyWith(csrf['token_path']),
  };
}

/** A body with a token where one is expected. */
function bodyWith(tokenPath: unknown): CodeValue {
  const steps = typeof tokenPath === 'string' ? stepsOf(parseJsonPath(tokenPath)) : undefined;
  return withValueAt({}, steps, 'made-up') ?? {};
}

function pathOf(address: string): string {
  return URL.canParse(address) ? new URL(address).pathname : '/';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
