/** Where sluice is not like dlt on purpose: each is a row of `docs/compatibility.md`, and has configurations that show it. */
export const differences: Readonly<Record<DifferenceId, Difference>> = {
  'action-missing': {
    dlt: 'an action without `action` fails at every answer',
    sluice: 'is a mistake of the configuration',
    reason: 'W39: known before the first request',
  },
  apostrophe: {
    dlt: 'an apostrophe in the query of a path is sent as it is',
    sluice: 'as `%27`',
    reason: 'the same to every server',
  },
  'braces-in-paths': {
    dlt: 'doubled braces in a path fail the run',
    sluice: 'are braces, as everywhere else',
    reason: 'W25: nothing else can be meant',
  },
  'children-of-one-run': {
    dlt: 'children of later parents are asked with what the children before them left, and their rows are dropped',
    sluice: 'one start for all requests of a run, and all their rows',
    reason: 'W3: rows are lost',
  },
  'credentials-elsewhere': {
    dlt: 'sends credentials to whatever host a path names',
    sluice: 'sends them to the host of the base only',
    reason: 'W29: a secret belongs to one host',
  },
  'cursor-kinds': {
    dlt: 'true and false are compared with numbers',
    sluice: 'stop with `cursor_invalid`',
    reason: 'a flag is no point on a line',
  },
  'defaults-shared': {
    dlt: 'resources take params of the defaults away from one another',
    sluice: 'each has its own',
    reason: 'W14: it depends on their order',
  },
  'detected-next': {
    dlt: 'a number of the next page, and a link without a slash, are sent as a cursor',
    sluice: 'the one is a page, the other a link',
    reason: 'nothing else can be meant',
  },
  'detected-page-number': {
    dlt: 'asks for page 1 twice and never for the last page, where pages are counted from 1',
    sluice: 'asks for each page once',
    reason: 'W2: rows are lost',
  },
  'failed-run-goes-on': {
    dlt: 'a run that failed begins again',
    sluice: 'goes on with the page that failed; answers that came are not asked for again',
    reason: 'W35: what came before is not lost',
  },
  'falling-boundary': {
    dlt: '`row_order: desc` stops at the first row that came before',
    sluice: 'at the first row before the start',
    reason: 'W9: rows are lost',
  },
  'fan-out': {
    dlt: 'of several values in a row the first is taken, and a list becomes a text of Python',
    sluice: 'each different value that is not null, once',
    reason: 'W23: rows are lost',
  },
  'filter-null': {
    dlt: 'a filter that compares null with a number fails the run',
    sluice: 'does not match',
    reason: 'one row must not stop a run',
  },
  'flag-missing': {
    dlt: 'a flag that is missing fails the run',
    sluice: 'is the end, which is said to be `unknown`',
    reason: 'rows that came are kept',
  },
  'flag-of-numbers': {
    dlt: 'a flag of 1 or 0 fails the run',
    sluice: 'is a flag',
    reason: 'W19: nothing else can be meant',
  },
  'guide-spellings': {
    dlt: 'spellings of guides, such as `pagination` and `param_name`, are mistakes',
    sluice: 'are taken for the keys that they mean, and remarked on by `check`',
    reason: 'L1: nothing else can be meant',
  },
  'header-numbers': {
    dlt: 'numbers and booleans in headers fail the run',
    sluice: 'are spelled as in the query',
    reason: 'nothing else can be meant',
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
  'number-spelling': {
    dlt: '`1e3` of a parent becomes `1000.0`',
    sluice: 'stays as it came',
    reason: 'W43: exact values',
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
    dlt: 'null and objects become texts of Python',
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
  'result-short': {
    dlt: 'an empty page is the end, whatever the API counts',
    sluice: 'stops with `result_short`, and asks for it again in the next run',
    reason: 'case 77: rows are missing',
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
  'selector-unreadable': {
    dlt: 'a selector that cannot be read fails at the first answer',
    sluice: 'is a mistake of the configuration',
    reason: 'known before the first request',
  },
  'start-of-nothing': {
    dlt: 'without a value to begin with, a text gets `None`',
    sluice: 'the param is not sent',
    reason: 'W21: it means nothing',
  },
  'status-as-text': {
    dlt: "a `status_code` of `'404'` never matches",
    sluice: 'is a number',
    reason: 'W39: nothing else can be meant',
  },
  'token-missing': { dlt: 'sends `Bearer None`', sluice: 'stops before the request', reason: 'W32: it means nothing' },
  'token-refused': {
    dlt: 'a token that is no longer taken fails the run',
    sluice: 'one new token is asked for',
    reason: 'W32: tokens are taken back',
  },
  'token-shared': {
    dlt: 'one token for each resource',
    sluice: 'one for all that share the credentials',
    reason: 'W32: token endpoints count requests',
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
  | 'apostrophe'
  | 'braces-in-paths'
  | 'children-of-one-run'
  | 'credentials-elsewhere'
  | 'cursor-kinds'
  | 'defaults-shared'
  | 'detected-next'
  | 'detected-page-number'
  | 'failed-run-goes-on'
  | 'falling-boundary'
  | 'fan-out'
  | 'filter-null'
  | 'flag-missing'
  | 'flag-of-numbers'
  | 'guide-spellings'
  | 'header-numbers'
  | 'key-doubled'
  | 'key-in-cookie'
  | 'link-elsewhere'
  | 'link-empty'
  | 'loop'
  | 'maximum-overridden'
  | 'more-without-cursor'
  | 'number-spelling'
  | 'offset-capped'
  | 'parent-encoded'
  | 'parent-null'
  | 'parent-yields'
  | 'placeholder-twice'
  | 'result-short'
  | 'retried-too'
  | 'rows-detected'
  | 'selector-missed'
  | 'selector-unreadable'
  | 'start-of-nothing'
  | 'status-as-text'
  | 'token-missing'
  | 'token-refused'
  | 'token-shared'
  | 'total-missing'
  | 'two-bodies';

export interface Difference {
  readonly dlt: string;
  readonly sluice: string;
  readonly reason: string;
}
