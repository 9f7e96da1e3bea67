import { keyOf, type Place } from '../reading/reading.ts';
import type { WrittenPaginator } from './vocabulary.ts';

/** A spelling that guides use. */
export interface PaginatorAlias {
  readonly type: WrittenPaginator['type'];
  /** As guides write it. Letter case, blanks and underscores count for nothing. */
  readonly written: string;
  /** The key that is meant. */
  readonly key: string;
}

/** Spellings of guides that are no keys; they are taken for the keys, with a remark (L1). */
export const paginatorAliases: readonly PaginatorAlias[] = [
  { type: 'json_link', written: 'Next Page Token JSONPath', key: 'next_url_path' },
  { type: 'json_link', written: 'Next Page URL JSONPath', key: 'next_url_path' },
  { type: 'page_number', written: 'Next Page JSONPath', key: 'next_page_path' },
  { type: 'page_number', written: 'Next Page Token JSONPath', key: 'next_page_path' },
  { type: 'page_number', written: 'Page Parameter', key: 'page_param' },
  { type: 'page_number', written: 'Start Page', key: 'base_page' },
  { type: 'offset', written: 'Limit Parameter', key: 'limit_param' },
  { type: 'offset', written: 'Offset Parameter', key: 'offset_param' },
  { type: 'offset', written: 'Default Limit', key: 'limit' },
  { type: 'offset', written: 'Max Limit', key: 'maximum_limit' },
  { type: 'cursor', written: 'Next Page Token JSONPath', key: 'cursor_path' },
  { type: 'cursor', written: 'Cursor Parameter', key: 'cursor_param' },
  { type: 'cursor', written: 'Limit Parameter', key: 'limit_param' },
  { type: 'cursor', written: 'Default Limit', key: 'limit' },
];

/** Keys of guides that dlt does not have and that work as they are: what a configuration for dlt would say instead. */
export const guideKeys: readonly (PaginatorAlias & { readonly instead: string })[] = [
  { type: 'cursor', written: 'limit', key: 'limit', instead: 'params of the endpoint' },
  { type: 'cursor', written: 'stop_condition', key: 'stop_condition', instead: 'done_path or has_more_path' },
];

/**
 * A paginator with the keys that its guide means; each of them is remarked on. A key that is there under its own name
 * keeps its value, and the other spelling stays and is told as unknown.
 */
export function withoutAliases(
  type: string,
  written: Readonly<Record<string, unknown>>,
  place: Place,
): Readonly<Record<string, unknown>> {
  const own = new Set(Object.keys(written));
  const renamed = Object.entries(written).map(([key, value]) => {
    const guide = guideKeys.find((known) => known.type === type && known.key === key);
    if (guide !== undefined) remark(place, key, `is not in dlt: it knows ${guide.instead}`);
    const meant = aliasOf(type, key);
    if (meant === undefined || own.has(meant)) return [key, value] as const;
    own.add(meant);
    remark(place, key, `is taken for ${meant}`);
    return [meant, value] as const;
  });
  return Object.fromEntries(renamed);
}

function aliasOf(type: string, key: string): string | undefined {
  const bare = bareName(key);
  return paginatorAliases.find((alias) => alias.type === type && bareName(alias.written) === bare)?.key;
}

function bareName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '');
}

function remark(place: Place, key: string, message: string): void {
  place.remarks?.push({ path: keyOf(place, key).path, message });
}
