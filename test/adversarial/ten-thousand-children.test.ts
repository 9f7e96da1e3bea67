import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Fetch, Runtime, WireResponse } from '../../src/core/runtime.ts';
import { extract } from '../../src/extract/extract.ts';
import { resourceTree } from '../../src/extract/resource-tree.ts';
import { RunProgress } from '../../src/extract/run-progress.ts';
import { nodeRuntime } from '../../src/runtime/node-runtime.ts';
import { restApi } from '../../src/sources/rest-api/index.ts';
import { fixedWindow, saysNothing, tokenBucket, type Headers, type Limiter } from '../limited-api.ts';
import { tokenStore } from '../recording-api.ts';
import { seeded, VirtualClock } from '../virtual-time.ts';
import { hostileApi, type HostileApi } from './hostile-api.ts';

const childCount = 10_000;
const perSecond = 100;
/** Of each child: all of them together would be seen in the heap. */
const filler = 'x'.repeat(5000);
const mebibyte = 1024 * 1024;

interface Answered {
  readonly atMs: number;
  readonly status: number;
}

/** An API with a limit, whose answers take a twentieth of a second of a time that passes only while all wait. */
async function limitedApi(
  clock: VirtualClock,
  limiter: Limiter,
  headers: Headers,
): Promise<{ readonly api: HostileApi; readonly answered: readonly Answered[] }> {
  const answered: Answered[] = [];
  const random = seeded(2);
  const parents = Array.from({ length: childCount }, (_, id) => ({ id }));
  const api = await hostileApi(({ path }) =>
    clock.idle(
      (async () => {
        await clock.sleep(10 + 5 * random());
        const verdict = limiter.take(clock.monotonicMs());
        const status = verdict.isAllowed ? 200 : 429;
        answered.push({ atMs: clock.monotonicMs(), status });
        const body = path === '/p' ? parents : [{ path, filler }];
        const said = headers(verdict, clock.now());
        await clock.sleep(30 + 10 * random());
        return { status, headers: said, body: status === 200 ? body : { error: 'too many' } };
      })(),
    ),
  );
  return { api, answered };
}

/** Time stands still while a request is on its way through real sockets. */
function inTimeOf(clock: VirtualClock, runtime: Runtime): Runtime {
  const whole = async (answer: Promise<WireResponse>): Promise<WireResponse> => {
    const response = await answer;
    const pieces: Uint8Array[] = [];
    for await (const piece of response.body) pieces.push(piece);
    const body = (async function* () {
      yield* pieces;
    })();
    return { ...response, body };
  };
  const fetch: Fetch = (request, signal) => clock.busy(whole(runtime.fetch(request, signal)));
  return { ...runtime, clock, fetch };
}

interface Read {
  readonly children: number;
  readonly mostWaiting: number;
  /** After the first fifth of the children and after the last. */
  readonly heaps: readonly number[];
}

async function readChildren(api: HostileApi, runtime: Runtime, collect: () => void): Promise<Read> {
  const single = { paginator: 'single_page', data_selector: '$' } as const;
  const source = restApi({
    client: { base_url: api.url },
    resources: [
      { name: 'p', endpoint: { path: 'p', ...single } },
      { name: 'c', endpoint: { path: 'p/{resources.p.id}/c', ...single } },
    ],
  });
  const stream = extract({
    tree: resourceTree(source, {}),
    state: { resources: {} },
    run: { id: 'r', startedAt: '2024-01-01T00:00:00.000Z' },
    progress: new RunProgress({}),
    answers: {
      take: async () => undefined,
      keep: async () => undefined,
      refuse: async () => undefined,
      left: () => undefined,
    },
    tokens: tokenStore(),
    runtime,
    emit: () => undefined,
    signal: new AbortController().signal,
  });
  const paths = new Set<unknown>();
  const heaps: number[] = [];
  let mostWaiting = 0;
  let expected = 0;
  for await (const page of stream) {
    if (page.resource !== 'c') continue;
    for (const { path } of page.rows) paths.add(path);
    expect(page.rows[0]?.['path']).toBe(`/p/${expected}/c`);
    expected += 1;
    mostWaiting = Math.max(mostWaiting, api.asked.length - 1 - paths.size);
    if (expected !== childCount / 5 && expected !== childCount) continue;
    collect();
    heaps.push(process.memoryUsage().heapUsed);
  }
  return { children: paths.size, mostWaiting, heaps };
}

const told: Headers = ({ remaining, resetMs }) => ({
  'x-ratelimit-limit': String(perSecond),
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-reset': String(Math.ceil(resetMs / 1000)),
});
const retryAfter: Headers = ({ isAllowed, nextMs }): Readonly<Record<string, string>> =>
  isAllowed ? {} : { 'retry-after': String(Math.ceil(nextMs / 1000)) };

const limits: readonly { readonly name: string; readonly limiter: () => Limiter; readonly headers: Headers }[] = [
  { name: 'told with every answer', limiter: () => fixedWindow(10 * perSecond, 10_000), headers: told },
  { name: 'not told at all', limiter: () => tokenBucket(perSecond, perSecond / 2), headers: saysNothing },
  { name: 'told with a 429 alone', limiter: () => tokenBucket(perSecond, perSecond / 2), headers: retryAfter },
];

describe('ten thousand children of one parent, with the server as the judge', () => {
  test.each(limits)('a limit that is $name', { timeout: 120_000 }, async ({ limiter, headers }) => {
    setFlagsFromString('--expose-gc');
    // The flag makes it a function of every new context.
    const collect = runInNewContext('gc') as () => void;
    const clock = new VirtualClock();
    const { api, answered } = await limitedApi(clock, limiter(), headers);
    const read = await clock.run(readChildren(api, inTimeOf(clock, nodeRuntime()), collect));

    expect(read.children).toBe(childCount);
    const endMs = answered.at(-1)?.atMs ?? 0;
    const [fromMs, toMs] = [0.1 * endMs, 0.95 * endMs];
    const good = answered.filter(({ atMs, status }) => status === 200 && atMs >= fromMs && atMs < toMs).length;
    const refused = answered.filter(({ status }) => status === 429).length;
    expect(good / (((toMs - fromMs) * perSecond) / 1000)).toBeGreaterThanOrEqual(0.9);
    expect(refused / answered.length).toBeLessThan(0.02);
    expect(read.mostWaiting).toBeLessThan(100);
    const [early = 0, late = 0] = read.heaps;
    // What they brought between the two is 40 MB; what the server notes down of them is a part of this.
    expect(late - early).toBeLessThan(16 * mebibyte);
  });
});
