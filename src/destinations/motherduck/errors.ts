import { isSluiceError, SluiceError } from '../../core/error.ts';
import { printable } from '../../core/printable.ts';

export function databaseUnnamed(): SluiceError {
  return new SluiceError('Cannot load into MotherDuck: no database is named', {
    code: 'config_invalid',
    phase: 'config',
    hint: 'Write md:<database>, or set destination.motherduck.credentials.database',
  });
}

/** DuckDB would open a browser and wait for somebody to log in. */
export function tokenMissing(database: string): SluiceError {
  return new SluiceError(`Cannot open md:${printable(database, 120)}: no token is set`, {
    code: 'config_value_missing',
    phase: 'config',
    hint: 'Set MOTHERDUCK_TOKEN, or destination.motherduck.credentials.password, to an access token of MotherDuck',
  });
}

/** What DuckDB says while it opens the database, without the token. */
export function cannotOpen(database: string, error: unknown, token: string): unknown {
  if (!isSluiceError(error)) return error;
  const said = withoutToken(typeof error.details['said'] === 'string' ? error.details['said'] : error.message, token);
  const { code, why, hint, retryable } = rules.find(({ pattern }) => pattern.test(said)) ?? unreachable(said);
  return new SluiceError(`Cannot open md:${printable(database, 120)}: ${why}`, {
    code,
    phase: 'load',
    retryable,
    hint,
    // Not the cause, whose text may have the token.
    details: { database, said },
  });
}

function withoutToken(text: string, token: string): string {
  return token === '' ? text : text.replaceAll(token, '***').replaceAll(encodeURIComponent(token), '***');
}

interface Rule {
  readonly code: 'destination_unreachable' | 'destination_refused';
  readonly why: string;
  readonly hint: string;
  readonly retryable: boolean;
}

function unreachable(said: string): Rule {
  return {
    code: 'destination_unreachable',
    why: `DuckDB says "${printable(said.split('\n', 1)[0] ?? '', 300)}"`,
    hint: 'Look at the network and at the state of MotherDuck, then run again',
    retryable: true,
  };
}

const rules: readonly (Rule & { readonly pattern: RegExp })[] = [
  {
    pattern: /extension.*motherduck|motherduck.*extension/is,
    code: 'destination_unreachable',
    why: 'the extension of DuckDB for MotherDuck cannot be loaded',
    hint: 'Let this machine reach the extensions of DuckDB once, or install the extension by INSTALL motherduck',
    retryable: true,
  },
  {
    pattern: /token|unauthenticated|unauthorized|jwt/i,
    code: 'destination_unreachable',
    why: 'MotherDuck refused the token',
    hint: 'Set MOTHERDUCK_TOKEN to a valid access token that may write',
    retryable: false,
  },
  {
    pattern: /no database\/share named|does not exist/i,
    code: 'destination_unreachable',
    why: 'there is no database of this name',
    hint: 'Create it in MotherDuck by CREATE DATABASE, or name another one',
    retryable: false,
  },
];
