import type { Clock } from '../core/runtime.ts';

/**
 * Runs what must not be torn: its signal follows `signal` only after a while, so that an answer under way can still
 * arrive. Nothing is begun once `signal` is aborted.
 * @throws what `use` throws; the signal's reason when it was aborted before
 */
export async function outliving<T>(
  signal: AbortSignal,
  { clock, graceMs }: { readonly clock: Pick<Clock, 'sleep'>; readonly graceMs: number },
  use: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const [longer, over] = [new AbortController(), new AbortController()];
  const follow = (): void => {
    clock.sleep(graceMs, over.signal).then(
      () => longer.abort(signal.reason),
      // It ended in time.
      () => undefined,
    );
  };
  signal.addEventListener('abort', follow, { once: true });
  try {
    return await use(longer.signal);
  } finally {
    signal.removeEventListener('abort', follow);
    over.abort();
  }
}
