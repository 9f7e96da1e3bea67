/**
 * Base and path by exactly one slash, as dlt joins them (2.1): an absolute http address stays what it is, an empty path
 * is the base, and no path can make another host out of the base.
 */
export function joinUrl(base: string, path: string): string {
  if (isAbsoluteUrl(path) || base === '') return path;
  return path === '' ? base : `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/** True for what ignores the base, in any letter case. */
export function isAbsoluteUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/**
 * An address as it goes over the wire, spelled as dlt spells it: what no address may hold is percent-encoded, escapes of
 * plain letters are taken back, a fragment is not sent (2.1).
 */
export function wireUrl(text: string): string {
  const [, host = '', written = ''] = /^(https?:\/\/[^/?#]*)?([^#]*)/i.exec(text) ?? [];
  const [path = '', ...query] = written.split('?');
  const parts = query.length === 0 ? [path] : [path, query.join('?')];
  const safe = host + parts.map(encodePart).join('?');
  return URL.canParse(safe) ? new URL(safe).href : safe;
}

/** A percent sign that begins no escape says that nothing in this part is escaped yet. */
function encodePart(part: string): string {
  const isEscaped = !/%(?![0-9A-Fa-f]{2})/.test(part);
  const escaped = isEscaped ? part.replaceAll(/%[0-9A-Fa-f]{2}/g, plainEscape) : part.replaceAll('%', '%25');
  return escaped.replaceAll(/[[\]|\\{}"^`<>]/g, (sign) => encodeURIComponent(sign));
}

function plainEscape(escape: string): string {
  const sign = String.fromCodePoint(Number.parseInt(escape.slice(1), 16));
  return /[\w.~-]/.test(sign) ? sign : escape.toUpperCase();
}

/** A value inside of a path, so that it cannot change the path's structure (W22). */
export function pathSegment(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\uFFFD')).replaceAll(/%(?:3A|40|2C)/g, (code) =>
    decodeURIComponent(code),
  );
}
