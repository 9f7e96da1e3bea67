import { spawn, type ChildProcess } from 'node:child_process';
import { execPath } from 'node:process';
import { clearTimeout, setTimeout } from 'node:timers';
import { parseJson } from '../../core/json.ts';
import type { QueryLimits, QueryResult } from '../destination.ts';
import { interrupted, queryFailed, queryTooLong } from './errors.ts';

/**
 * Runs one statement that reads in a process of its own: SQLite computes in the thread that asks it, and nothing but
 * the end of the process stops it. What reaches the process is data on its input.
 * @throws `query_refused`, `query_failed`, `interrupted`
 */
export async function queryInProcess(
  path: string,
  sql: string,
  { maxRows, timeoutMs }: QueryLimits,
  signal: AbortSignal,
): Promise<QueryResult> {
  if (signal.aborted) throw interrupted();
  const child = spawn(execPath, ['--no-warnings', '--input-type=module', '--eval', program], {
    // Nothing of the environment, so nothing that is secret.
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let isTooLong = false;
  const stop = (): void => void child.kill('SIGKILL');
  const timer = setTimeout(() => {
    isTooLong = true;
    stop();
  }, timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const answer = await answerOf(child, JSON.stringify({ path, sql, maxRows }));
    if (answer !== undefined) return resultOf(answer);
    if (isTooLong) throw queryTooLong(timeoutMs);
    if (signal.aborted) throw interrupted();
    throw queryFailed(new Error('the process that ran the query ended'));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** Undefined when the process ended without one. */
function answerOf(child: ChildProcess, question: string): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    child.stdout?.on('data', (part: Buffer) => parts.push(part));
    child.on('error', (error) => reject(queryFailed(error)));
    child.on('close', (code) => resolve(code === 0 ? Buffer.concat(parts) : undefined));
    // A process that ended has no input any more, and that it ended is told by `close`.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(question);
  });
}

function resultOf(answer: Buffer): QueryResult {
  // What the program below writes.
  const { failed, ...result } = parseJson(answer) as unknown as QueryResult & {
    readonly failed?: { readonly message: string; readonly errcode?: number };
  };
  if (failed === undefined) return result;
  throw queryFailed(Object.assign(new Error(failed.message), { errcode: failed.errcode }));
}

/** A number where a JavaScript number holds it exactly; bytes as SQLite writes them. */
const program = `
import { DatabaseSync } from 'node:sqlite';
let text = '';
for await (const part of process.stdin) text += part;
const { path, sql, maxRows } = JSON.parse(text);
const shown = (value, type) => {
  if (typeof value === 'bigint') {
    if (/^boolean$/i.test(type ?? '')) return value !== 0n;
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof Uint8Array)
    return /^json/i.test(type ?? '') ? Buffer.from(value).toString() : 'x' + Buffer.from(value).toString('hex');
  const moment = /^(datetime|timestamp)$/i.exec(type ?? '')?.[1].toLowerCase();
  if (typeof value !== 'string' || moment === undefined) return value;
  return value.replace(' ', 'T').replace(/\\.?(?:000)+$/, '') + (moment === 'datetime' ? 'Z' : '');
};
let answer;
try {
  const statement = new DatabaseSync(path, { readOnly: true }).prepare(sql);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const columns = statement.columns();
  const rows = [];
  let truncated = false;
  for (const row of statement.iterate()) {
    truncated = rows.length === maxRows;
    if (truncated) break;
    rows.push(row.map((value, at) => shown(value, columns[at].type)));
  }
  answer = { columns: columns.map(({ name }) => name), rows, truncated };
} catch (error) {
  answer = { failed: { message: String(error.message), errcode: error.errcode } };
}
process.stdout.write(JSON.stringify(answer));
`;
