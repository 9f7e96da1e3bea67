import { describe, expect, test } from 'vitest';
import { unreachable } from '../errors.ts';
import type { ApiRequest, ApiResponse, Send } from '../http.ts';
import { refreshOnce, renewable } from './refresh-once.ts';

const request: ApiRequest = { method: 'GET', url: 'https://api.example.com/x', params: [], headers: {} };
const answer = (status: number): ApiResponse => ({
  status,
  headers: {},
  cookies: [],
  body: new Uint8Array(),
  url: request.url,
});
const put = (asked: ApiRequest, token: string): ApiRequest => ({ ...asked, headers: { Token: token } });
const calm = new AbortController().signal;

/** Tokens `t1`, `t2`, …, each of which waits until it is let go. */
function tokenDesk(options: { readonly preset?: string; readonly isFresh?: boolean } = {}) {
  const waiting: { readonly signal: AbortSignal; readonly letGo: () => void; readonly fail: (e: Error) => void }[] = [];
  const obtain = (signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      const token = `t${waiting.length + 1}`;
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      waiting.push({ signal, letGo: () => resolve(token), fail: reject });
    });
  const credential = renewable({ obtain, isFresh: () => options.isFresh ?? true, preset: options.preset });
  return { credential, waiting };
}

/** Accepts only this token. */
function api(accepted: () => string): { readonly send: Send; readonly seen: string[] } {
  const seen: string[] = [];
  const send: Send = async (asked) => {
    const token = asked.headers['Token'] ?? '';
    seen.push(token);
    await Promise.resolve();
    return answer(token === accepted() ? 200 : 401);
  };
  return { send, seen };
}

/** Until everything that can happen now has happened. */
async function settled(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

describe('refreshOnce()', () => {
  test('F2.9: one refresh for all requests in flight, and the same requests again', async () => {
    const { credential, waiting } = tokenDesk({ preset: 'old' });
    const { send, seen } = api(() => 't1');
    const asking = refreshOnce({ credential, put })(send);
    const all = Promise.all(Array.from({ length: 100 }, () => asking(request, calm)));
    await settled();
    expect(waiting).toHaveLength(1);
    waiting[0]?.letGo();
    expect((await all).every(({ status }) => status === 200)).toBe(true);
    expect(waiting).toHaveLength(1);
    expect(seen.filter((token) => token === 'old')).toHaveLength(100);
    expect(seen.filter((token) => token === 't1')).toHaveLength(100);
  });

  test('a 401 that comes late, for a token that was replaced, refreshes nothing', async () => {
    const { credential, waiting } = tokenDesk({ preset: 'old' });
    const asking = refreshOnce({ credential, put });
    let release = (): void => undefined;
    const slow = asking(async (asked) => {
      if (asked.headers['Token'] !== 'old') return answer(200);
      await new Promise<void>((resolve) => (release = resolve));
      return answer(401);
    })(request, calm);
    const quick = asking(api(() => 't1').send)(request, calm);
    await settled();
    waiting[0]?.letGo();
    await quick;
    release();
    expect((await slow).status).toBe(200);
    expect(waiting).toHaveLength(1);
  });

  test('a request that comes during a refresh waits for it', async () => {
    const { credential, waiting } = tokenDesk({ preset: 'old' });
    const { send, seen } = api(() => 't1');
    const asking = refreshOnce({ credential, put })(send);
    const first = asking(request, calm);
    await settled();
    const second = asking(request, calm);
    await settled();
    expect(seen).toEqual(['old']);
    waiting[0]?.letGo();
    await Promise.all([first, second]);
    expect(seen).toEqual(['old', 't1', 't1']);
  });

  test('a second 401 is the answer', async () => {
    const { credential, waiting } = tokenDesk({ preset: 'old' });
    const { send, seen } = api(() => 'none');
    const asked = refreshOnce({ credential, put })(send)(request, calm);
    await settled();
    waiting[0]?.letGo();
    expect((await asked).status).toBe(401);
    expect(seen).toEqual(['old', 't1']);
  });

  test('F2.9: a 403 is not refreshed', async () => {
    const { credential, waiting } = tokenDesk({ preset: 'old' });
    const asked = await refreshOnce({ credential, put })(() => Promise.resolve(answer(403)))(request, calm);
    expect([asked.status, waiting.length]).toEqual([403, 0]);
  });
});

describe('renewable()', () => {
  test('a refusal is told to all who come later, and nobody is asked again', async () => {
    const { credential, waiting } = tokenDesk();
    const refusal = unreachable('https://x', { why: 'no', hint: 'Stop', retryable: false });
    const all = Promise.allSettled([credential.current(calm), credential.current(calm)]);
    await settled();
    waiting[0]?.fail(refusal);
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(credential.current(calm)).rejects.toBe(refusal);
    expect(waiting).toHaveLength(1);
  });

  test('what may pass is tried again by the next', async () => {
    const { credential, waiting } = tokenDesk();
    const passing = unreachable('https://x', { why: 'no', hint: 'Wait', retryable: true });
    const first = credential.current(calm);
    await settled();
    waiting[0]?.fail(passing);
    await expect(first).rejects.toBe(passing);
    const second = credential.current(calm);
    await settled();
    waiting[1]?.letGo();
    expect(await second).toBe('t2');
  });

  test('who gives up leaves the refresh to the others', async () => {
    const { credential, waiting } = tokenDesk();
    const mine = new AbortController();
    const [impatient, patient] = [credential.current(mine.signal), credential.current(calm)];
    await settled();
    mine.abort(new Error('enough'));
    await expect(impatient).rejects.toThrow('enough');
    expect(waiting[0]?.signal.aborted).toBe(false);
    waiting[0]?.letGo();
    expect(await patient).toBe('t1');
  });

  test('when nobody waits any longer the refresh is aborted, and the next begins anew', async () => {
    const { credential, waiting } = tokenDesk();
    const mine = new AbortController();
    const impatient = credential.current(mine.signal);
    await settled();
    mine.abort(new Error('enough'));
    const next = credential.current(calm);
    await expect(impatient).rejects.toThrow('enough');
    expect(waiting[0]?.signal.aborted).toBe(true);
    await settled();
    waiting[1]?.letGo();
    expect(await next).toBe('t2');
  });

  test('one that is never fresh is got for each request, and still used', async () => {
    const { credential, waiting } = tokenDesk({ isFresh: false });
    for (const token of ['t1', 't2']) {
      const asked = credential.current(calm);
      await settled();
      waiting.at(-1)?.letGo();
      expect(await asked).toBe(token);
    }
  });
});
