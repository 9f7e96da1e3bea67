import type { Emit } from '../../../core/event.ts';
import type { WalkEnd } from '../../../core/verdict.ts';
import { answerKey } from '../../../http/answer-key.ts';
import type { ApiRequest } from '../../../http/http.ts';
import { redactUrl, type Mask } from '../../../http/redact.ts';
import { requestUrl } from '../../../http/request-url.ts';
import type { Row } from '../../../core/value.ts';
import { paginationLoop, paginationStuck } from '../errors.ts';
import { AnswerCycle } from './answer-cycle.ts';
import { KnownKeys, type KeyOfRow } from './known-keys.ts';
import { RepeatedPages } from './repeated-pages.ts';

/** Watches one walk, so that it ends whatever the API answers (W4, F2.12, F2.15). */
export interface WalkGuard {
  /** Call before a request is sent. @throws `pagination_loop` when it was sent before in this walk */
  beforeRequest(request: ApiRequest, page: number): void;
  /** Call with each answer. @throws `pagination_loop` when answers have said the same or nothing for too long */
  afterAnswer(body: Uint8Array, rows: readonly Row[]): void;
  /** Rows so far that the page before theirs had too, by their keys (F2.13). */
  overlapCount(): number;
  /** The end as it is to be trusted; pages that came in the place of others are told (F2.12). */
  judged(end: WalkEnd, emit: Emit): WalkEnd;
}

/**
 * Memory is bounded: the requests and the keys of the last 100,000 pages are known.
 * @param keyOf absent: rows have no key, and only whole answers are compared
 */
export function guardWalk(resource: string, mask: Mask, keyOf?: KeyOfRow): WalkGuard {
  const pageOfRequest = new Map<string, number>();
  const cycle = new AnswerCycle();
  const known = keyOf === undefined ? undefined : new KnownKeys(keyOf, mostKnown);
  const repeated = new RepeatedPages(keyOf);
  let timesEmpty = 0;
  let current = 1;
  return {
    beforeRequest(request, page) {
      const key = answerKey(resource, request).slice(0, 32);
      const earlierPage = pageOfRequest.get(key);
      if (earlierPage !== undefined) {
        throw paginationLoop({ resource, url: redactUrl(requestUrl(request).href, mask), page, earlierPage });
      }
      pageOfRequest.set(key, page);
      current = page;
      const [oldest] = pageOfRequest.keys();
      if (pageOfRequest.size > mostKnown && oldest !== undefined) pageOfRequest.delete(oldest);
    },
    afterAnswer(body, rows) {
      repeated.see({ body, rows, page: current });
      timesEmpty = rows.length === 0 ? timesEmpty + 1 : 0;
      if (timesEmpty >= mostEmpty) throw paginationStuck(resource, `${mostEmpty} pages in a row are empty`);
      if (timesEmpty > 0) return;
      const same = cycle.add(body);
      if (same !== undefined) throw paginationStuck(resource, same);
      const again = known?.add(rows);
      if (again !== undefined) throw paginationStuck(resource, again, ', or primary_key does not tell rows apart');
    },
    overlapCount: () => known?.overlapCount ?? 0,
    judged: (end, emit) => repeated.judged(end, resource, emit),
  };
}

const mostKnown = 100_000;
const mostEmpty = 1000;
