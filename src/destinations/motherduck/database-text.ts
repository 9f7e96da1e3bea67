import { databaseUnnamed } from './errors.ts';

/** A database of MotherDuck as users write it. */
export interface NamedDatabase {
  readonly database: string;
  readonly token?: string | undefined;
}

/**
 * Reads `shop`, `md:shop`, `md:///shop`, and each of them with `?motherduck_token=…`; also `md://motherduck:<token>@/shop`.
 * @throws `config_invalid`
 */
export function namedDatabase(text: string): NamedDatabase {
  const [, rest = ''] = /^(?:motherduck:)?(?:md:)?(?:\/\/)?(.*)$/s.exec(text) ?? [];
  const [place = '', query = ''] = rest.split('?', 2);
  const [, credentials, path = ''] = /^(?:([^/@]*)@)?\/?(.*)$/s.exec(place) ?? [];
  const [, password] = /:(.*)$/s.exec(credentials ?? '') ?? [];
  const named = new URLSearchParams(query);
  const token = named.get('motherduck_token') ?? named.get('token') ?? (password && decoded(password));
  const database = decoded(path);
  if (database === '') throw databaseUnnamed();
  return { database, token: token === '' ? undefined : token };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
