import { queryFailed, queryRefused } from './errors.ts';

/**
 * One SELECT, which can then stand in another one, where nothing else is grammar.
 * @throws `query_refused`, `query_failed`
 */
export function readingStatement(sql: string): string {
  const code = sql.replace(
    /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|--[^\n]*|#[! ][^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
    (all) => (/^['"`]/.test(all) ? '_' : ' '),
  );
  const statement = code.trim().replace(/;\s*$/, '');
  if (statement === '') throw queryFailed(new Error('there is no statement'));
  if (statement.includes(';')) throw queryRefused('it has several statements, and only one is allowed');
  if (!/^(?:select|with|\()/i.test(statement)) throw queryRefused('only SELECT and WITH are allowed');
  const [, outside] = outsideFunctions.exec(statement) ?? [];
  if (outside !== undefined) throw queryRefused(`the function ${outside}() reaches out of the dataset`);
  // A comment at its end would take away what follows it.
  return `${sql.replace(/;\s*$/, '')}\n`;
}

/** Functions that read files, networks or other servers (case S15). */
const outsideFunctions =
  /\b(file\w*|url\w*|s3\w*|gcs\w*|hdfs\w*|remote\w*|cluster\w*|mysql|postgresql|mongodb|redis|sqlite|odbc|jdbc|executable\w*|input|azure\w*|iceberg\w*|delta\w*|hudi\w*|paimon\w*|ytsaurus|python|dictionary|catboost\w*|arrow\w*)\s*\(/i;
