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
  const total = keys.has('total_path') ? textOf(keys, 'total_path') : 'total, where there is one,';
  return [
    ...flagged(keys),
    ...(total === undefined ? [] : [`the count of ${what} at ${total} is reached`]),
    ...(typeof keys.get(maximum) === 'number' ? [`${maximum} ${String(keys.get(maximum))} is reached`] : []),
    ...(keys.get('stop_after_empty_page') === false ? [] : ['a page is empty']),
  ];
}

function cursorEnds(keys: Keys): readonly string[] {
  const done = textOf(keys, 'done_path');
  return [
    ...flagged(keys),
    ...(done === undefined ? [] : [`${done} is true`]),
    `an answer has no cursor at ${textOf(keys, 'cursor_path') ?? 'cursors.next'}`,
    ...(keys.get('stop_after_empty_page') === true ? ['a page is empty'] : []),
  ];
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
