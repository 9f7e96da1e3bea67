import { queryFailed, queryRefused } from './errors.ts';

/**
 * Exactly one statement, of a kind that reads; SQLite itself would leave out what follows the first. What hides in
 * `WITH` or behind `EXPLAIN` finds a file that is opened for reading.
 * @throws `query_refused`, `query_failed`
 */
export function readingStatement(sql: string): string {
  const { statement, rest } = firstStatement(sql);
  const words = withoutComments(statement);
  if (words === '') throw queryFailed(new Error('there is no statement'));
  if (withoutComments(rest) !== '') throw queryRefused('it has several statements, and only one is allowed');
  if (!/^(?:select|with|values|explain)\b/i.test(words))
    throw queryRefused('only SELECT, VALUES, WITH and EXPLAIN are allowed');
  return statement;
}

/** A string, a quoted name, a comment, or one character of something else. */
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[\s\S]/gy;

function firstStatement(sql: string): { readonly statement: string; readonly rest: string } {
  for (const { 0: text, index } of sql.matchAll(token)) {
    if (text === ';') return { statement: sql.slice(0, index), rest: sql.slice(index + 1) };
  }
  return { statement: sql, rest: '' };
}

function withoutComments(sql: string): string {
  const kept = [...sql.matchAll(token)].map(([text]) => (/^(?:--|\/\*)/.test(text) ? ' ' : text));
  return kept.join('').replaceAll(';', ' ').trim();
}
