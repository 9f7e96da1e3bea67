/** How fast and how often an API may be asked, from prose (L14). */
import type { GuideValue } from '../guide.ts';
import type { Fact } from '../markdown/facts.ts';
import type { Tell } from './draft.ts';

const perSeconds: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['sec', 1],
  ['second', 1],
  ['m', 60],
  ['min', 60],
  ['minute', 60],
  ['h', 3600],
  ['hour', 3600],
  ['day', 86_400],
]);

const rate =
  /(\d[\d,]*)\s*(?:api )?(?:requests?|calls?|reqs?)?\s*(?:\/|per|every|in|each|a)\s*(\d+)?\s*-?(seconds?|secs?|minutes?|mins?|hours?|days?|s|m|h)\b/i;
const keyedRate = /(?:requests?|calls?)?\s*(?:\/|per)\s*(second|minute|hour|day)/i;

/** "1000 requests per 60 seconds", and "Requests per Minute: 100"; undefined where no number is given. */
export function rateLimitFrom({ key, value }: Fact): GuideValue | undefined {
  const [, requests, count, unit] = rate.exec(value) ?? [];
  if (requests !== undefined && unit !== undefined) {
    const seconds = perSeconds.get(unit.toLowerCase().replace(/(?<=..)s$/, '')) ?? 1;
    return { requests: numberOf(requests), per_seconds: seconds * Number(count ?? 1) };
  }
  const [, named] = keyedRate.exec(key) ?? [];
  const [, number] = /^\D{0,20}?(\d[\d,]*)/.exec(value) ?? [];
  if (named === undefined || number === undefined) return undefined;
  return { requests: numberOf(number), per_seconds: perSeconds.get(named.toLowerCase()) ?? 1 };
}

function numberOf(text: string): number {
  return Number(text.replaceAll(',', ''));
}

/** "max 3 retries, backoff factor of 2 on 429, 500", in one bullet or in several; undefined where nothing is said. */
export function retryFrom(facts: readonly Fact[], tell: Tell): GuideValue | undefined {
  const retry: Record<string, GuideValue> = {};
  for (const { key, value, line } of facts) {
    const text = `${key}: ${value}`;
    if (!/retr|back-?off|attempt/i.test(text)) continue;
    const before = Object.keys(retry).length;
    const attempts = attemptsIn(text);
    const [, factor] = /back-?off(?: factor| multiplier)?(?: of|:| =)?\s*`?(\d+(?:\.\d+)?)/i.exec(text) ?? [];
    const statuses = [...text.matchAll(/(?<!\d)([45]\d\d)(?!\d)/g)].map(([, status]) => Number(status));
    if (attempts !== undefined) retry['attempts'] = attempts;
    if (factor !== undefined) retry['backoff_factor'] = Number(factor);
    if (statuses.length > 0) retry['statuses'] = [...new Set(statuses)];
    const kind = Object.keys(retry).length > before ? 'taken' : 'ignored';
    const said = key === '' ? value : text;
    const message =
      kind === 'taken'
        ? `"${said}" sets how failures are asked again (L14)`
        : `"${said}" gives no number: the usual retries stay`;
    tell({ kind, line, path: 'client.retry', message });
  }
  return Object.keys(retry).length === 0 ? undefined : retry;
}

const counts: readonly RegExp[] = [
  /(\d+)`?\s*(retries|attempts|times|retry|tries)/i,
  /(?:max(?:imum)?\s*)?(?:number of\s*)?(retries|attempts)(?:\s*\(max\))?\s*[:=]?\s*(?:up to|max(?:imum)?(?: of)?)?\s*`?(\d+)/i,
];

/** "3 retries" are four attempts, and "5 attempts" are five. */
function attemptsIn(text: string): number | undefined {
  for (const pattern of counts) {
    const found = pattern.exec(text);
    const number = found?.slice(1).find((group) => /^\d+$/.test(group));
    if (found !== null && number !== undefined)
      return Number(number) + (/attempts|tries\b(?<!retries)/i.test(found[0]) ? 0 : 1);
  }
  return undefined;
}
