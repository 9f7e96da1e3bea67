import { InvalidArgumentError } from 'commander';

/** `a,b`, once or many times. */
export function nameList(text: string, before: readonly string[] | undefined): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('Write names with commas between them, such as a,b.');
  return [...(before ?? []), ...names];
}

/** `key.path=value`, once or many times. */
export function setting(text: string, before: readonly string[] | undefined): readonly string[] {
  if (text.indexOf('=') < 1) throw new InvalidArgumentError('Write key.path=value, such as client.base_url=http://…');
  return [...(before ?? []), text];
}

/** A whole number of at least one. */
export function positiveCount(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('Write a whole number of at least 1.');
  return Number(text);
}

/** A port, 0 for any free one. */
export function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('Write a number from 0 to 65535.');
  return Number(text);
}

/** `500`, `64kB`, `32MB`, `1.5GiB`: bytes. */
export function byteCount(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,12}(?:\.\d{1,3})?) ?([a-z]*)$/i.exec(text) ?? [];
  const factor = bytesPerUnit.get(unit.toLowerCase());
  const bytes = Math.floor(Number(digits) * (factor ?? Number.NaN));
  if (!(bytes >= 1)) throw new InvalidArgumentError('Write a size such as 500kB, 32MB or 1GiB.');
  return bytes;
}

/** `30`, `30s`, `2min`, `500ms`: milliseconds; a bare number is seconds. */
export function duration(text: string): number {
  const [, digits, unit = 's'] = /^(\d{1,9}(?:\.\d{1,3})?) ?(ms|s|min)?$/.exec(text) ?? [];
  const milliseconds = Math.floor(Number(digits) * (msPerUnit.get(unit) ?? Number.NaN));
  if (!(milliseconds >= 1)) throw new InvalidArgumentError('Write a time such as 500ms, 30s or 2min.');
  return milliseconds;
}

/** `100/1s`: so many requests in each window. */
export function rateLimit(text: string): { readonly requests: number; readonly perMs: number } {
  const [requests = '', window = ''] = text.split(/\/(.*)/s);
  return { requests: positiveCount(requests), perMs: duration(window) };
}

const msPerUnit: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['min', 60_000],
]);

const bytesPerUnit: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ['kb', 1000],
  ['mb', 1000 ** 2],
  ['gb', 1000 ** 3],
  ['kib', 1024],
  ['mib', 1024 ** 2],
  ['gib', 1024 ** 3],
]);
