import { SluiceError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import type { PageOrigin } from '../core/page.ts';
import { printable } from '../core/printable.ts';

export function unknownResource(name: string, known: readonly string[]): SluiceError {
  const guess = nearest(name, known);
  return new SluiceError(`Cannot select "${name}": the source has no resource of this name`, {
    code: 'resource_unknown',
    phase: 'config',
    hint: guess === undefined ? `Use one of ${known.join(', ')}.` : `Use "${guess}", or one of ${known.join(', ')}.`,
    details: { name, known },
  });
}

/** Where the code of a resource was called. */
export interface RowPlace {
  readonly resource: string;
  /** Counted from 0 within its page. */
  readonly row: number;
  readonly origin: PageOrigin | undefined;
}

export function tableNameFailed({ resource, row, origin }: RowPlace, why: string, cause?: unknown): SluiceError {
  const page =
    origin === undefined ? '' : ` of page ${origin.page}${origin.url === undefined ? '' : ` of ${origin.url}`}`;
  const reason =
    cause === undefined
      ? why
      : `${why} ${printable(cause instanceof Error ? `${cause.name}: ${cause.message}` : JSON.stringify(cause), 200)}`;
  return new SluiceError(`Cannot choose the table of a row of "${resource}": ${reason} (row ${row}${page})`, {
    code: 'step_failed',
    phase: 'extract',
    hint: 'Let table_name give a name for every row, such as that of its type, with a name for rows without one',
    details: { resource, row, page: origin?.page, url: origin?.url },
    cause,
  });
}

export function tooManyTables(resource: string, most: number): SluiceError {
  return new SluiceError(`Cannot choose the tables of "${resource}": its rows name more than ${most}`, {
    code: 'table_limit',
    phase: 'extract',
    hint: 'Let table_name give one of a few names, and keep the rest of what it knows as a column',
    details: { resource, most },
  });
}

export function unknownParent(child: string, parent: string): SluiceError {
  return new SluiceError(`Cannot run resource "${child}": its parent "${parent}" is not in the source`, {
    code: 'resource_unknown',
    phase: 'config',
    hint: `Add a resource called "${parent}" to the source, or let "${child}" name another parent.`,
    details: { child, parent },
  });
}

export function endlessParents(child: string, line: readonly string[]): SluiceError {
  return new SluiceError(`Cannot run resource "${child}": its parents go in a circle, ${line.join(' → ')} and back`, {
    code: 'resource_unknown',
    phase: 'config',
    hint: `Let one of ${line.join(', ')} be a resource without a parent.`,
    details: { child, line },
  });
}
