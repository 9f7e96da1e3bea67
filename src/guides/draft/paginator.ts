/** How pages hang together, from keys and from sentences. */
import type { GuideValue } from '../guide.ts';
import { codesIn, plainValue, type Fact } from '../markdown/facts.ts';
import type { Tell } from './draft.ts';
import { keyFor, paginatorKeys } from './names.ts';

export interface Place {
  readonly tell: Tell;
  readonly line: number;
  readonly resource?: string | undefined;
}

/** The words for each paginator, the more particular ones first. */
const typeWords: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:none|null|no|n\/?a)\b|not (?:applicable|paginated|supported|required|needed)|no pagination|without pag|single[ _-]?page|unpaginated/i,
    'single_page',
  ],
  [/header[ _-]?cursor/i, 'header_cursor'],
  [/\blink[ -]+header|header[ _-]?link|rfc ?(?:5988|8288)|`link`[^.]*header/i, 'header_link'],
  [
    /json[ _-]?link|next[ _-]?(?:page[ _-]?)?(?:url|link)|hypermedia|json_response|link[- ]based|follow(?:s|ing)? (?:the )?`?next/i,
    'json_link',
  ],
  [/page[ _-]?number|page[- ]based|numbered pages|page[ -]?\+|^page$|page index|`page`/i, 'page_number'],
  [/offset|skip\b/i, 'offset'],
  [/cursor|token|keyset|iterator|seek|starting_?after|continuation/i, 'cursor'],
];

/** The type of paginator that words name; undefined for none. */
export function paginatorType(words: string): string | undefined {
  return typeWords.find(([pattern]) => pattern.test(words))?.[1];
}

/** The members of a written paginator under the keys of the vocabulary. */
export function paginatorFromKeys(
  members: ReadonlyMap<string, GuideValue>,
  { tell, line, resource }: Place,
): GuideValue {
  const written = members.get('type');
  const type = typeof written === 'string' ? (exactType(written) ?? paginatorType(written) ?? written) : written;
  const own = [...members].map(([key, value]): readonly [string, GuideValue] => {
    if (key === 'type') return [key, type ?? null];
    const meant = keyOfType(keyFor(key, paginatorKeys) ?? key, typeof type === 'string' ? type : '');
    if (meant !== key) {
      tell({
        kind: 'inferred',
        line,
        resource,
        path: `endpoint.paginator.${meant}`,
        message: `"${key}" is taken for ${meant} (L1)`,
      });
    }
    return [meant, value];
  });
  return Object.fromEntries(own);
}

const exactTypes = [
  'single_page',
  'page_number',
  'offset',
  'cursor',
  'header_cursor',
  'json_link',
  'header_link',
  'auto',
];

function exactType(written: string): string | undefined {
  return exactTypes.find((type) => type === written);
}

/** "Next Page Token" is a link, a number or a cursor, by the type that it is said of. */
function keyOfType(key: string, type: string): string {
  if (!['next_token', 'next_page_path', 'next_url_path', 'cursor_path'].includes(key)) return key;
  const ofType = new Map([
    ['json_link', 'next_url_path'],
    ['page_number', 'next_page_path'],
    ['cursor', 'cursor_path'],
  ]);
  return ofType.get(type) ?? (key === 'next_token' ? 'cursor_path' : key);
}

/** A bullet about paging: its own words and the bullets below it; undefined where it names no way of paging. */
export function paginatorFromProse(words: string, facts: readonly Fact[], place: Place): GuideValue | undefined {
  const { tell, line, resource } = place;
  const typed = facts.find(({ key }) => keyFor(key, paginatorKeys) === 'type');
  const known = facts.filter(({ key }) => keyFor(key, paginatorKeys) !== undefined);
  const details = known.filter((fact) => fact !== typed).flatMap((fact) => detailOf(fact, place));
  const loose = facts.filter((fact) => !known.includes(fact)).map((fact) => wordsOf(fact));
  const sentence = [...new Set([words, typed?.value ?? '', ...loose])].filter((one) => one !== '').join('. ');
  const type =
    paginatorType(typed?.value ?? '') ?? paginatorType(words) ?? typeOfDetails(details) ?? paginatorType(sentence);
  if (type === undefined) {
    tell({ kind: 'ignored', line, resource, path: 'endpoint.paginator', message: `"${words}" names no way of paging` });
    return undefined;
  }
  if (type === 'single_page') return { type };
  const said = [...sentenceDetails(sentence, type), ...details].map(
    ([key, value]) => [keyOfType(key, type), value] as const,
  );
  return { type, ...Object.fromEntries(said) };
}

function wordsOf({ key, value }: Fact): string {
  return key === '' ? value : `${key}: ${value}`;
}

function typeOfDetails(details: readonly (readonly [string, GuideValue])[]): string | undefined {
  const keys = new Set(details.map(([key]) => key));
  if (keys.has('offset_param')) return 'offset';
  if (keys.has('page_param')) return 'page_number';
  if (keys.has('cursor_param') || keys.has('cursor_path')) return 'cursor';
  return keys.has('next_url_path') ? 'json_link' : undefined;
}

const numeric: ReadonlySet<string> = new Set(['limit', 'base_page', 'offset']);

/** One bullet such as `**Limit Parameter**: `limit``. */
function detailOf(fact: Fact, { tell, resource }: Place): readonly (readonly [string, GuideValue])[] {
  const key = keyFor(fact.key, paginatorKeys);
  const ignore = (message: string): readonly [] => {
    const path = 'endpoint.paginator';
    tell({ kind: 'ignored', line: fact.line, resource, path, message: `${message}: "${fact.value}"` });
    return [];
  };
  if (key === undefined) return [];
  if (numeric.has(key)) {
    const number = numberIn(fact.value);
    const [, code] = key === 'limit' ? (/`([A-Za-z_][\w.[\]-]*)`/.exec(fact.value) ?? []) : [];
    const name = number !== undefined || /limit|size|per|count|max/i.test(code ?? '') ? code : undefined;
    if (number === undefined && name === undefined) return ignore(`"${fact.key}" gives no number`);
    return [
      ...(number === undefined ? [] : [[key, number] as const]),
      ...(name === undefined ? [] : [['limit_param', name] as const]),
    ];
  }
  const [code] = codesIn(fact.value);
  const value = code ?? (/^[\w.$[\]*@-]+$/.test(plainValue(fact.value)) ? plainValue(fact.value) : undefined);
  if (value === undefined) return ignore(`"${fact.key}" gives no name`);
  if (key === 'stop_condition') return [[key, stopConditionFrom(fact.value, code)]];
  return [[key, value.replace(/^\?/, '').replace(/=.*$/, '')]];
}

function numberIn(text: string): number | undefined {
  const [, digits] = /(?<![\w.])(\d{1,3}(?:,\d{3})+|\d+)(?![\w.]*\d)/.exec(text.replaceAll('`', ' ')) ?? [];
  return digits === undefined ? undefined : Number(digits.replaceAll(',', ''));
}

/** `has_more` is false, `done` is true, `next` is null. */
function stopConditionFrom(text: string, code: string | undefined): string {
  const path = (code ?? text).replace(/\s*(?:==?|is)\s*(?:true|false|null|none)\s*$/i, '');
  const isNegative = /\b(?:false|empty|null|none|missing|absent)\b/i.test(text) && !/^\s*not\b/i.test(path);
  return isNegative ? `not ${path}` : path;
}

const code = '`([^`]+)`';

interface Pattern {
  readonly key: string;
  readonly pattern: RegExp;
  readonly types: readonly string[];
}

/** What sentences say, such as "with `iterator` as the cursor parameter". The first pattern of a key that fits counts. */
const patterns: readonly Pattern[] = [
  {
    key: 'cursor_param',
    types: ['cursor'],
    pattern: new RegExp(`${code} as (?:the |a )?(?:\\w+ )?(?:cursor|token|page)[ _-]?(?:param|query)`, 'i'),
  },
  {
    key: 'cursor_param',
    types: ['cursor'],
    pattern: new RegExp(`(?:cursor|token|query)[ _-]?param(?:eter)?(?: is| named| called|:)? ${code}`, 'i'),
  },
  {
    key: 'cursor_param',
    types: ['cursor'],
    pattern: new RegExp(
      `(?:with|via|using|uses|use|through|pass(?:ing|ed)?|as|in|into|by|the|a) (?:the |a )?${code} (?:query |request |url |cursor )*param`,
      'i',
    ),
  },
  {
    key: 'cursor_param',
    types: ['cursor'],
    pattern: new RegExp(`(?:pass(?:ed|ing)?|sent|send|provide[ds]?)[^.\`]* (?:as|in|via) (?:the )?${code}`, 'i'),
  },
  { key: 'cursor_param', types: ['cursor'], pattern: new RegExp(`\\b(?:pass|send) (?:the )?${code}`, 'i') },
  {
    key: 'cursor_path',
    types: ['cursor'],
    pattern: new RegExp(
      `(?:next )?(?:cursor|token) (?:is )?(?:returned |found |located |comes )?(?:in|at|from|under|is) (?:the )?${code}`,
      'i',
    ),
  },
  {
    key: 'cursor_path',
    types: ['cursor'],
    pattern: new RegExp(`${code} (?:in|from|of|field of|field in) (?:the |each )?(?:response|answer|body)`, 'i'),
  },
  { key: 'stop_condition', types: ['cursor'], pattern: new RegExp(`${code} as (?:the |a )?stop`, 'i') },
  {
    key: 'stop_condition',
    types: ['cursor'],
    pattern: new RegExp(
      `(?:until|stop(?:s|ping)? when|ends when) (?:the )?(${code}(?: flag| field)?(?: is| becomes| equals| =+)? (?:true|false|null|empty))`,
      'i',
    ),
  },
  {
    key: 'has_more_path',
    types: ['page_number', 'offset'],
    pattern: new RegExp(
      `(?:until|while|stop(?:s|ping)? when) (?:the )?${code}(?: flag| field)? (?:is|becomes|equals)? ?(?:true|false)`,
      'i',
    ),
  },
  {
    key: 'page_param',
    types: ['page_number'],
    pattern: new RegExp(`(?:with|via|using|uses|through|by) (?:the )?${code}`, 'i'),
  },
  { key: 'page_param', types: ['page_number'], pattern: new RegExp(`${code} (?:query )?param`, 'i') },
  {
    key: 'next_page_path',
    types: ['page_number'],
    pattern: new RegExp(`${code} (?:field )?(?:in|of) the response indicates`, 'i'),
  },
  {
    key: 'base_page',
    types: ['page_number'],
    pattern: /(?:start(?:s|ing)?|begin(?:s|ning)?) (?:at|from|with)(?: page)? `?(\d+)/i,
  },
  { key: 'base_page', types: ['page_number'], pattern: /(\d)-(?:based|indexed)/i },
  { key: 'offset_param', types: ['offset'], pattern: new RegExp('`([^`]*(?:offset|skip|start)[^`]*)`', 'i') },
  {
    key: 'limit_param',
    types: ['cursor', 'page_number', 'offset', 'json_link', 'header_link'],
    pattern: new RegExp(
      '`((?:limit|per_?page|page_?size|pagelen|count|max_?results|max|first|top|\\$top)[^`=]*)`',
      'i',
    ),
  },
  {
    key: 'limit',
    types: ['cursor', 'page_number', 'offset', 'json_link', 'header_link'],
    pattern: /(?:limit|page size|pagesize|per[_ -]?page|max(?:imum)?|up to|size)[^\d.;\n]{0,24}?(\d[\d,]*)/i,
  },
  {
    key: 'limit',
    types: ['cursor', 'page_number', 'offset', 'json_link', 'header_link'],
    pattern: /(\d[\d,]*) (?:\w+ )?(?:records|items|rows|results|objects|entries|per page)/i,
  },
  { key: 'next_url_path', types: ['json_link'], pattern: new RegExp(`(?:next|link|url)[^\`]*${code}`, 'i') },
  { key: 'next_url_path', types: ['json_link'], pattern: new RegExp(code) },
];

function sentenceDetails(sentence: string, type: string): readonly (readonly [string, GuideValue])[] {
  const found = new Map<string, GuideValue>();
  for (const { key, pattern, types } of patterns) {
    if (!types.includes(type) || found.has(key)) continue;
    const all = [...sentence.matchAll(new RegExp(pattern, 'gi'))];
    const match = all.find(([, value = '']) => !isTaken(found, value.trim()));
    const value = match?.[1]?.trim();
    if (value === undefined || match === undefined) continue;
    if (numeric.has(key)) found.set(key, Number(value.replaceAll(',', '')));
    else found.set(key, key === 'stop_condition' ? stopConditionFrom(match[0], match.at(-1)) : value);
  }
  return [...found];
}

/** One name stands for one thing. */
function isTaken(found: ReadonlyMap<string, GuideValue>, value: string): boolean {
  return [...found.values()].includes(value);
}
