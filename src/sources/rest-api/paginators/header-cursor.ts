import { filledText, shape } from '../reading/reading.ts';
import type { HeaderCursorConfig } from './vocabulary.ts';
import { endWith, goOn, type PaginatorKind } from './paginator.ts';
import { fillSlot, slotOf } from './slot.ts';

/** Each answer has the cursor of the next page in a header; none or an empty one ends the walk (4.8). */
export const headerCursor: PaginatorKind<HeaderCursorConfig> = {
  read: shape<HeaderCursorConfig>({
    type: () => 'header_cursor' as const,
    cursor_key: filledText,
    cursor_param: filledText,
  }),

  build(config) {
    const key = config.cursor_key ?? 'next';
    const slot = slotOf(config.cursor_param, undefined, 'cursor');
    const header = key.toLowerCase();
    return {
      summary: `${config.cursor_param ?? 'cursor'} takes the header ${key} of each answer`,
      first: (request) => request,
      next(request, { headers }) {
        const cursor = Object.hasOwn(headers, header) ? (headers[header] ?? '') : '';
        if (cursor === '') return endWith('proven', `the API gave no further header ${key}`);
        return goOn(fillSlot(request, slot, cursor));
      },
    };
  },
};
