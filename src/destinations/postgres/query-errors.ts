import { SluiceError } from '../../core/error.ts';
import { codeOf, said } from './errors.ts';

export function queryRefused(why: string, cause?: unknown): SluiceError {
  return new SluiceError(`Cannot run the query: ${why}`, {
    code: 'query_refused',
    phase: 'load',
    hint: 'Send one SELECT that reads tables of this database only',
    cause,
  });
}

/** A query that Postgres does not take, or that it refuses because it does more than read (case S15). */
export function queryFailed(cause: unknown, timeoutMs: number): SluiceError {
  const sqlState = codeOf(cause) ?? '';
  if (/^(?:25006|42501|0A000)/.test(sqlState)) return queryRefused(`Postgres says "${said(cause)}"`, cause);
  const isLate = sqlState === '57014';
  const why = isLate ? `it took longer than ${timeoutMs} ms` : `Postgres says "${said(cause)}"`;
  return new SluiceError(`Cannot run the query: ${why}`, {
    code: 'query_failed',
    phase: 'load',
    hint: isLate
      ? 'Ask for less, or give it more time'
      : 'Correct the query; the command status names the tables and columns',
    details: { said: said(cause) },
    cause,
  });
}
