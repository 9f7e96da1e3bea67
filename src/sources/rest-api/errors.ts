/** What can go wrong while an API is walked. Mistakes in the configuration are problems, see `read-config.ts`. */
import { SluiceError } from '../../core/error.ts';
import { nearest } from '../../core/nearest.ts';
import { printable } from '../../core/printable.ts';
import { showValue } from '../../config/problem.ts';

/** The same error, which knows more. */
export function withDetails(error: SluiceError, details: Readonly<Record<string, unknown>>): SluiceError {
  const { message, code, phase, hint, retryable, cause, stack } = error;
  const facts = { code, phase, hint, retryable, cause, details: { ...error.details, ...details } };
  return Object.assign(new SluiceError(message, facts), { stack });
}

/** @param keys of the answer, at its top level */
export function selectorMissed(resource: string, selector: string, keys: readonly string[]): SluiceError {
  const near = nearest(selector.replace(/^\$\./, ''), keys);
  const found = keys.length === 0 ? 'no keys at all' : listed(keys);
  return new SluiceError(
    `Cannot find the rows of "${resource}": data_selector "${short(selector)}" matches nothing in the first answer`,
    {
      code: 'selector_missed',
      phase: 'extract',
      hint:
        near === undefined
          ? `Set data_selector to what the answer has: ${found}`
          : `Did you mean "${short(near)}"? Set data_selector to what the answer has: ${found}`,
      details: { resource, selector, keys },
    },
  );
}

/** @param position of the element, from 0 */
export function rowsInvalid(resource: string, position: number, kind: string): SluiceError {
  return new SluiceError(`Cannot use the answer for "${resource}" as rows: element ${position} is ${kind}`, {
    code: 'rows_invalid',
    phase: 'extract',
    hint: 'Set data_selector so that it selects one list of objects',
    details: { resource, position },
  });
}

/** What is known of an answer that is not JSON. */
export interface UnreadableAnswer {
  readonly resource: string;
  readonly status: number;
  readonly contentType: string;
  /** The beginning of the body. */
  readonly excerpt: string;
  /** True where the body looks as if its end were missing. */
  readonly cut: boolean;
  readonly cause: unknown;
}

/** Retryable where the answer was cut. */
export function bodyNotJson(answer: UnreadableAnswer): SluiceError {
  const { resource, status, cut, cause } = answer;
  const excerpt = answer.excerpt === '' ? 'an empty body' : `"${printable(answer.excerpt, 200)}"`;
  const type = answer.contentType === '' ? 'no content type' : short(answer.contentType);
  return new SluiceError(`Cannot read the answer for "${resource}": status ${status}, ${type}, not JSON: ${excerpt}`, {
    code: 'body_not_json',
    phase: 'extract',
    hint: cut
      ? 'Run it again, the answer was cut off'
      : 'Check base_url and path, or ignore such an answer with response_actions',
    retryable: cut,
    details: { resource, status, contentType: answer.contentType },
    cause,
  });
}

/** A request and the earlier page that it brought already. */
export interface RepeatedRequest {
  readonly resource: string;
  /** Without secrets. */
  readonly url: string;
  readonly page: number;
  readonly earlierPage: number;
}

/** Says both pages (W4). */
export function paginationLoop(repeated: RepeatedRequest): SluiceError {
  const { resource, url, page, earlierPage } = repeated;
  return new SluiceError(
    `Cannot go on with "${resource}": page ${page} would be asked for with the request of page ${earlierPage}, ${short(url)}`,
    {
      code: 'pagination_loop',
      phase: 'extract',
      hint: 'Check the paginator: its cursor, link or page parameter does not move',
      details: { resource, page, earlierPage },
    },
  );
}

/**
 * The same rows come back however the request changes, or nothing comes at all.
 * @param orElse what it may be otherwise, for the end of the hint
 */
export function paginationStuck(resource: string, what: string, orElse = ''): SluiceError {
  return new SluiceError(`Cannot go on with "${resource}": ${what}`, {
    code: 'pagination_loop',
    phase: 'extract',
    hint: `Check the name of the page, offset or cursor parameter: the API seems to ignore it${orElse}`,
    details: { resource },
  });
}

/** More pages are announced, but nothing says how to get them (W5). */
export function paginationContradiction(resource: string, flagPath: string, cursorPath: string): SluiceError {
  return new SluiceError(
    `Cannot go on with "${resource}": ${flagPath} says there are more pages, but there is no cursor at ${cursorPath}`,
    {
      code: 'pagination_contradiction',
      phase: 'extract',
      hint: 'Correct cursor_path of the paginator, or leave out has_more_path',
      details: { resource, flagPath, cursorPath },
    },
  );
}

/** A field of the answer, and the key that named it. */
export interface PagingField {
  readonly resource: string;
  /** Key of the paginator, such as `total_path`. */
  readonly key: string;
  readonly path: string;
}

/** @param found undefined where the path matches nothing */
export function paginationValue(field: PagingField, expected: string, found: unknown): SluiceError {
  const what = found === undefined ? 'there is nothing' : `it is ${showValue(found)}`;
  return new SluiceError(
    `Cannot go on with "${field.resource}": ${field.path} in the answer must be ${expected}, but ${what}`,
    {
      code: 'pagination_value',
      phase: 'extract',
      hint: `Correct ${field.key} of the paginator, or set it to null`,
      details: { ...field },
    },
  );
}

/** For a paginator that is code of the user's own. */
export function paginatorUnusable(resource: string, why: string): SluiceError {
  return new SluiceError(`Cannot go on with "${resource}": its own paginator ${why}`, {
    code: 'config_invalid',
    phase: 'extract',
    hint: 'Return goOn(request) or endWith(verdict, reason) from its function next',
    details: { resource },
  });
}

/** @param reason with the page and the numbers */
export function resultShort(resource: string, reason: string): SluiceError {
  return new SluiceError(`Cannot finish "${resource}": ${reason}`, {
    code: 'result_short',
    phase: 'extract',
    hint: 'Run it again, or set total_path to null if the API counts something else there',
    details: { resource },
  });
}

/** What a request needs of its parent and does not get. */
export interface MissingField {
  readonly resource: string;
  readonly parent: string;
  readonly field: string;
  readonly why: string;
  /** Keys of the parent's row. */
  readonly available: readonly string[];
}

/** Names the field, the parent and what its row has (W21). */
export function parentFieldMissing(missing: MissingField): SluiceError {
  const { resource, parent, field, why, available } = missing;
  const near = nearest(field, available);
  const meant = near === undefined || near === field ? '' : `Did you mean "${short(near)}"? `;
  return new SluiceError(`Cannot ask for "${resource}": field "${short(field)}" of a row of "${parent}" ${why}`, {
    code: 'parent_field_missing',
    phase: 'extract',
    hint: `${meant}Use a field that every row of "${parent}" has; this one has ${listed(available)}`,
    details: { resource, parent, field, available },
  });
}

/** Two lists of the same row: which of their pairs are meant is not known. */
export function parentFieldsMultiply(resource: string, fields: readonly string[]): SluiceError {
  return new SluiceError(
    `Cannot ask for "${resource}": ${listed(fields)} have several values each, and which belong together is not known`,
    {
      code: 'parent_field_missing',
      phase: 'extract',
      hint: 'Use one field with several values, and single values for the others',
      details: { resource, fields },
    },
  );
}

/** A path needs a value of the window that there is none of yet. */
export function windowValueMissing(resource: string, name: string): SluiceError {
  return new SluiceError(`Cannot ask for "${resource}": {${short(name)}} has no value yet, but is a part of the path`, {
    code: 'config_invalid',
    phase: 'extract',
    hint: 'Set initial_value of incremental',
    details: { resource },
  });
}

/** A format such as `:d` for a value that is no whole number. */
export function formatMismatch(resource: string, hole: string, value: unknown): SluiceError {
  return new SluiceError(
    `Cannot ask for "${resource}": the format of {${short(hole)}} does not go with ${showValue(value)}`,
    {
      code: 'config_invalid',
      phase: 'extract',
      hint: 'Correct the format, or leave it out',
      details: { resource },
    },
  );
}

/** Code of the user threw, or gave what no row can hold. @param cause what it threw, or why its result will not do */
export function stepFailed(
  place: { readonly resource: string; readonly step: string; readonly row?: number | undefined },
  cause: unknown,
): SluiceError {
  const { resource, step, row } = place;
  const why = typeof cause === 'string' ? cause : `it threw "${short(String(cause))}"`;
  return new SluiceError(
    `Cannot go on with "${resource}": ${step} failed${row === undefined ? '' : ` for row ${row} of a page`}: ${why}`,
    {
      code: 'step_failed',
      phase: 'extract',
      hint: `Correct the code of ${step}`,
      details: { resource, step, row },
      cause: typeof cause === 'string' ? undefined : cause,
    },
  );
}

/** For a saved position that this source did not write. */
export function positionUnreadable(resource: string, why: string): SluiceError {
  return new SluiceError(`Cannot go on with "${resource}" where the last run stopped: ${why}`, {
    code: 'state_unreadable',
    phase: 'extract',
    hint: 'Start the pipeline afresh, or undo the change of the source since the last run',
    details: { resource },
  });
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).map(short);
  return `${shown.join(', ')}${names.length > shown.length ? ', …' : ''}`;
}

function short(text: string): string {
  return printable(text, 120);
}
