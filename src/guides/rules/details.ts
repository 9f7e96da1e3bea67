import { textAt, type Draft, type Tell } from '../draft/draft.ts';

/** What was listed may be gone, or private, when it is asked for by itself: that one is left out, counted and told. */
export function tolerateMissingDetails(draft: Draft, tell: Tell): void {
  for (const { name, bound, endpoint } of draft.resources) {
    const path = (textAt(endpoint, 'path') ?? '').replace(/\?.*$/, '').replace(/\/$/, '');
    if (bound.length === 0 || !path.endsWith('}') || endpoint.has('response_actions')) continue;
    const line = endpoint.get('path')?.line ?? 1;
    const ignored = [403, 404].map((status) => ({ status_code: status, action: 'ignore' }));
    endpoint.set('response_actions', { line, value: ignored });
    const message = 'it asks for one thing at a time: one that is gone (404) or private (403) is left out, and counted';
    tell({ kind: 'inferred', line, resource: name, path: 'endpoint.response_actions', message });
  }
}
