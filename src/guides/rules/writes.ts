import { textAt, type DraftResource, type Tell } from '../draft/draft.ts';

/** Words of endpoints that only read, though they are asked with POST. */
const reads = /(?:^|[\s_/.:-])(?:search|query|find|filter|graphql|reports?|exports?|lookup)\b|[/.:]list\/?$/i;
const changes = /^(?:create|add|new|update|upsert|set|send|delete|remove|cancel|archive|start|run|trigger)_/;

/**
 * Endpoints of a text that change something are no streams: a description of an API may list them beside those that
 * are. Code that says `POST` means it, and is not looked at.
 */
export function leaveOutWrites(resources: DraftResource[], tell: Tell): void {
  const kept = resources.filter((resource) => isKept(resource, tell));
  resources.splice(0, resources.length, ...kept);
}

function isKept({ name, line, endpoint }: DraftResource, tell: Tell): boolean {
  const method = textAt(endpoint, 'method') ?? 'GET';
  if (method === 'GET' || method === 'HEAD') return true;
  const at = { line, resource: name, path: 'endpoint.method' };
  const isRead = method === 'POST' && !changes.test(name) && reads.test(`${name} ${textAt(endpoint, 'path') ?? ''}`);
  if (isRead) tell({ ...at, kind: 'inferred', message: 'it is asked with POST, as one that only reads' });
  else tell({ ...at, kind: 'ignored', message: `${method} changes something there: it is no stream, and never asked` });
  return isRead;
}
