import { membersOf } from '../draft/draft.ts';
import type { GuideValue } from '../guide.ts';
import { formatFrom } from '../draft/incremental.ts';

/** The members of `incremental`, with the spellings of moments that guides use. */
export function mergedIncremental(value: GuideValue): ReadonlyMap<string, GuideValue> {
  const members = new Map(membersOf(value));
  const format = members.get('value_format');
  if (typeof format === 'string') members.set('value_format', formatFrom(format) ?? format);
  for (const key of ['resource', 'incremental_support']) members.delete(key);
  return members;
}
