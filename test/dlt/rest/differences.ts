/** Where sluice is not like dlt on purpose: each a row in `docs/compatibility.md`, each with a configuration that shows it. */
export const differences: Readonly<Record<DifferenceId, Difference>> = {
  'action-missing': {
    dlt: 'an action without `action` fails at every answer',
    sluice: 'is a mistake of the configuration',
    reason: 'W39: known before the first request',
  },
  'credentials-elsewhere': {
    dlt: 'sends credentials to whatever host a path names',
    sluice: 'sends them to the host of the base only',
    reason: 'W29: a secret belongs to one host',
  },
  'detected-page-number': {
    dlt: 'asks for page 1 twice and never for the last page, where pages are counted from 1',
    sluice: 'asks for each page once',
    reason: 'W2: rows are lost',
  },
  'flag-of-numbers': {
    dlt: 'a flag of 1 or 0 fails the run',
    sluice: 'is a flag',
    reason: 'W19: nothing else can be meant',
  },
  'key-doubled': {
    dlt: 'adds the key to a link that has it',
    sluice: 'sets it once',
    reason: 'W30: APIs refuse two keys',
  },
  'key-in-cookie': { dlt: 'fails', sluice: 'sends it', reason: 'W31: the vocabulary promises it' },
  'link-elsewhere': {
    dlt: 'follows a link to any host, with credentials',
    sluice: 'refuses with `http_foreign_origin`, unless the host is allowed',
    reason: 'W29: an answer is not trusted',
  },
  'link-empty': { dlt: 'an empty link fails the run', sluice: 'is the end', reason: 'W19: nothing else can be meant' },
  loop: {
    dlt: 'asks for the same page again and again',
    sluice: 'stops with `pagination_loop`',
    reason: 'W4: the run would not end',
  },
  'maximum-overridden': {
    dlt: 'a flag that says more goes before `maximum_page` and `maximum_offset`',
    sluice: 'a maximum is a maximum',
    reason: 'W17: it is there to bound a walk',
  },
  'more-without-cursor': {
    dlt: 'begins again at the first page',
    sluice: 'stops with `pagination_contradiction`',
    reason: 'W5: rows come twice, perhaps for ever',
  },
  'offset-capped': {
    dlt: 'steps by the limit that was asked for, and skips rows',
    sluice: 'steps by the rows that came',
    reason: 'W1: rows are lost',
  },
  'parent-encoded': {
    dlt: 'a value of the parent may change the path',
    sluice: 'is encoded, unless it is the whole path',
    reason: 'W22: another address would be asked',
  },
  'parent-null': {
    dlt: 'null, lists and objects become texts of Python',
    sluice: 'stop with `parent_field_missing`, or are passed over',
    reason: 'W21: the address means nothing',
  },
  'parent-yields': {
    dlt: 'children of a parent with `yield_map` fail',
    sluice: 'are asked for each row',
    reason: 'W41: the vocabulary promises it',
  },
  'placeholder-twice': {
    dlt: 'the same placeholder twice is an error or a hole in the path',
    sluice: 'is bound everywhere',
    reason: 'W25: nothing else can be meant',
  },
  'retried-too': {
    dlt: '408 and 425 fail at once',
    sluice: 'are asked again',
    reason: 'W33: both say that a second attempt may help',
  },
  'rows-detected': {
    dlt: 'the first list, an empty `errors` too; odd keys fail',
    sluice: 'lists of objects first; keys of any letters',
    reason: 'W7: rows are lost',
  },
  'selector-missed': {
    dlt: 'a selector that finds nothing gives no rows',
    sluice: 'stops with `selector_missed`',
    reason: 'W6: a slip of the pen would load nothing in silence',
  },
  'total-missing': {
    dlt: 'a missing `total` fails the run, though nobody asked for it',
    sluice: 'is unknown, and an empty page is the end',
    reason: 'W18: most APIs have none',
  },
  'two-bodies': {
    dlt: '`json` and `data` together fail at the first request',
    sluice: 'are a mistake of the configuration',
    reason: 'W38: known before the first request',
  },
};

export type DifferenceId =
  | 'action-missing'
  | 'credentials-elsewhere'
  | 'detected-page-number'
  | 'flag-of-numbers'
  | 'key-doubled'
  | 'key-in-cookie'
  | 'link-elsewhere'
  | 'link-empty'
  | 'loop'
  | 'maximum-overridden'
  | 'more-without-cursor'
  | 'offset-capped'
  | 'parent-encoded'
  | 'parent-null'
  | 'parent-yields'
  | 'placeholder-twice'
  | 'retried-too'
  | 'rows-detected'
  | 'selector-missed'
  | 'total-missing'
  | 'two-bodies';

export interface Difference {
  readonly dlt: string;
  readonly sluice: string;
  readonly reason: string;
}
