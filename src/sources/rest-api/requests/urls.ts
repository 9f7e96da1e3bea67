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

/** An address as it goes over the wire: what no address may hold is percent-encoded, a fragment is not sent (2.1). */
export function wireUrl(text: string): string {
  const [written = ''] = text.split('#');
  const safe = written
    .replaceAll(/%(?![0-9A-Fa-f]{2})/g, '%25')
    .replaceAll(/[[\]|\\{}"]/g, (sign) => encodeURIComponent(sign));
  return URL.canParse(safe) ? new URL(safe).href : safe;
}

/** A value inside of a path, so that it cannot change the path's structure (W22). */
export function pathSegment(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\uFFFD')).replaceAll(/%(?:3A|40|2C)/g, (code) =>
    decodeURIComponent(code),
  );
}
