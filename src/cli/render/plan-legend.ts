import { printable } from '../../core/printable.ts';
import type { PlannedRequest } from '../../sources/source.ts';
import type { UnsetSecret } from '../sources/stand-ins.ts';
import type { TextOutput } from '../terminal.ts';
import { widthOf } from '../../core/text-width.ts';
import { fitted, wrapped } from './width.ts';

/** The request with `<token: not set>` in place of the mask, where its credential is set nowhere. */
export function withUnset(request: PlannedRequest, unset: readonly UnsetSecret[]): PlannedRequest {
  const { credentials = [] } = request;
  if (unset.length === 0 || credentials.length === 0) return request;
  const standIn = unset.map(standInOf).join(' ');
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    credentials.includes(name) ? standIn : value,
  ]);
  const [address = '', ...query] = request.url.split('?');
  const params = query.join('?').split('&');
  const shown = params.map((param) => {
    const [name = ''] = param.split('=');
    return credentials.includes(decoded(name)) ? `${name}=${standIn}` : param;
  });
  return {
    ...request,
    url: query.length === 0 ? address : `${address}?${shown.join('&')}`,
    // Each member is a name and a text.
    headers: Object.fromEntries(headers) as PlannedRequest['headers'],
  };
}

/** What stands for values that are not known yet, and where those that are not set can be set. */
export function legendText(requests: readonly PlannedRequest[], unset: readonly UnsetSecret[], to: TextOutput): string {
  const meanings = new Map(
    requests.flatMap(({ unknown = [] }) => unknown.map(({ placeholder, meaning }) => [placeholder, meaning] as const)),
  );
  const places = unset.map((one) => [standInOf(one), `set ${one.places.join(', or ')}`] as const);
  const all = [...meanings, ...places].map(
    ([text, meaning]) => [printable(text, 200), printable(meaning, 1000)] as const,
  );
  const width = all.reduce((widest, [text]) => Math.max(widest, widthOf(text)), 0);
  const lines = all.map(([text, meaning]) => {
    const [name, indent] = [fitted(text, width), Math.min(width + 4, widestIndent)];
    return `${wrapped(`  ${name}  ${meaning}`, to, indent).replace(name, () => to.style('cyan', name))}\n`;
  });
  return lines.length === 0 ? '' : `\n${to.style('bold', 'Not known before the run')}\n${lines.join('')}`;
}

const widestIndent = 32;

function standInOf({ key }: UnsetSecret): string {
  return `<${key}: not set>`;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}
