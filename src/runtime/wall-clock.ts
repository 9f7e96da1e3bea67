/** Makes a wall clock with microseconds; see `Clock.now` for what it may be used for. */
export function wallClock(
  systemMs: () => number = Date.now,
  monotonicMs: () => number = () => performance.now(),
): () => number {
  let anchorMs = systemMs();
  let anchoredAtMs = monotonicMs();
  let newest = anchorMs;
  return () => {
    const system = systemMs();
    const elapsedMs = monotonicMs() - anchoredAtMs;
    let now = Math.floor((anchorMs + elapsedMs) * 1000) / 1000;
    // The system tells whole milliseconds, so up to one ahead of it is no contradiction; behind it is.
    if (now < system || now > system + 1) {
      anchorMs = system;
      anchoredAtMs += elapsedMs;
      now = system;
    }
    // Only a system clock that was set back by more than that takes this one back with it.
    newest = newest > now && newest <= system + 1 ? newest : now;
    return newest;
  };
}
