/** A configuration as code: its values as literals, and what is looked up or secret as readings. */
import { Secret } from '../config/secret.ts';
import { isSecretName } from '../core/secret-names.ts';
import type { GuideChoice } from '../guides/guide.ts';
import { notWritable } from './errors.ts';
import { Code, scalarLiteral, templateCode, textLiteral } from './literals.ts';
import { looked, wholeAuth } from './auth-secrets.ts';
import type { CodeValue } from './print-code.ts';
import { withoutSecretsInQuery, type Readings } from './readings.ts';

export interface Settling {
  readonly origin: string;
  readonly readings: Readings;
  /** The address in the configuration only stands for one. */
  readonly isStandIn: boolean;
}

/** Where values are: `request` sends them, `auth` proves who asks. */
type Area = 'plain' | 'request' | 'auth';

/** @throws `usage` for what no text can say, such as a function */
export function settled(config: unknown, settling: Settling): CodeValue {
  return valueAt(config, { path: [], area: 'plain' }, settling);
}

interface Place {
  readonly path: readonly string[];
  readonly area: Area;
}

function valueAt(value: unknown, place: Place, settling: Settling): CodeValue {
  const { path, area } = place;
  if (isBaseUrl(path)) return baseUrl(value, place, settling);
  if (isAuth(path) && value !== null && value !== undefined) {
    return settledValue(wholeAuth(value), { path, area: 'auth' }, settling);
  }
  if (area === 'auth' && path.slice(-2).join('.') === 'login.url' && typeof value === 'string') {
    return settling.readings.read({ key: 'login_url', identity: 'login_url', kind: 'optional', otherwise: value });
  }
  if (value instanceof Secret || isSecretAt(value, place)) return secretAt(value, path, settling);
  return settledValue(value, place, settling);
}

function settledValue(value: unknown, place: Place, settling: Settling): CodeValue {
  if (typeof value === 'string') return withoutSecretsInQuery(value, settling.readings);
  const special = looked(value, place.path, settling.readings) ?? joinedOf(value, place, settling) ?? chosen(value);
  if (special !== undefined) return special;
  if (Array.isArray(value)) {
    return value.map((one: unknown, index) => valueAt(one, inside(place, String(index)), settling));
  }
  if (isPlain(value)) {
    // The place of the JSON Schema is for editors.
    const isSaid = ([key, member]: [string, unknown]): boolean =>
      member !== undefined && (key !== '$schema' || place.path.length > 0);
    const members = Object.entries(value).filter(isSaid);
    // fromEntries() defines own properties: `__proto__` is one like any other.
    return Object.fromEntries(members.map(([key, member]) => [key, valueAt(member, inside(place, key), settling)]));
  }
  if (isScalar(value)) return value;
  throw notWritable(settling.origin, place.path, typeof value === 'function' ? 'a function' : 'no plain value');
}

const sent: readonly string[] = ['headers', 'params', 'json', 'data'];

function inside({ path, area }: Place, key: string): Place {
  const isSent = area === 'plain' && sent.includes(key) && (path.at(-1) === 'client' || path.at(-1) === 'endpoint');
  return { path: [...path, key], area: isSent ? 'request' : area };
}

function isBaseUrl(path: readonly string[]): boolean {
  return path.join('.') === 'client.base_url';
}

function isAuth(path: readonly string[]): boolean {
  return (
    path.at(-1) === 'auth' && /^(?:client|(?:resource_defaults|resources\.\d+)\.endpoint)\.auth$/.test(path.join('.'))
  );
}

/** Tests give the address of the API on this machine, so it can always be set. */
function baseUrl(value: unknown, place: Place, settling: Settling): CodeValue {
  const written = settledValue(value, place, settling);
  const isText = typeof written === 'string' && written !== '';
  if (!isText && !(written instanceof Code)) return written;
  const kind = settling.isStandIn ? 'required' : 'optional';
  return settling.readings.read({ key: 'base_url', identity: 'base_url', kind, otherwise: written });
}

/** A salt belongs to the masks of columns, all other secrets to requests. */
function isSecretAt(value: unknown, { path, area }: Place): boolean {
  const name = path.at(-1) ?? '';
  if (value === null) return area === 'auth' && path.includes('login');
  if (name === 'salt' && path.includes('mask_columns')) return typeof value === 'string';
  if (typeof value !== 'string' || value === '' || /\{(?:resources|incremental)\./.test(value)) return false;
  if (area === 'auth') return authSecrets.has(name) || (path.includes('login') && isSecretName(name));
  return area === 'request' && isSecretName(name);
}

const authSecrets: ReadonlySet<string> = new Set([
  'token',
  'api_key',
  'username',
  'password',
  'client_id',
  'client_secret',
  'access_token',
  'refresh_token',
]);

function secretAt(value: unknown, path: readonly string[], { readings }: Settling): Code {
  const name = path.at(-1) ?? '';
  const key = name === 'salt' ? 'mask_salt' : name.toLowerCase();
  const identity = value instanceof Secret ? value.reveal() : String(value);
  return readings.read({ key, identity: `${key}=${identity}`, kind: 'secret' });
}

function joinedOf(value: unknown, { path }: Place, { readings }: Settling): Code | undefined {
  if (!isPlain(value) || value['kind'] !== 'joined' || !Array.isArray(value['parts'])) return undefined;
  const parts = value['parts'].map((part: unknown) => {
    if (typeof part === 'string') return part;
    return looked(part, path, readings) ?? '';
  });
  return templateCode(parts);
}

/** A function that a guide's reader made. */
function chosen(value: unknown): Code | undefined {
  if (!isPlain(value) || value['kind'] !== 'code' || !isPlain(value['choice'])) return undefined;
  // Only the reader of guides makes values of this kind, and it is of this shape there.
  const choice = value['choice'] as unknown as GuideChoice;
  const lines = [
    '(value) => {',
    `  if (value === ${scalarLiteral(choice.value) ?? 'null'}) {`,
    `    return ${textLiteral(choice.chosen)};`,
    '  }',
    `  return ${textLiteral(choice.otherwise)};`,
    '}',
  ];
  return new Code(lines.join('\n'), value['code']);
}

/** The same configuration with what the test gives for the readings. */
export function madeUp(value: CodeValue): unknown {
  if (value instanceof Code) return value.madeUp;
  if (Array.isArray(value)) return value.map(madeUp);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, madeUp(member)]));
}

function isScalar(value: unknown): value is null | boolean | number | bigint {
  return value === null || ['boolean', 'number', 'bigint'].includes(typeof value);
}

export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
