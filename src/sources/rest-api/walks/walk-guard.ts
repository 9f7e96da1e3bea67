import { createHash } from 'node:crypto';
import { answerKey } from '../../../http/answer-key.ts';
import type { ApiRequest } from '../../../http/http.ts';
import { redactUrl, type Mask } from '../../../http/redact.ts';
import { requestUrl } from '../../../http/request-url.ts';
import { paginationLoop, paginationStuck } from '../errors.ts';

/** Watches one walk, so that it ends whatever the API answers (W4, F2.12, F2.15). */
export interface WalkGuard {
  /** Call before a request is sent. @throws `pagination_loop` when it was sent before in this walk */
  beforeRequest(request: ApiRequest, page: number): void;
  /** Call with each answer. @throws `pagination_loop` when answers have said the same or nothing for too long */
  afterAnswer(body: Uint8Array, rowCount: number): void;
}

/** Memory is bounded: the requests of the last 100,000 pages are known. */
export function guardWalk(resource: string, mask: Mask): WalkGuard {
  const pageOfRequest = new Map<string, number>();
  let last: LastAnswer = { byteLength: -1, digest: undefined, timesSame: 0, timesEmpty: 0 };
  return {
    beforeRequest(request, page) {
      const key = answerKey(resource, request).slice(0, 32);
      const earlierPage = pageOfRequest.get(key);
      if (earlierPage !== undefined) {
        throw paginationLoop({ resource, url: redactUrl(requestUrl(request).href, mask), page, earlierPage });
      }
      pageOfRequest.set(key, page);
      const [oldest] = pageOfRequest.keys();
      if (pageOfRequest.size > mostKnown && oldest !== undefined) pageOfRequest.delete(oldest);
    },
    afterAnswer(body, rowCount) {
      // Answers of different lengths differ: only those that may be the same are worth a digest.
      const mayBeSame = rowCount > 0 && body.byteLength === last.byteLength;
      const digest = mayBeSame ? createHash('sha256').update(body).digest('base64') : undefined;
      const isSame = digest !== undefined && digest === last.digest;
      last = {
        byteLength: body.byteLength,
        digest,
        timesSame: isSame ? last.timesSame + 1 : 0,
        timesEmpty: rowCount === 0 ? last.timesEmpty + 1 : 0,
      };
      if (last.timesSame >= mostSame)
        throw paginationStuck(resource, `more than ${mostSame} answers in a row are the same`);
      if (last.timesEmpty >= mostEmpty) throw paginationStuck(resource, `${mostEmpty} pages in a row are empty`);
    },
  };
}

interface LastAnswer {
  readonly byteLength: number;
  readonly digest: string | undefined;
  readonly timesSame: number;
  readonly timesEmpty: number;
}

const mostKnown = 100_000;
/** Few enough to notice soon, and more than an honest API has by chance. */
const mostSame = 20;
const mostEmpty = 1000;
