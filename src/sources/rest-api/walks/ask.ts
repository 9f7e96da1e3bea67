import type { KeptAnswer } from '../../../core/answer-log.ts';
import { answerKey } from '../../../http/answer-key.ts';
import type { ApiRequest, Send } from '../../../http/http.ts';
import type { RunContext } from '../../source.ts';
import { clientOf } from './client.ts';
import type { EndpointPlan } from '../endpoint-plan.ts';

/** An answer, new or from the log. */
export interface Answer extends KeptAnswer {
  /** In the log of answers. */
  readonly key: string;
  /** True when an earlier attempt was told it. */
  readonly isReplayed: boolean;
}

/**
 * Asks for the pages of one walk, and for some of them before their turn. An answer is kept as soon as it is whole,
 * before its rows go anywhere; one that was kept by an earlier attempt is not asked for again. Answers that show what
 * must be on no disk are not kept: after a crash they are asked for again.
 */
export class Asking {
  readonly #endpoint: EndpointPlan;
  readonly #run: RunContext;
  readonly #send: Send;
  readonly #over = new AbortController();
  readonly #signal: AbortSignal;
  /** None where the client wants one request at a time. */
  readonly #mostAhead: number;
  readonly #coming = new Map<string, Promise<Answer>>();

  constructor(endpoint: EndpointPlan, run: RunContext) {
    this.#endpoint = endpoint;
    this.#run = run;
    this.#mostAhead = Math.min(mostAhead, (endpoint.manners.traffic.maxConcurrency ?? mostAhead + 1) - 1);
    this.#send = clientOf(endpoint, run);
    this.#signal = AbortSignal.any([run.signal, this.#over.signal]);
  }

  /** @throws what `http/` throws */
  ask(request: ApiRequest): Promise<Answer> {
    const key = this.#keyOf(request);
    const coming = this.#coming.get(key);
    this.#coming.delete(key);
    return coming ?? this.#asked(key, request);
  }

  /** Requests that will probably be asked for next. What fails here fails when it is its turn. */
  begin(requests: Iterable<ApiRequest>): void {
    for (const request of requests) {
      if (this.#coming.size >= this.#mostAhead) return;
      const key = this.#keyOf(request);
      if (this.#coming.has(key)) continue;
      const answer = this.#asked(key, request);
      answer.catch(() => undefined);
      this.#coming.set(key, answer);
    }
  }

  /** Ends what is still on its way. */
  close(): void {
    this.#over.abort(new Error('the walk is over'));
  }

  /** The walk has come to its end: what was asked for before its turn is of no use, in no attempt. */
  forgetAhead(): void {
    for (const coming of this.#coming.values()) {
      coming.then(({ key }) => this.#run.answers.left(key)).catch(() => undefined);
    }
  }

  #keyOf(request: ApiRequest): string {
    return answerKey(this.#endpoint.resource, request);
  }

  async #asked(key: string, request: ApiRequest): Promise<Answer> {
    const kept = this.#endpoint.isPrivate === true ? undefined : await this.#run.answers.take(key);
    return kept === undefined ? this.#sent(key, request) : { ...kept, key, isReplayed: true };
  }

  async #sent(key: string, request: ApiRequest): Promise<Answer> {
    const { status, headers, body, ignored } = await this.#send(request, this.#signal);
    const withoutCookies = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'set-cookie'));
    const answer = { status, headers: withoutCookies, body, ignored };
    if (this.#endpoint.isPrivate !== true) await this.#run.answers.keep(key, answer);
    return { ...answer, key, isReplayed: false };
  }
}

const mostAhead = 4;
