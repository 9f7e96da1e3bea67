import type { ApiRequest } from '../../../http/http.ts';
import type { ExtractContext } from '../../source.ts';
import type { Answer, Asking } from './ask.ts';

/**
 * Notices a page that is one of the last few, byte for byte: it may be an old answer that somebody on the way kept, and
 * where pages are counted, its rows would come in the place of others (F2.12). It is asked for again. Where that is what
 * the API says, it is taken, and the walk asks nothing twice from then on: an API that goes in circles is not asked
 * more often for it.
 */
export class PageAgain {
  readonly #resource: string;
  /** Newest first. */
  #recent: readonly Uint8Array[] = [];
  #isTaken = false;

  constructor(resource: string) {
    this.#resource = resource;
  }

  /** The answer, or the one that came when it was asked for once more. @throws what `http/` throws */
  async fresh(asked: Asked, asking: Asking, context: ExtractContext): Promise<Answer> {
    const { answer } = asked;
    const isOld = !this.#isTaken && answer.ignored === undefined && this.#knows(answer.body);
    const fresh = isOld ? await this.#newer(asked, asking, context) : answer;
    this.#recent = [fresh.body, ...this.#recent.slice(0, mostRecent - 1)];
    return fresh;
  }

  /** Asked until a page comes that is new, or the same one twice: then it is what the API says. */
  async #newer({ answer, request }: Asked, asking: Asking, { run }: ExtractContext): Promise<Answer> {
    run.emit({ kind: 'notice', message: `"${this.#resource}" got an earlier page once more; it is asked for again` });
    let older = answer;
    for (let times = 1; ; times += 1) {
      await run.answers.refuse(older.key);
      const newer = await asking.ask(request);
      if (!this.#knows(newer.body)) return newer;
      this.#isTaken = times === mostTimes || Buffer.compare(older.body, newer.body) === 0;
      if (this.#isTaken) return newer;
      older = newer;
    }
  }

  #knows(body: Uint8Array): boolean {
    return this.#recent.some((known) => Buffer.compare(known, body) === 0);
  }
}

/** Pages that may be under way at the same time, and the one before them. */
const mostRecent = 5;
const mostTimes = 3;

interface Asked {
  readonly answer: Answer;
  readonly request: ApiRequest;
}
