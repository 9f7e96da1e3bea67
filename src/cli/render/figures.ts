/** `231,083`. */
export function countText(count: number | bigint): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 row`, `2 rows`. */
export function countOf(count: number | bigint, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 || count === 1n ? '' : 's'}`;
}

/** `0.4 s`, `12 s`, `3 min 5 s`. */
export function durationText(durationMs: number): string {
  if (durationMs < 10_000) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `812 bytes`, `1.5 MB`. */
export function bytesText(byteCount: number): string {
  if (byteCount < 1000) return `${byteCount} bytes`;
  if (byteCount < 1_000_000) return `${(byteCount / 1000).toFixed(1)} kB`;
  return byteCount < 1_000_000_000
    ? `${(byteCount / 1_000_000).toFixed(1)} MB`
    : `${(byteCount / 1_000_000_000).toFixed(2)} GB`;
}
