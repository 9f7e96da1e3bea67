import { inspect } from 'node:util';
import { isSluiceError, type SluiceError } from '../../core/error.ts';
import { printable } from '../../core/printable.ts';
import type { TextOutput } from '../terminal.ts';
import { jsonText } from './json.ts';

export interface ErrorDisplay {
  /** One JSON object, for machines. */
  readonly json: boolean;
  /** Also code, phase, details, stack and cause. */
  readonly debug: boolean;
}

/** For people: what went wrong, what to do next, and where to look; ends with a line break. */
export function errorText(error: unknown, debug: boolean, to: TextOutput): string {
  const { message, hint, code } = isSluiceError(error) ? error : unexpected(error);
  const lines = [
    `${to.style('red', 'Error')}  ${linesOf(message)}`,
    ...askedLines(error).map((line) => to.style('dim', `       ${line}`)),
    `       ${to.style('cyan', '→')} ${linesOf(hint)}`,
    ...(debug ? debugLines(error) : [to.style('dim', `       ${code}; more with --debug`)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** For machines: one line. */
export function errorJson(error: unknown): string {
  const { code, phase, message, hint, retryable } = isSluiceError(error) ? error : unexpected(error);
  return `${jsonText({ error: { code, phase, message, hint, retryable, ...Object.fromEntries(askedFacts(error)) } })}\n`;
}

/** What was asked, what came back, and what in the configuration to look at: there when an API was asked. */
function askedFacts(error: unknown): readonly (readonly [name: keyof typeof askedLabels, text: string])[] {
  const details = isSluiceError(error) ? error.details : {};
  return askedNames.flatMap((name) => {
    const text = details[name];
    return typeof text === 'string' ? [[name, text] as const] : [];
  });
}

/** The line for the shell is not cut: half of it would be another request. */
function askedLines(error: unknown): readonly string[] {
  const resource = isSluiceError(error) ? error.details['resource'] : undefined;
  return askedFacts(error).map(([name, text]) => {
    const owner = name === 'configPath' && typeof resource === 'string' ? `, "${resource}"` : '';
    return `${askedLabels[name]}${printable(text + owner, 10_000)}`;
  });
}

const askedLabels = { curl: 'asked   ', shape: 'answer  ', configPath: 'see     ' } as const;
const askedNames = ['curl', 'shape', 'configPath'] as const;

type ErrorWords = Pick<SluiceError, 'code' | 'phase' | 'message' | 'hint' | 'retryable'>;

function unexpected(error: unknown): ErrorWords {
  const why = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    phase: 'config',
    message: `Cannot go on: ${why}`,
    hint: 'Report this as a fault of sluice, with what --debug prints.',
    retryable: false,
  };
}

function debugLines(error: unknown): readonly string[] {
  const facts = isSluiceError(error) ? [`code ${error.code}`, `phase ${error.phase}`] : [];
  const details = isSluiceError(error) ? inspect(error.details, { depth: 4, breakLength: 100 }).split('\n') : [];
  const stack = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return [...facts, ...details, ...stack, ...causeLines(error)].map((line) => `       ${printable(line, 1000)}`);
}

/** Message and place of each cause, without its fields: those of a foreign error may hold anything. */
function causeLines(error: unknown): readonly string[] {
  const lines: string[] = [];
  let cause = error instanceof Error ? error.cause : undefined;
  for (let depth = 0; cause !== undefined && depth < 8; depth += 1) {
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause, { depth: 1 });
    lines.push(...`caused by ${text}`.split('\n'));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return lines;
}

/** Line breaks of ours stay, each line is made printable by itself. */
function linesOf(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line, 2000))
    .join('\n       ');
}
