import type { Runtime } from '../../core/runtime.ts';
import type { Interceptor } from '../http.ts';
import { parsedUrl } from '../request-url.ts';
import type { Traffic, TrafficOptions } from '../traffic.ts';
import { openTraffic } from './open-traffic.ts';

/** The budgets of one run: whoever asks the same origin with the same credential gets the same one. */
export interface TrafficBook {
  /** @param credential compared by identity, and never looked at: what the requests authenticate with */
  of(url: string, credential: unknown): Traffic;
  /** Holds each request back by the budget of its own origin, so that an allowed host does not use up the API's. */
  interceptor(credential: unknown): Interceptor;
}

/** Opens an empty book; all its budgets have these options. */
export function openTrafficBook(runtime: Pick<Runtime, 'clock'>, options: TrafficOptions = {}): TrafficBook {
  const budgets = new Map<unknown, Map<string, Traffic>>();
  const of = (url: string, credential: unknown): Traffic => {
    const origins = budgets.get(credential) ?? new Map<string, Traffic>();
    budgets.set(credential, origins);
    const origin = parsedUrl(url)?.origin ?? url;
    const traffic = origins.get(origin) ?? openTraffic(runtime, options);
    origins.set(origin, traffic);
    return traffic;
  };
  return {
    of,
    interceptor: (credential) => (next) => (request, signal) =>
      of(request.url, credential).interceptor(next)(request, signal),
  };
}
