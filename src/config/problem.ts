/**
 * Mistakes in what the user wrote. A reader of configuration collects them all and throws once, so that one look at the
 * message is enough to correct the file.
 */
import type { SluiceError } from '../core/error.ts';
import { printable } from '../core/printable.ts';
import { isSecretName } from '../core/secret-names.ts';
import { configInvalid } from './errors.ts';
import { masked, Secret } from './secret.ts';

export interface Problem {
  /** Where, as the user would write it: `resources[0].endpoint.path`; empty for the whole. */
  readonly path: string;
  /** What is wrong and what is allowed, as the end of a sentence: `must be one of GET, POST`. */
  readonly message: string;
  /** The value that is there; shown in short, and not at all where its name is that of a secret. */
  readonly found?: unknown;
  /** What to write instead, such as `Did you mean "base_url"?`. */
  readonly hint?: string | undefined;
}

/**
 * One error that lists every problem, in the order given.
 * @param subject what cannot be used, such as `source "svix"` or `client.auth`
 */
export function configError(subject: string, problems: readonly Problem[]): SluiceError {
  return configInvalid(subject, problems.map(sentence));
}

/** `Did you mean "base_url"?`, or undefined where nothing is near. */
export function didYouMean(near: string | undefined): string | undefined {
  return near === undefined ? undefined : `Did you mean ${showValue(near)}?`;
}

/** A value in a few words: a short text or number as it is, a list or object by its size. Never a secret, never deep. */
export function showValue(value: unknown): string {
  if (value instanceof Secret) return masked;
  if (typeof value === 'string') return `"${printable(value, 80)}"`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return printable(String(value), 80);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an empty object';
  return `an object with ${keys.slice(0, 5).map(shortName).join(', ')}${keys.length > 5 ? ', …' : ''}`;
}

function sentence(problem: Problem): string {
  const place = problem.path === '' ? '' : `${printable(problem.path, 200)}: `;
  const found = 'found' in problem ? `, found ${isSecretPath(problem.path) ? masked : showValue(problem.found)}` : '';
  const hint = problem.hint === undefined ? '' : `. ${problem.hint}`;
  return `${place}${problem.message}${found}${hint}`;
}

/** The last name of the path counts: `client.auth.api_key`, `resources[0].endpoint.headers.Authorization`. */
function isSecretPath(path: string): boolean {
  const name = path.split(/[.[\]'"]/).findLast((part) => part !== '' && !/^\d+$/.test(part)) ?? '';
  return isSecretName(name) || name === 'username' || name === 'client_id';
}

function shortName(name: string): string {
  return printable(name, 40);
}
