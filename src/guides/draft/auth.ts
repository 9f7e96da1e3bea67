/** How requests prove who asks, from bullets and sentences. */
import type { GuideValue } from '../guide.ts';
import type { Lookup } from '../python/python-value.ts';
import { codesIn, plainValue, type Fact } from '../markdown/facts.ts';
import type { Tell } from './draft.ts';
import { authKeys, bareName, keyFor } from './names.ts';

const types: readonly (readonly [RegExp, string])[] = [
  [/^(?:none|no auth|n\/?a|not required|public)/i, 'none'],
  [/client[ _-]?credentials/i, 'oauth2_client_credentials'],
  [/refresh[ _-]?token/i, 'oauth2_refresh_token'],
  [/basic/i, 'http_basic'],
  [/bearer|oauth|personal access token|access token|jwt/i, 'bearer'],
  [/api[ _-]?key|api[ _-]?token|header|token/i, 'api_key'],
];

interface SaidAuth {
  type?: string;
  readonly members: Map<string, GuideValue>;
}

/** The auth that the facts of a section say; undefined where they say none. */
export function authFromFacts(facts: readonly Fact[], tell: Tell): GuideValue | undefined {
  const said: SaidAuth = { members: new Map() };
  for (const fact of facts.flatMap((one) => [one, ...one.children])) readFact(fact, said, tell);
  const { members } = said;
  const type = said.type ?? typeOf(members);
  if (type === undefined || type === 'none') return type === 'none' ? null : undefined;
  return finished(type, members);
}

function readFact(fact: Fact, said: SaidAuth, tell: Tell): void {
  const ignore = (why: string): void =>
    tell({ kind: 'ignored', line: fact.line, path: 'client.auth', message: `${why}: "${shownOf(fact)}"` });
  const key = fact.key === '' ? undefined : keyFor(fact.key, authKeys);
  if (/^\s*(?:alternative|optional|or\b)/i.test(fact.key + fact.value)) {
    ignore('another way to log in is there, and not used');
    return;
  }
  if (key === 'type') {
    const type = types.find(([pattern]) => pattern.test(plainText(fact.value)))?.[1];
    if (type === undefined) ignore('no such kind of authentication is known');
    else said.type ??= type;
    readSentence(fact.value, said);
    return;
  }
  if (key === undefined) {
    if (!readSentence(fact.value, said) && fact.key !== '') ignore('says nothing that a request needs');
    return;
  }
  readMember(key, fact, said.members);
}

function readMember(key: string, fact: Fact, members: Map<string, GuideValue>): void {
  const named = secretNamed(fact.value, fact.line);
  if (key === 'format') readFormat(fact.value, members);
  else if (secretKeys.has(key)) members.set(key, named ?? null);
  else if (key === 'location')
    members.set(key, /query|param|url/i.test(fact.value) ? 'query' : /cookie/i.test(fact.value) ? 'cookie' : 'header');
  else if (key === 'name' && headerForm.test(codesIn(fact.value)[0] ?? '')) readFormat(fact.value, members);
  else
    members.set(
      key,
      plainValue(fact.value)
        .replace(/\s*header$/i, '')
        .replace(/:$/, ''),
    );
}

const secretKeys: ReadonlySet<string> = new Set([
  'token',
  'api_key',
  'username',
  'password',
  'client_id',
  'client_secret',
]);

/** `x-api-key: {access_token}`. */
const headerForm = /^([A-Za-z][\w-]*)\s*:\s*(.+)$/;
const queryForm = /^\??([A-Za-z][\w-]*)=([{<][^}>]+[}>])$/;

/** A template in the sentence, with its header if it names one. */
function readFormat(text: string, members: Map<string, GuideValue>): boolean {
  const code = [...codesIn(text), plainValue(text)].find((one) => /[{<][^}>]+[}>]/.test(one));
  if (code === undefined) return false;
  const template = code.replaceAll(/<([^>]+)>/g, '{$1}').replaceAll(/\{\{([^}]+)\}\}/g, '{$1}');
  const query = queryForm.exec(template);
  const header = headerForm.exec(template);
  if (query !== null) members.set('location', 'query');
  const [, name, format] = query ?? header ?? [];
  if (name !== undefined && !members.has('name')) members.set('name', name);
  members.set('format', bareHoles((format ?? template).trim()));
  return true;
}

/** `{your api key}` is `{your_api_key}`. */
function bareHoles(format: string): string {
  return format.replaceAll(/\{([^{}]+)\}/g, (_whole, name: string) => `{${secretName(name)}}`);
}

function secretName(name: string): string {
  const bare = name
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return bare.replace(/^(?:your|my)_/, '') || 'token';
}

/** Sentences: a template in them, a secret, or the header that is meant. */
function readSentence(text: string, said: SaidAuth): boolean {
  const isFormat = codesIn(text).some((one) => /[{<][^}>]+[}>]/.test(one)) && readFormat(text, said.members);
  const named = secretNamed(text, 0);
  if (named !== undefined && !said.members.has('token')) said.members.set('token', named);
  const [, behind, before] = headerWords.exec(text) ?? [];
  const [, param, beforeParam] = queryWords.exec(text) ?? [];
  const place = behind ?? before ?? param ?? beforeParam;
  if (place !== undefined && !isFormat && !said.members.has('name')) {
    said.members.set('name', place);
    said.members.set('location', behind === undefined && before === undefined ? 'query' : 'header');
  }
  return isFormat || named !== undefined || place !== undefined;
}

/** "in the header `X-API-Token`", "the `X-API-Token` header", and the same for a query parameter. */
const headerWords = /\bheader(?: named| called)? `([A-Za-z][\w-]*)`|`([A-Za-z][\w-]*)` (?:http |request )*header/i;
const queryWords =
  /\bquery(?: string)?(?: param(?:eter)?)?(?: named| called)? `([A-Za-z][\w-]*)`|`([A-Za-z][\w-]*)` (?:url |query )+(?:string )?param/i;

/** `dlt.secrets["api_key"]`, and "the `api_token` stored in `dlt.secrets`". */
function secretNamed(text: string, line: number): Lookup | undefined {
  const [, direct] = /dlt\.(?:secrets|config)\[["']([^"']+)["']\]/.exec(text) ?? [];
  const [, environment] = /(?:os\.environ\[["']|getenv\(["'])([^"']+)["']/.exec(text) ?? [];
  const isStored = /dlt\.secrets|secrets\.toml|stored in|secret/i.test(text);
  const stored = isStored ? codesIn(text).find((one) => /^[A-Za-z_]\w*$/.test(one)) : undefined;
  const key = direct ?? environment ?? stored;
  if (key === undefined) return undefined;
  return { kind: 'lookup', store: environment === undefined ? 'secrets' : 'environment', key, line };
}

function typeOf(members: ReadonlyMap<string, GuideValue>): string | undefined {
  const format = members.get('format');
  if (typeof format === 'string' && /^bearer \{/i.test(format)) return 'bearer';
  if (members.has('format') || members.has('name') || members.has('api_key')) return 'api_key';
  if (members.has('username')) return 'http_basic';
  return members.has('token') ? 'bearer' : undefined;
}

function finished(type: string, members: ReadonlyMap<string, GuideValue>): GuideValue {
  const { name, location, format, token, api_key: key, ...others } = Object.fromEntries(members);
  const secret = key ?? token;
  const isPlainBearer = format === undefined || (typeof format === 'string' && /^bearer \{[^{}]*\}$/i.test(format));
  const isUsualHeader = name === undefined || (typeof name === 'string' && bareName(name) === 'authorization');
  if (type === 'bearer' && isUsualHeader && location !== 'query') {
    const hole = isPlainBearer ? holeIn(format) : undefined;
    const found = secret ?? (hole === undefined || hole === 'token' ? undefined : secretOf(hole, 'token'));
    return {
      type,
      ...(found === undefined || found === null ? {} : { token: found }),
      ...(isPlainBearer ? {} : { format: format ?? null }),
    };
  }
  if (type !== 'bearer' && type !== 'api_key') {
    const set = [...Object.entries(others), ...(token === undefined ? [] : [['token', token] as const])];
    return { type, ...Object.fromEntries(set.filter(([member, value]) => value !== null || !secretKeys.has(member))) };
  }
  return withFormatSecret({
    type: 'api_key',
    ...(name === undefined ? {} : { name }),
    ...(location === undefined ? {} : { location }),
    ...(format === undefined ? {} : { format }),
    ...(secret === undefined || secret === null ? {} : { api_key: secret }),
  });
}

/** The placeholder's name is the secret's name, and `api_key` fills it whatever its name (L2). */
export function withFormatSecret(auth: { readonly [key: string]: GuideValue }): GuideValue {
  const hole = holeIn(auth['format']);
  const isSet = auth['api_key'] !== undefined && auth['api_key'] !== null;
  if (auth['type'] !== 'api_key' || isSet || hole === undefined || hole === 'api_key') return auth;
  return { ...auth, api_key: secretOf(hole, 'api_key') };
}

function secretOf(name: string, otherwise: string): Lookup {
  const fallback: Lookup = { kind: 'lookup', store: 'secrets', key: otherwise, line: 0 };
  return { kind: 'lookup', store: 'secrets', key: name, fallback, line: 0 };
}

function holeIn(format: GuideValue | undefined): string | undefined {
  return typeof format === 'string' ? /\{([^{}]+)\}/.exec(format)?.[1] : undefined;
}

function plainText(text: string): string {
  return text.replaceAll('`', '').trim();
}

function shownOf({ key, value }: Fact): string {
  return key === '' ? value : `${key}: ${value}`;
}
