import type { PaginatorObject } from '../paginators/vocabulary.ts';

/** How a walk knows that it is over, in one clause; for plans and checks. */
export function walkEnd(paging: PaginatorObject | undefined): string {
  if (paging?.type === 'single_page') return 'after one page';
  const keys: Keys = new Map(Object.entries(paging ?? {}));
  const ends = endsOf.get(paging?.type ?? '')?.(keys) ?? [];
  return ends.length === 0 ? 'as the first answer shows' : `when ${ends.join(', or ')}`;
}

/** Read loosely: each type has some of the same few keys. */
type Keys = ReadonlyMap<string, unknown>;

const endsOf: ReadonlyMap<string, (keys: Keys) => readonly string[]> = new Map([
  ['page_number', (keys: Keys) => counted(keys, 'pages', 'maximum_page')],
  ['offset', (keys: Keys) => counted(keys, 'rows', 'maximum_offset')],
  ['cursor', cursorEnds],
  ['header_cursor', (keys: Keys) => [`an answer has no header ${textOf(keys, 'cursor_key') ?? 'next'}`]],
  ['json_link', (keys: Keys) => [`an answer has no link at ${textOf(keys, 'next_url_path') ?? 'next'}`]],
  [
    'header_link',
    (keys: Keys) => [`an answer has no Link header with rel="${textOf(keys, 'links_next_key') ?? 'next'}"`],
  ],
]);

function counted(keys: Keys, what: string, maximum: string): readonly string[] {
  const usual =
    what === 'rows' ? 'total, or at another usual place, where there is one,' : 'total, where there is one,';
  const total = keys.has('total_path') ? textOf(keys, 'total_path') : usual;
  const next = textOf(keys, 'next_page_path');
  return [
    ...flagged(keys),
    ...(next === undefined ? [] : [`an answer has no ${next}`]),
    ...(total === undefined ? [] : [`the count of ${what} at ${total} is reached`]),
    ...(typeof keys.get(maximum) === 'number' ? [`${maximum} ${String(keys.get(maximum))} is reached`] : []),
    ...(keys.get('stop_after_empty_page') === false ? [] : ['a page is empty']),
  ];
}

function cursorEnds(keys: Keys): readonly string[] {
  const done = textOf(keys, 'done_path');
  const isByRow = textOf(keys, 'cursor_path') === undefined && textOf(keys, 'last_row_key') !== undefined;
  return [
    ...flagged(keys),
    ...(done === undefined ? [] : [`${done} is true`]),
    ...stopped(keys),
    ...(isByRow ? [] : [withoutCursor(textOf(keys, 'cursor_path'))]),
    ...(isByRow || keys.get('stop_after_empty_page') === true ? ['a page is empty'] : []),
  ];
}

/** Where nobody named its place, the first answer shows it (L5). */
function withoutCursor(path: string | undefined): string {
  return path === undefined ? 'an answer has no further cursor' : `an answer has no cursor at ${path}`;
}

function stopped(keys: Keys): readonly string[] {
  const condition = textOf(keys, 'stop_condition');
  if (condition === undefined) return [];
  return [/^[\w.]+$/.test(condition) ? `${condition} is true` : `the condition ${condition} is met`];
}

function flagged(keys: Keys): readonly string[] {
  const flag = textOf(keys, 'has_more_path');
  return flag === undefined ? [] : [`${flag} is false`];
}

/** Undefined for what is not there, null or empty. */
function textOf(keys: Keys, key: string): string | undefined {
  const value = keys.get(key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
