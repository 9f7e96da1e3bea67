import { connectionInvalid } from './errors.ts';

/** Settings by the names that libpq has for them, such as `host` and `sslmode`. */
export type ConnectionParameters = ReadonlyMap<string, string>;

/**
 * What a connection string says: a URL (`postgresql://`, `postgres://`, also with the driver of SQLAlchemy behind a
 * plus), or pairs of libpq (`host=… dbname=…`).
 * @throws `config_invalid`; no part of the text is in the message
 */
export function parseConnectionText(text: string): ConnectionParameters {
  const trimmed = text.trim();
  const [scheme, rest] = schemeOf(trimmed);
  if (scheme !== undefined && rest !== undefined) return fromUrl(rest);
  if (/^[a-z_]+\s*=/i.test(trimmed)) return fromPairs(trimmed);
  throw connectionInvalid('it is neither a URL that begins with postgresql:// nor pairs such as host=…');
}

function schemeOf(text: string): readonly [scheme?: string, rest?: string] {
  const found = /^(postgres(?:ql)?(?:\+[a-z0-9]+)?):\/\/(.*)$/is.exec(text);
  return [found?.[1], found?.[2]];
}

/** The last `@` ends the credentials: passwords are pasted as they are. A slash in them must be encoded. */
function fromUrl(rest: string): ConnectionParameters {
  const found = new Map<string, string>();
  const [beforeQuery, query] = splitAt(rest, rest.indexOf('?', authorityEnd(rest)));
  const end = authorityEnd(beforeQuery);
  const [authority, path] = [beforeQuery.slice(0, end), beforeQuery.slice(end + 1)];
  const at = authority.lastIndexOf('@');
  const [user, password] = at < 0 ? [] : splitAt(authority.slice(0, at), authority.slice(0, at).indexOf(':'));
  set(found, 'user', user);
  set(found, 'password', password);
  setHosts(found, authority.slice(at + 1));
  set(found, 'dbname', path);
  for (const pair of (query ?? '').split('&')) {
    if (pair === '') continue;
    const [name, value = ''] = splitAt(pair, pair.indexOf('='));
    set(found, decoded(name), value);
  }
  return found;
}

function authorityEnd(text: string): number {
  const slash = text.indexOf('/');
  if (slash >= 0) return slash;
  const at = text.lastIndexOf('@');
  const question = text.indexOf('?', at < 0 ? 0 : at);
  return question < 0 ? text.length : question;
}

function setHosts(found: Map<string, string>, text: string): void {
  if (text.includes(',')) throw connectionInvalid('it names several hosts, and only one is allowed');
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(text) ?? [];
  if (bracketed === undefined && plain === undefined) throw connectionInvalid('host and port cannot be told apart');
  set(found, 'host', bracketed ?? plain);
  set(found, 'port', port);
}

function set(found: Map<string, string>, name: string, encoded: string | undefined): void {
  if (encoded !== undefined && encoded !== '') found.set(name, decoded(encoded));
}

/** A percent sign that encodes nothing stands for itself, as in a password that was pasted. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function splitAt(text: string, index: number): readonly [string, string | undefined] {
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

/** `name = value` with blanks between; values with blanks are in single quotes, and a backslash escapes. */
function fromPairs(text: string): ConnectionParameters {
  const found = new Map<string, string>();
  const pair = /\s*([a-z_]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s\\']|\\.)*))(?:\s+|$)/giy;
  while (pair.lastIndex < text.length) {
    const { lastIndex } = pair;
    const match = pair.exec(text);
    if (match === null) throw connectionInvalid(`its pairs cannot be read from character ${lastIndex + 1} on`);
    found.set((match[1] ?? '').toLowerCase(), (match[2] ?? match[3] ?? '').replaceAll(/\\(.)/gs, '$1'));
  }
  return found;
}
