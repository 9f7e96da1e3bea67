import { compileJsonPath, memberPath } from '../../../core/json-path.ts';
import { isRow, type Value } from '../../../core/value.ts';
import type { ApiRequest } from '../../../http/http.ts';
import { nextTargets } from './next-target.ts';
import type { ApiPage } from './paginator.ts';
import { isTruthy } from './paging-fields.ts';
import type { CursorConfig } from './vocabulary.ts';

/** Where the cursor of the next page is: somewhere in the answer, or in its last row. */
export interface CursorPlace {
  /** Key of the paginator that says so, for messages. */
  readonly key: 'cursor_path' | 'last_row_key';
  readonly path: string;
  /** Undefined where there is none. */
  cursorIn(page: ApiPage): Value | undefined;
}

/** The place that the configuration names; undefined where it names none. */
export function namedPlace(config: CursorConfig): CursorPlace | undefined {
  if (config.cursor_path !== undefined) return inAnswer(config.cursor_path);
  return (config.last_row_key ?? '') === '' ? undefined : inLastRow(config.last_row_key ?? '');
}

/**
 * The place that an answer has a cursor in, where nobody named one (L5): dlt's `cursors.next`, a field with the name of
 * the parameter, one that leads to the next page, and for a parameter such as `startingAfter` the `id` of the last row.
 */
export function placeSeen(config: CursorConfig, request: ApiRequest, page: ApiPage): CursorPlace | undefined {
  const usual = inAnswer(usualPath);
  if (usual.cursorIn(page) !== undefined) return usual;
  const param = config.cursor_body_path?.split('.').at(-1) ?? config.cursor_param ?? 'cursor';
  const own = isRow(page.body) && Object.hasOwn(page.body, param) ? page.body[param] : undefined;
  if (own !== undefined && (own === null || typeof own !== 'object')) return inAnswer(memberPath([param]));
  const target = [...nextTargets(request, page)].find(({ kind }) => kind === 'cursor');
  if (target !== undefined) return inAnswer(target.path);
  const ofRow = inLastRow('id');
  return namesOfRows.test(param) && isTruthy(ofRow.cursorIn(page)) ? ofRow : undefined;
}

/** Where dlt looks. */
export const usualPath = 'cursors.next';

const namesOfRows =
  /^(?:starting_?after|start_?after|after|after_?id|since_?id|last_?id|last_?seen|last_?seen_?id|from_?id|min_?id)$/i;

function inAnswer(text: string): CursorPlace {
  const path = compileJsonPath(text);
  return { key: 'cursor_path', path: text, cursorIn: ({ body }) => path.first(body) };
}

function inLastRow(text: string): CursorPlace {
  const path = compileJsonPath(text);
  return {
    key: 'last_row_key',
    path: text,
    cursorIn({ rows }) {
      const last = rows.at(-1);
      const row = Array.isArray(last) ? (last.at(-1) as Value | undefined) : last;
      return row === undefined ? undefined : path.first(row);
    },
  };
}
