import type { Clock, Runtime } from '../../core/runtime.ts';
import { askedWait, type WaitRules } from '../asked-wait.ts';
import type { ApiRequest, ApiResponse, Interceptor, Send } from '../http.ts';
import { readLimitHeaders } from '../limit-headers.ts';
import type { Traffic, TrafficFigures, TrafficOptions } from '../traffic.ts';
import { Allowance } from './allowance.ts';
import { Concurrency } from './concurrency.ts';
import { LearntRate } from './learnt-rate.ts';
import { GivenRate } from './pace.ts';
import type { Arrival, Departure } from './passage.ts';
import { RetryAllowance } from './retry-allowance.ts';
import { WaitingLine } from './waiting-line.ts';

/**
 * Opens the budget of one origin and one credential. It keeps nothing alive: it waits only while a request does.
 */
export function openTraffic(runtime: Pick<Runtime, 'clock'>, options: TrafficOptions = {}): Traffic {
  return new SharedTraffic(runtime.clock, options);
}

const defaultConcurrency = 8;
const defaultLongestWaitMs = 300_000;
/** After so many refusals that the told limit explains and did not prevent, the rate is learnt as well. */
const unpreventedRefusals = 3;
/** So many good answers take one of them back. */
const forgivingAnswers = 100;

interface Alarm {
  readonly atMs: number;
  readonly stop: AbortController;
}

class SharedTraffic implements Traffic {
  readonly interceptor: Interceptor = (next) => (request, signal) => this.#carry(next, request, signal);
  readonly #clock: Clock;
  readonly #waitRules: WaitRules;
  readonly #line = new WaitingLine();
  readonly #concurrency: Concurrency;
  readonly #given: GivenRate | undefined;
  readonly #allowance: Allowance;
  readonly #learnt = new LearntRate();
  readonly #retries = new RetryAllowance();
  #counts = { request: 0, wait: 0, rateLimited: 0, retry: 0, good: 0 };
  #inFlight = 0;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;
  /** One at a time until one that departed later than this is answered well. */
  #refusedSerial: number | undefined;
  #unprevented = 0;
  #alarm: Alarm | undefined;

  constructor(clock: Clock, options: TrafficOptions) {
    const longestWaitMs = options.longestWaitMs ?? defaultLongestWaitMs;
    this.#clock = clock;
    this.#waitRules = { longestWaitMs, rateLimitedWaitMs: options.rateLimitedWaitMs };
    this.#concurrency = new Concurrency(options.maxConcurrency ?? defaultConcurrency);
    this.#given = options.rateLimit === undefined ? undefined : new GivenRate(options.rateLimit);
    this.#allowance = new Allowance(longestWaitMs);
  }

  takeRetry(): boolean {
    const isAllowed = this.#retries.take(this.#clock.monotonicMs());
    if (isAllowed) this.#counts.retry += 1;
    return isAllowed;
  }

  pauseMs(): number {
    return Math.max(0, this.#pausedUntilMs - this.#clock.monotonicMs());
  }

  figures(): TrafficFigures {
    return {
      requestCount: this.#counts.request,
      waitCount: this.#counts.wait,
      rateLimitedCount: this.#counts.rateLimited,
      retryCount: this.#counts.retry,
      inFlight: this.#inFlight,
      concurrency: this.#concurrency.limit,
      learntPerSecond: this.#learnt.perSecond,
    };
  }

  async #carry(next: Send, request: ApiRequest, signal: AbortSignal): Promise<ApiResponse> {
    const departure = await this.#turn(signal);
    try {
      const response = await this.#sent(() => next(request, signal));
      this.#learn(departure, request.url, response);
      return response;
    } finally {
      this.#admit();
    }
  }

  async #sent(send: () => Promise<ApiResponse>): Promise<ApiResponse> {
    try {
      return await send();
    } finally {
      this.#inFlight -= 1;
    }
  }

  #turn(signal: AbortSignal): Promise<Departure> {
    signal.throwIfAborted();
    const departed = this.#counts.request;
    const turn = this.#line.join(signal, () => this.#admit());
    this.#admit();
    if (this.#counts.request === departed) this.#counts.wait += 1;
    return turn;
  }

  /** Lets go who may go, and sets the alarm for the next one. */
  #admit(): void {
    while (this.#line.length > 0) {
      const nowMs = this.#clock.monotonicMs();
      const waitMs = this.#waitMs(nowMs);
      if (waitMs > 0) return this.#wakeAfter(waitMs, nowMs);
      this.#line.release(this.#depart(nowMs));
    }
    this.#stopAlarm();
  }

  /** Infinite while only an answer can change it. */
  #waitMs(nowMs: number): number {
    const places = this.#refusedSerial === undefined ? this.#concurrency.limit : 1;
    if (this.#inFlight >= places) return Number.POSITIVE_INFINITY;
    return Math.max(
      0,
      this.#pausedUntilMs - nowMs,
      this.#given?.waitMs(nowMs) ?? 0,
      this.#allowance.waitMs(nowMs, this.#inFlight),
      this.#learnt.waitMs(nowMs),
    );
  }

  #depart(nowMs: number): Departure {
    this.#counts.request += 1;
    this.#inFlight += 1;
    const serial = this.#counts.request;
    const isPaced = this.#learnt.isTight(nowMs);
    this.#given?.departed(nowMs);
    this.#learnt.departed(nowMs);
    this.#allowance.departed(serial);
    this.#retries.departed(nowMs);
    return { serial, atMs: nowMs, inFlight: this.#inFlight, isPaced };
  }

  #learn(departure: Departure, url: string, response: ApiResponse): void {
    const { status } = response;
    const atMs = this.#clock.monotonicMs();
    const arrival: Arrival = { departure, atMs, status, newestSerial: this.#counts.request };
    const reading = readLimitHeaders(response.headers, this.#clock.now());
    const isExplained = this.#allowance.answered(arrival, reading);
    if (status === 429 || status === 503) return this.#refused(arrival, response, isExplained);
    if (this.#refusedSerial !== undefined && departure.serial > this.#refusedSerial) this.#refusedSerial = undefined;
    this.#counts.good += 1;
    if (this.#counts.good % forgivingAnswers === 0) this.#unprevented = Math.max(0, this.#unprevented - 1);
    this.#learnt.answered(arrival);
    this.#concurrency.answered(arrival, url);
  }

  #refused(arrival: Arrival, response: ApiResponse, isExplained: boolean): void {
    const isRate = response.status === 429;
    if (isRate) this.#counts.rateLimited += 1;
    if (isExplained) this.#unprevented += 1;
    const isLearning = isRate && (!isExplained || this.#unprevented >= unpreventedRefusals);
    this.#concurrency.refused(arrival);
    const asked = askedWait(response, this.#clock.now(), this.#waitRules);
    const ownMs = isLearning ? this.#learnt.refused(arrival) : 0;
    if (!isRate && asked === undefined) return;
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, arrival.atMs + (asked?.waitMs ?? ownMs));
    this.#refusedSerial = arrival.newestSerial;
  }

  #wakeAfter(waitMs: number, nowMs: number): void {
    const atMs = nowMs + waitMs;
    if (this.#alarm?.atMs === atMs) return;
    this.#stopAlarm();
    if (waitMs === Number.POSITIVE_INFINITY) return;
    const alarm = { atMs, stop: new AbortController() };
    this.#alarm = alarm;
    void this.#wake(alarm, waitMs);
  }

  async #wake(alarm: Alarm, waitMs: number): Promise<void> {
    try {
      // Whole milliseconds, for a clock may not be able to sleep less.
      await this.#clock.sleep(Math.ceil(waitMs), alarm.stop.signal);
    } catch {
      // Stopped: another alarm was set, or nobody waits.
      return;
    }
    if (this.#alarm === alarm) this.#alarm = undefined;
    this.#admit();
  }

  #stopAlarm(): void {
    this.#alarm?.stop.abort();
    this.#alarm = undefined;
  }
}
