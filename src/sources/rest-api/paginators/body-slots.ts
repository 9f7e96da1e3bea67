import { keyOf, refuse, type Place } from '../reading/reading.ts';
import type { PaginatorObject } from './vocabulary.ts';

/**
 * Notes a problem where a paginator would write into a body that is a text of the user's own (W15). A form gets the
 * value as a field of its own, and a JSON body as a member.
 * @param place of the paginator
 */
export function checkBodySlots(config: PaginatorObject, body: { readonly hasTextData: boolean }, place: Place): void {
  if (!body.hasTextData) return;
  const given = new Map<string, unknown>(Object.entries(config));
  for (const key of bodyKeys) {
    const path = given.get(key) ?? '';
    if (path === '') continue;
    refuse(keyOf(place, key), {
      message: 'needs a body with fields, but data of the endpoint is a text',
      found: path,
      hint: 'Write data as an object, or use json',
    });
  }
}

const bodyKeys = ['page_body_path', 'offset_body_path', 'limit_body_path', 'cursor_body_path'] as const;
