import { createHash } from 'node:crypto';
import { isRow, type Value } from '../../../core/value.ts';
import { jsonBody } from '../../../http/json-body.ts';
import { paginationStuck } from '../errors.ts';
import { filledText, isPlain, keyOf, listOf, oneOf, refuse, shape, type Read } from '../reading/reading.ts';
import type { AutoConfig, DetectablePaginator, DetectedConfig } from './vocabulary.ts';
import { cursor } from './cursor.ts';
import { detectPaginator } from './detect.ts';
import { headerLink } from './header-link.ts';
import { jsonLink } from './json-link.ts';
import { lastSign, nextSign } from './next-signs.ts';
import { pageNumber } from './page-number.ts';
import { endWith, type ApiPage, type NextPage, type Paginator, type PaginatorKind } from './paginator.ts';

/** Where nobody said how the pages hang together: the first answer shows it, or says that it is the only one. */
export const auto: PaginatorKind<AutoConfig> = {
  read: shape<AutoConfig>({ type: () => 'auto' as const }),

  build(_config, resource) {
    return {
      summary: 'as the first answer shows',
      first: (request) => request,
      next(request, page) {
        const found = detectPaginator(request, page);
        if (found === undefined) return withoutPaginator(page);
        const next = buildInner(found.paginator, resource).next(request, page);
        return goOnAs({ type: 'detected', ...found }, next, page);
      },
      ahead(request, page) {
        const found = detectPaginator(request, page);
        return (found && buildInner(found.paginator, resource).ahead?.(request, page)) ?? [];
      },
    };
  },
};

/** What `auto` found, from the second page on. */
export const detected: PaginatorKind<DetectedConfig> = {
  read: shape<DetectedConfig>(
    {
      type: oneOf(['detected']),
      sign: filledText,
      paginator(value, place) {
        const type = isPlain(value) ? value['type'] : undefined;
        const kind = detectable.find(([name]) => name === type)?.[1];
        return kind === undefined ? refuse(keyOf(place, 'type'), { message: 'is unknown' }) : kind.read(value, place);
      },
      seen_rows: listOf(filledText),
    },
    { required: ['type', 'sign', 'paginator'] },
  ),

  build(config, resource) {
    const { paginator, seen_rows = [] } = config;
    const inner = buildInner(paginator, resource);
    return {
      ...inner,
      next(request, page) {
        const digest = digestOf(page);
        if (paginator.type === 'page_number' && digest !== undefined && seen_rows.includes(digest)) {
          throw paginationStuck(resource, `${paginator.page_param} was set, and rows of an earlier page came again`);
        }
        return goOnAs(config, inner.next(request, page), page);
      },
    };
  },
};

interface InnerKind {
  readonly read: Read<DetectablePaginator>;
  build(config: never, resource: string): Paginator;
}

const detectable: readonly (readonly [DetectablePaginator['type'], InnerKind])[] = [
  ['page_number', pageNumber],
  ['cursor', cursor],
  ['json_link', jsonLink],
  ['header_link', headerLink],
];

function buildInner(config: DetectablePaginator, resource: string): Paginator {
  const kind: InnerKind = detectable.find(([type]) => type === config.type)?.[1] ?? headerLink;
  // The kind was chosen by the type of this very object, so the object has the shape that the kind builds from.
  return kind.build(config as never, resource);
}

function withoutPaginator(page: ApiPage): NextPage {
  const sign = nextSign(page);
  if (sign !== undefined) return endWith('unknown', `no paginator is given, but the answer has ${sign}`);
  const last = lastSign(page);
  if (last !== undefined) return endWith('proven', `the answer has ${last}`);
  return endWith('consistent', 'no paginator is given, and nothing in the answer speaks of a next one');
}

/** Only the guess of a parameter for numbers can be wrong in a way that nothing else would notice. */
function goOnAs(config: DetectedConfig, next: NextPage, page: ApiPage): NextPage {
  if (next.kind === 'end') {
    return endWith(next.end.verdict, `${next.end.reason}; how to page was seen by ${config.sign}`);
  }
  const digest = config.paginator.type === 'page_number' ? digestOf(page) : undefined;
  const [first = digest] = config.seen_rows ?? [];
  const seen = [first, digest].filter((known) => known !== undefined);
  return { ...next, settled: seen.length === 0 ? config : { ...config, seen_rows: seen } };
}

/** The same for two pages that have the same rows, known by their ids where they have them. */
function digestOf({ rows }: ApiPage): string | undefined {
  if (rows.length === 0) return undefined;
  return createHash('sha256')
    .update(jsonBody(rows.map(identityOf)))
    .digest('base64url');
}

function identityOf(row: Value): Value {
  if (!isRow(row)) return row;
  const key = ['id', 'uuid', '_id', 'ID'].find((name) => Object.hasOwn(row, name) && row[name] !== null);
  return (key === undefined ? undefined : row[key]) ?? row;
}
