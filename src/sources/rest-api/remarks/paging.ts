/** What is worth saying about the way in which the pages of an endpoint hang together. */
import { showValue } from '../../../config/problem.ts';
import type { PaginatorObject } from '../paginators/vocabulary.ts';
import { isSingleEntity } from '../reading/merge-defaults.ts';
import type { Looked, Remark } from './looked.ts';

export function pagingRemarks(looked: Looked): readonly Remark[] {
  const { paging } = looked.plan;
  const caps = cappedLimits(looked);
  if (isSingleEntity(looked.resource.endpoint.path)) return caps;
  if (paging === undefined) return [undecided(looked), ...caps];
  const keys: Keys = new Map(Object.entries(paging));
  return [...unprovenEnd(looked, paging, keys), ...earlyEnd(looked, keys), ...twoValues(looked, keys), ...caps];
}

type Keys = ReadonlyMap<string, unknown>;

function undecided({ at }: Looked): Remark {
  return {
    path: `${at}.paginator`,
    kind: 'note',
    message: 'is not given: the detector decides at the first answer',
    hint: 'Name a paginator to be sure, or single_page if the API gives everything at once.',
  };
}

function unprovenEnd({ at, resource }: Looked, paging: PaginatorObject, keys: Keys): readonly Remark[] {
  if (paging.type === 'single_page') {
    // One object is asked for, so there is no list that could go on.
    if (resource.endpoint.data_selector === '$') return [];
    return [
      {
        path: `${at}.paginator`,
        kind: 'note',
        message: 'asks for one page only, whatever the answer says of more',
        hint: 'Leave it out if the list may grow, so that the first answer is looked at.',
      },
    ];
  }
  const isCounted = paging.type === 'page_number' || paging.type === 'offset';
  const isProven = [keys.get('total_path'), keys.get('has_more_path')].some(
    (path) => typeof path === 'string' && path !== '',
  );
  if (!isCounted || isProven || keys.get('stop_after_empty_page') === false) return [];
  const isGuess = !keys.has('total_path');
  return [
    {
      path: `${at}.paginator`,
      kind: 'note',
      message: isGuess
        ? 'ends at the first empty page, unless the answers have a total'
        : 'ends at the first empty page, as the answers are not asked for a total: an API that fails in silence ends it too',
      hint: 'Set total_path or has_more_path if the answers say how much there is.',
    },
  ];
}

function earlyEnd({ at }: Looked, keys: Keys): readonly Remark[] {
  const maximum = ['maximum_page', 'maximum_offset'].find((key) => typeof keys.get(key) === 'number');
  if (maximum === undefined) return [];
  return [
    {
      path: `${at}.paginator.${maximum}`,
      kind: 'risk',
      message: 'ends the walk whatever is left; the verdict is then unknown',
      hint: 'Leave it out to load everything; for a first look there is --limit.',
    },
  ];
}

/** A parameter that the paginator fills is overwritten, whatever `params` say (section 2.2). */
function twoValues({ resource, at, plan }: Looked, keys: Keys): readonly Remark[] {
  const params = new Map<string, unknown>(Object.entries(resource.endpoint.params ?? {}));
  const type = plan.paging?.type ?? '';
  return filled.flatMap(([owner, key, standard, value]): readonly Remark[] => {
    if (owner !== type || typeof keys.get(key.replace('_param', '_body_path')) === 'string') return [];
    const own = keys.get(key);
    const name = typeof own === 'string' && own !== '' ? own : standard;
    const [written, wins] = [params.get(name), showValue(keys.get(value) ?? keys.get('base_page') ?? 0)];
    if (written === undefined || written === null || showValue(written).replaceAll('"', '') === wins) return [];
    return [
      {
        path: `${at}.params.${name}`,
        kind: 'contradiction',
        message: `is never sent as it is written: the paginator sets it to ${wins}`,
        hint: `Set ${value} of the paginator instead, and leave out the parameter.`,
      },
    ];
  });
}

/** Type, key of the parameter's name, its standard name, and the key of what it begins with. */
const filled: readonly (readonly [string, string, string, string])[] = [
  ['page_number', 'page_param', 'page', 'page'],
  ['offset', 'offset_param', 'offset', 'offset'],
  ['offset', 'limit_param', 'limit', 'limit'],
];

/** Rows that a vendor gives in one page at most, by the end of its host; see section 6 of the vendors' reference. */
const caps: readonly (readonly [hostEnd: string, most: number])[] = [
  ['svix.com', 250],
  ['getdbt.com', 100],
  ['dbt.com', 100],
  ['github.com', 100],
  ['gitlab.com', 100],
  ['stripe.com', 100],
];

const limitNames = /^(?:limit|per_?page|page_?size|page\[size\]|\$top)$/i;

function cappedLimits({ plan, resource, at }: Looked): readonly Remark[] {
  const host = URL.canParse(plan.origin) ? new URL(plan.origin).hostname : '';
  const cap = caps.find(([end]) => host === end || host.endsWith(`.${end}`))?.[1];
  if (cap === undefined) return [];
  const limit = plan.paging?.type === 'offset' ? [[`${at}.paginator.limit`, plan.paging.limit] as const] : [];
  const params = Object.entries(resource.endpoint.params ?? {})
    .filter(([name]) => limitNames.test(name))
    .map(([name, value]) => [`${at}.params.${name}`, Number(value)] as const);
  return [...limit, ...params]
    .filter(([, rows]) => rows > cap)
    .map(([path, rows]) => ({
      path,
      kind: 'risk',
      message: `asks for ${rows} rows a page, and ${host} gives ${cap} at most: it refuses more, or gives fewer in silence`,
      hint: `Set it to ${cap}.`,
    }));
}
