/** How long the server asks to wait. */
export interface RetryAfter {
  readonly waitMs: number;
  /** What it asked for, where that is more than the limit. */
  readonly askedMs?: number | undefined;
}

/**
 * Reads `Retry-After`, in whole seconds or as an HTTP date (RFC 9110, section 10.2.3); a date is compared with the clock
 * of the server where it sends one, for ours may differ (F2.17). Undefined for anything else, such as `1.5` or `soon`.
 * @param headers names in lower case
 */
export function readRetryAfter(
  headers: Readonly<Record<string, string>>,
  nowMs: number,
  longestMs: number,
): RetryAfter | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  const askedMs = /^\d+$/.test(text) ? Number(text) * 1000 : untilDate(text, httpDate(headers['date'] ?? '') ?? nowMs);
  if (askedMs === undefined) return undefined;
  return askedMs > longestMs ? { waitMs: longestMs, askedMs } : { waitMs: Math.max(0, askedMs) };
}

function untilDate(text: string, nowMs: number): number | undefined {
  const date = httpDate(text);
  return date === undefined ? undefined : date - nowMs;
}

/** Milliseconds since 1970, or undefined; for the three forms of RFC 9110, section 5.6.7; two of them say GMT, the third means it. */
export function httpDate(text: string): number | undefined {
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? [\w :-]{10,30}$/.test(text)) return undefined;
  const date = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : date;
}
