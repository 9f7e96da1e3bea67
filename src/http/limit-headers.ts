import { httpDate } from './retry-after.ts';

/** What an answer says of the rate that it counts against. */
export interface LimitReading {
  readonly limit?: number | undefined;
  /** How many more requests are allowed before the reset. */
  readonly remaining?: number | undefined;
  /** From here on; undefined where it is not told, or is over already, or more than a day away. */
  readonly resetInMs?: number | undefined;
}

/**
 * Reads `RateLimit` in both of its forms (draft-ietf-httpapi-ratelimit-headers), `RateLimit-Remaining` and its kin, and
 * the same with `X-RateLimit-` and `X-Rate-Limit-`. Of several limits the nearest is given. The reset may be in seconds,
 * or a moment in seconds or milliseconds since 1970, or a date; a moment is compared with the clock of the server where
 * it sends one. Undefined where nothing of it is readable.
 * @param headers names in lower case
 */
export function readLimitHeaders(headers: Readonly<Record<string, string>>, nowMs: number): LimitReading | undefined {
  const serverMs = httpDate(headers['date'] ?? '') ?? nowMs;
  const readings = [...together(headers['ratelimit'] ?? ''), ...prefixes.map((prefix) => apart(headers, prefix))]
    .map(({ limit, remaining, reset }) => ({
      limit: wholeNumber(limit),
      remaining: wholeNumber(remaining),
      resetInMs: untilReset(reset, serverMs),
    }))
    .filter(({ limit, remaining, resetInMs }) => [limit, remaining, resetInMs].some((part) => part !== undefined));
  return readings.sort(byRemaining)[0];
}

interface LimitTexts {
  readonly limit?: string | undefined;
  readonly remaining?: string | undefined;
  readonly reset?: string | undefined;
}

const prefixes = ['ratelimit-', 'x-ratelimit-', 'x-rate-limit-'] as const;

function apart(headers: Readonly<Record<string, string>>, prefix: string): LimitTexts {
  return {
    limit: headers[`${prefix}limit`],
    remaining: headers[`${prefix}remaining`],
    reset: headers[`${prefix}reset`],
  };
}

/** `limit=100, remaining=50, reset=5` is one limit; `"burst";r=5;t=1, "day";r=900;t=3600` are two. */
function together(text: string): readonly LimitTexts[] {
  if (text === '') return [];
  const limits = text.includes(';') ? text.split(',').map((limit) => limit.split(';')) : [text.split(',')];
  return limits.map((members) => {
    const member = new Map(members.map((pair) => splitOnce(pair)));
    return {
      limit: member.get('limit') ?? member.get('q'),
      remaining: member.get('remaining') ?? member.get('r'),
      reset: member.get('reset') ?? member.get('t'),
    };
  });
}

function splitOnce(pair: string): readonly [name: string, value: string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair.trim(), ''] : [pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1).trim()];
}

/** `100, 100;w=60` is 100. */
function wholeNumber(text: string | undefined): number | undefined {
  const [digits] = /^\s*\d{1,15}(?=\.\d+|\s*[,;]|\s*$)/.exec(text ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}

const dayMs = 86_400_000;
/** Below, a number is a time from here on; above, a moment: in seconds, and, from the second one on, in milliseconds. */
const firstMoment = 1e8;
const firstMomentMs = 1e11;

function untilReset(text: string | undefined, serverMs: number): number | undefined {
  if (text === undefined) return undefined;
  const [digits] = /^\s*\d{1,15}(?:\.\d{1,9})?(?=\s*[,;]|\s*$)/.exec(text) ?? [];
  const resetMs = digits === undefined ? untilDate(text.trim(), serverMs) : untilNumber(Number(digits), serverMs);
  return resetMs !== undefined && resetMs > 0 && resetMs <= dayMs ? resetMs : undefined;
}

function untilNumber(reset: number, serverMs: number): number {
  if (reset < firstMoment) return reset * 1000;
  return (reset < firstMomentMs ? reset * 1000 : reset) - serverMs;
}

function untilDate(text: string, serverMs: number): number | undefined {
  const date = httpDate(text);
  return date === undefined ? undefined : date - serverMs;
}

/** The fewest left first; of two that are used up the one that takes longer. */
function byRemaining(one: LimitReading, other: LimitReading): number {
  const [left, right] = [one.remaining ?? Number.MAX_VALUE, other.remaining ?? Number.MAX_VALUE];
  return left === right ? (other.resetInMs ?? 0) - (one.resetInMs ?? 0) : left - right;
}
