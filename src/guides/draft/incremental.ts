/** What is asked for from one run to the next, from bullets and sentences (L10). */
import type { GuideValue } from '../guide.ts';
import { codesIn, plainValue, type Fact } from '../markdown/facts.ts';
import type { Tell } from './draft.ts';
import { incrementalKeys, keyFor } from './names.ts';

/** The members of `incremental` that facts give; undefined where they name no cursor and no parameter. */
export function incrementalFromFacts(facts: readonly Fact[], tell: Tell): GuideValue | undefined {
  const found = new Map<string, GuideValue>();
  for (const fact of facts.flatMap((one) => [one, ...one.children])) {
    const key = fact.key === '' ? undefined : keyFor(fact.key, incrementalKeys);
    if (key === 'resource') continue;
    if (key === undefined || key === 'incremental_support') readSentence(fact, found);
    else readMember(key, fact, found, tell);
  }
  return found.has('cursor_path') || found.has('start_param') ? Object.fromEntries(found) : undefined;
}

function readMember(key: string, fact: Fact, found: Map<string, GuideValue>, tell: Tell): void {
  const ignore = (why: string): void =>
    tell({
      kind: 'ignored',
      line: fact.line,
      path: 'endpoint.incremental',
      message: `"${fact.key}: ${fact.value}": ${why}`,
    });
  if (key === 'value_format') {
    const format = formatFrom(fact.value);
    if (format === undefined) ignore('no such spelling of a moment is known');
    else found.set(key, format);
    return;
  }
  if (key === 'initial_value') {
    const value = initialFrom(fact.value);
    if (value === undefined) ignore('the first run loads everything, unless start_date is set (L10)');
    else found.set(key, value);
    return;
  }
  if (key === 'row_order') {
    const order = /desc/i.test(fact.value) ? 'desc' : /asc/i.test(fact.value) ? 'asc' : undefined;
    if (order === undefined) ignore('it names no order');
    else found.set(key, order);
    return;
  }
  if (key === 'lag') {
    const seconds = lagFrom(fact.value);
    if (seconds === undefined) ignore('it gives no number of seconds');
    else found.set(key, seconds);
    return;
  }
  const name = plainValue(fact.value);
  if (/^[\w.$[\]@-]+$/.test(name)) found.set(key, name);
  else ignore('it gives no name');
}

const code = '`([\\w.$[\\]@-]+)`';
const cursorForms: readonly RegExp[] = [
  new RegExp(`(?:cursor|replication key)(?: field| path| column)?(?: is| on|:| =)? ${code}`, 'i'),
  new RegExp(`${code} (?:as|is) (?:the )?(?:cursor|replication)`, 'i'),
  new RegExp(`(?:based on|tracks?|by|on) (?:the )?${code}`, 'i'),
];
const paramForms: readonly RegExp[] = [
  new RegExp(`(?:param(?:eter)?|filter)(?: is| named|:| =)? ${code}`, 'i'),
  new RegExp(`${code} (?:query |filter |request )*(?:param|filter)`, 'i'),
  new RegExp(`(?:via|using|with|through|pass(?:ed)? (?:as|in)) (?:the )?${code}`, 'i'),
];

function readSentence({ value }: Fact, found: Map<string, GuideValue>): void {
  const [cursor, param] = [cursorForms, paramForms].map((forms) =>
    forms.map((form) => form.exec(value)?.[1]).find((one) => one !== undefined),
  );
  if (cursor !== undefined && !found.has('cursor_path')) found.set('cursor_path', cursor);
  if (param !== undefined && param !== cursor && !found.has('start_param')) found.set('start_param', param);
  const [, start] =
    /\b(?:starts?|starting|initial(?: value)?|begins?)[^`.;]{0,20}`?(\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?)/i.exec(value) ??
    [];
  if (start !== undefined && !found.has('initial_value')) found.set('initial_value', start);
  const format = found.has('cursor_path') ? formatFrom(value) : undefined;
  if (format !== undefined && !found.has('value_format')) found.set('value_format', format);
}

/** As `value_format` has it. */
export function formatFrom(text: string): string | undefined {
  const plain = text.replaceAll('`', '').trim();
  if (/^(?:iso|iso_no_zone|date|epoch_seconds|epoch_milliseconds)$/i.test(plain)) return plain.toLowerCase();
  if (/epoch|unix/i.test(plain)) return /milli|\bms\b/i.test(plain) ? 'epoch_milliseconds' : 'epoch_seconds';
  if (/yyyy-mm-dd(?!.*hh)/i.test(plain) || /date only/i.test(plain)) return 'date';
  return /iso|rfc ?3339|timestamp with|date-?time/i.test(plain) ? 'iso' : undefined;
}

/** A moment that is written there, or the variable that the user sets; prose such as "now minus a buffer" is neither. */
function initialFrom(text: string): GuideValue | undefined {
  const written =
    codesIn(text).find((one) => /^\d{4}-\d{2}-\d{2}|^\d{9,13}$/.test(one)) ??
    /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?$/.exec(plainValue(text))?.[0];
  if (written !== undefined) return /^\d+$/.test(written) ? Number(written) : written;
  return undefined;
}

function lagFrom(text: string): number | undefined {
  const [, number, unit] = /(\d+)\s*(second|minute|hour|day|s\b|h\b)/i.exec(text) ?? [];
  if (number === undefined || unit === undefined) return undefined;
  const lengths = new Map([
    ['s', 1],
    ['m', 60],
    ['h', 3600],
    ['d', 86_400],
  ]);
  return Number(number) * (lengths.get(unit[0]?.toLowerCase() ?? 's') ?? 1);
}
