import { compileJsonPath } from '../../../core/json-path.ts';
import { paginationContradiction, paginationValue } from '../errors.ts';
import { bool, filledText, orNull, shape, text } from '../reading/reading.ts';
import { textOf } from '../requests/value-text.ts';
import type { CursorConfig } from './vocabulary.ts';
import { endWith, goOn, type PaginatorKind } from './paginator.ts';
import { isTruthy, pagingPath, pathText, readFlag } from './paging-fields.ts';
import { checkSlot, fillSlot, slotOf, slotText } from './slot.ts';

/** Each answer has the cursor of the next page; without one, or where the API says so, the walk ends (4.7). */
export const cursor: PaginatorKind<CursorConfig> = {
  read(value, place) {
    const config = readKeys(value, place);
    if (config !== undefined) checkSlot(config, { param: 'cursor_param', body: 'cursor_body_path' }, place);
    return config;
  },

  build(config, resource) {
    const slot = slotOf(config.cursor_param, config.cursor_body_path, 'cursor');
    const path = compileJsonPath(config.cursor_path ?? 'cursors.next');
    const hasMore = pagingPath(resource, 'has_more_path', config.has_more_path);
    const done = pagingPath(resource, 'done_path', config.done_path);
    const stopAtEmpty = config.stop_after_empty_page ?? false;

    return {
      summary: `${slotText(slot)} takes ${path.text} of each answer${done ? ` until ${done.path.text}` : ''}`,
      first: (request) => request,
      next(request, page) {
        if (stopAtEmpty && page.rowCount === 0) return endWith('proven', 'the page is empty');
        if (isTruthy(done?.path.first(page.body))) return endWith('proven', `the API said ${config.done_path}`);
        const more = readFlag(hasMore, page.body);
        if (more === false) return endWith('proven', 'the API said there is no next page');
        const found = path.first(page.body);
        if (isTruthy(found)) {
          if (textOf(found) !== undefined) return goOn(fillSlot(request, slot, found ?? null));
          throw paginationValue({ resource, key: 'cursor_path', path: path.text }, 'a text or number', found);
        }
        if (more === true) throw paginationContradiction(resource, hasMore?.path.text ?? '', path.text);
        return endWith('proven', 'the API gave no further cursor');
      },
    };
  },
};

const readKeys = shape<CursorConfig>({
  type: () => 'cursor' as const,
  cursor_path: pathText,
  cursor_param: orNull(text),
  cursor_body_path: orNull(filledText),
  stop_after_empty_page: orNull(bool),
  has_more_path: orNull(pathText),
  done_path: orNull(pathText),
});
