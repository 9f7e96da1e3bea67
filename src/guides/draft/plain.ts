import type { GuideValue } from '../guide.ts';
import { isDictionary, isJoined, isLookup, type PythonValue } from '../python/python-value.ts';

/** A value of Python as JSON with look-ups. */
export function plainOf(value: PythonValue): GuideValue {
  if (isDictionary(value)) {
    // fromEntries() defines own properties: `__proto__` is one like any other.
    return Object.fromEntries([...value.entries].map(([key, member]) => [key, plainOf(member)]));
  }
  if (typeof value !== 'object' || value === null) return value;
  return isLookup(value) || isJoined(value) ? value : value.map(plainOf);
}

/** The same value, told by what it says and not by where it stands. */
export function isSameValue(one: GuideValue, other: GuideValue): boolean {
  return saidBy(one) === saidBy(other);
}

/** Texts of paths may begin with `$.` and end in `[*]`. */
export function isSamePath(one: string, other: string): boolean {
  return barePath(one) === barePath(other);
}

function barePath(path: string): string {
  return path.replace(/^\$\.?/, '').replace(/\[\*\]$/, '');
}

function saidBy(value: GuideValue): string {
  return JSON.stringify(value, (key, member: unknown) => {
    if (key === 'line') return undefined;
    return typeof member === 'bigint' ? String(member) : member;
  });
}

/** True for a value that is looked up, alone. */
export function isLookupOf(value: GuideValue): value is GuideValue & { readonly key: string } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'lookup';
}

/** A value in a few words; look-ups by their name only. */
export function shown(value: GuideValue): string {
  if (isLookupOf(value)) return `the value of ${value.key}`;
  const text =
    typeof value === 'string'
      ? value
      : JSON.stringify(value, (key, member: unknown) => {
          if (typeof member === 'bigint') return String(member);
          return key === 'line' ? undefined : member;
        });
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
